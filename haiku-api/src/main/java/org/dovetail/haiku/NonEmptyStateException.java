package org.dovetail.haiku;

/** State was used in a function transformed without it: {@code haiku.NonEmptyStateError}. */
public final class NonEmptyStateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * The failure.
     *
     * @param message who uses state, and the transformation to use
     */
    public NonEmptyStateException(String message) { super(message); }
}
