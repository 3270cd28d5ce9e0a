package org.dovetail.bridge.plan;

/** What a match rests on: the weakest evidence without which there would be another mapping. */
public enum Basis {
    /** Shapes, and that everything is used once. */
    SHAPE("shape"),
    /** The order of numbered blocks. */
    BLOCK("block"),
    /** Ordinals that the authors wrote on both sides. */
    NUMBER("number"),
    /** A name that the author gave on both sides, or that tells the kind of a layer. */
    NAME("name"),
    /** The order in which a live model's attributes are defined, which the user said to assume. */
    ORDER("order"),
    /** A line of the user's. */
    MAP("map");

    private final String label;

    Basis(String label) { this.label = label; }

    /**
     * The word in plans and reports.
     *
     * @return the word
     */
    public String label() { return label; }

    /**
     * Whether {@code --strict} accepts it.
     *
     * @return false for evidence that is taken from how something is called or in which order it was written
     */
    public boolean isStrict() { return this != NUMBER && this != NAME && this != ORDER; }

    @Override
    public String toString() { return label; }
}
