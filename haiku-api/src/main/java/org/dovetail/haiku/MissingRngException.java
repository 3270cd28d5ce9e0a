package org.dovetail.haiku;

/** A random key was needed and none was given: {@code haiku.MissingRNGError}. */
public final class MissingRngException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * The failure.
     *
     * @param message who needs a key, and where to pass one
     */
    public MissingRngException(String message) { super(message); }
}
