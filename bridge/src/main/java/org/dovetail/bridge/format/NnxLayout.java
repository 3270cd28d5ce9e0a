package org.dovetail.bridge.format;

/** How Orbax holds the Variables of an NNX model. */
public enum NnxLayout {
    /** Their arrays, as {@code nnx.to_pure_dict(state)} has them. */
    PURE("pure"),
    /** Themselves, each with its array one key deeper, as an {@code nnx.State} that is saved. */
    STATE("state");

    private final String label;

    NnxLayout(String label) { this.label = label; }

    /**
     * The name that {@code --nnx-layout} takes.
     *
     * @return the name
     */
    public String label() { return label; }
}
