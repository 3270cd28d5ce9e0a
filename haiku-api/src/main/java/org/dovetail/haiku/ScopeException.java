package org.dovetail.haiku;

/** A module was created, or a parameter asked for, where Haiku's rules give no name; the message has the line to type. */
public final class ScopeException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /**
     * The failure.
     *
     * @param message who, where and what to do
     */
    public ScopeException(String message) { super(message); }
}
