package org.dovetail.bridge.guide;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.dovetail.bridge.rules.Style;

/** The sections of the migration guide, in its order. */
public enum Section {
    /** How a model is written. */
    MODULES(1, "module definition", "Classifier"),
    /** Where its variables come from. */
    VARIABLES(2, "variable creation", "Classifier"),
    /** Twenty steps of training, compiled. */
    TRAINING(3, "training step and compilation", "Classifier"),
    /** Batch norm: what changes and is no parameter. */
    STATE(4, "non-parameter state", "BatchNorm"),
    /** An auto-encoder. */
    METHODS(5, "multiple methods", "AutoEncoder"),
    /** A recurrent network by scan. */
    TRANSFORMS(6, "transforms: a recurrent network by scan", "Rnn"),
    /** Five equal layers as one. */
    LAYERS(7, "scan over layers", "LayerStack"),
    /** A model that is one function. */
    FUNCTIONS(8, "top-level parameters and state", "Counter");

    private final int number;
    private final String title;
    private final String program;

    Section(int number, String title, String program) {
        this.number = number;
        this.title = title;
        this.program = program;
    }

    /**
     * Its number in the guide.
     *
     * @return 1 to 8
     */
    public int number() { return number; }

    /**
     * The name to type.
     *
     * @return for example {@code training}
     */
    public String label() { return name().toLowerCase(Locale.ROOT); }

    /**
     * What it is about.
     *
     * @return a few words
     */
    public String title() { return title; }

    /**
     * The file of its program.
     *
     * @param style in which style
     * @return for example {@code ClassifierHaiku.java}
     */
    public String file(Style style) {
        return program + switch (style) {
            case HAIKU -> "Haiku.java";
            case NNX -> "Nnx.java";
        };
    }

    /**
     * The section that a user means.
     *
     * @param text its number or its name
     * @return the section; empty when there is none
     */
    public static Optional<Section> find(String text) {
        return Arrays.stream(values())
                .filter(section -> text.equals(section.label()) || text.equals(String.valueOf(section.number)))
                .findFirst();
    }
}
