package org.dovetail.bridge.rules;

/** The library whose names and layouts a checkpoint has. */
public enum Style {
    /** DeepMind's Haiku. */
    HAIKU("haiku"),
    /** Flax NNX. */
    NNX("nnx");

    private final String label;

    Style(String label) { this.label = label; }

    /**
     * The name that {@code --to} and {@code --from} take.
     *
     * @return the name
     */
    public String label() { return label; }

    /**
     * The other library.
     *
     * @return NNX for Haiku, Haiku for NNX
     */
    public Style other() { return this == HAIKU ? NNX : HAIKU; }

    @Override
    public String toString() { return label; }
}
