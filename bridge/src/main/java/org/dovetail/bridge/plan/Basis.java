package org.dovetail.bridge.plan;

/** What a match rests on: the weakest evidence without which there would be another mapping. */
public enum Basis {
    /** Shapes, and that everything is used once. */
    SHAPE("shape", "shapes"),
    /** The order of numbered blocks. */
    BLOCK("block", "the order of blocks"),
    /** Ordinals that the authors wrote on both sides. */
    NUMBER("number", "a written number"),
    /** A name that the author gave on both sides, or that tells the kind of a layer. */
    NAME("name", "a name"),
    /** The order in which a live model's attributes are defined, which the user said to assume. */
    ORDER("order", "the order of definition"),
    /** A line of the user's. */
    MAP("map", "your lines");

    private final String label;
    private final String words;

    Basis(String label, String words) {
        this.label = label;
        this.words = words;
    }

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

    /**
     * What something rests on that is matched only if both are right.
     *
     * @param other the other evidence
     * @return the weaker of the two: one that {@code --strict} refuses goes before your lines
     */
    public Basis and(Basis other) {
        if (isStrict() != other.isStrict()) {
            return isStrict() ? other : this;
        }
        return compareTo(other) > 0 ? this : other;
    }

    /**
     * What it is, in a sentence.
     *
     * @return for example {@code a written number}
     */
    public String inWords() { return words; }

    @Override
    public String toString() { return label; }
}
