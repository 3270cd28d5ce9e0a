package org.dovetail.nnx;

import java.util.Arrays;
import java.util.Optional;

/** The Variable types that NNX itself defines, by their class names in {@code flax.nnx}. */
public enum VariableType {
    /** A trainable parameter. */
    PARAM("Param"),
    /** A parameter of a low-rank adapter. */
    LORA_PARAM("LoRAParam"),
    /** A running statistic of a normalisation. */
    BATCH_STAT("BatchStat"),
    /** What an attention has seen, for decoding. */
    CACHE("Cache"),
    /** A value that a call left behind. */
    INTERMEDIATE("Intermediate"),
    /** The key of a random stream. */
    RNG_KEY("RngKey"),
    /** How often a random stream was drawn from. */
    RNG_COUNT("RngCount");

    private final String className;

    VariableType(String className) { this.className = className; }

    /**
     * The class's simple name.
     *
     * @return the name, as {@code Param}
     */
    public String className() { return className; }

    /**
     * Whether Variables of this type are trained: {@code nnx.Param} and its subclasses.
     *
     * @return true for parameters
     */
    public boolean isParameter() { return this == PARAM || this == LORA_PARAM; }

    /**
     * The type of a class name.
     *
     * @param className the simple name
     * @return the type, or empty for a user's own
     */
    public static Optional<VariableType> named(String className) {
        return Arrays.stream(values()).filter(type -> type.className.equals(className)).findFirst();
    }
}
