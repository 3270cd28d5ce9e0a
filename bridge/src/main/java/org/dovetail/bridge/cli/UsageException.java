package org.dovetail.bridge.cli;

/** Wrong usage that only the files show: the message says what to type instead. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) { super(message); }
}
