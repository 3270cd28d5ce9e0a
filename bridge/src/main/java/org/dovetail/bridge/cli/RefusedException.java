package org.dovetail.bridge.cli;

import java.util.List;

/** Inputs that cannot be mapped, or in more than one way. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The options that settle it, as typed. */
    private final transient List<String> lines;

    RefusedException(String message, List<String> lines) {
        super(message);
        this.lines = List.copyOf(lines);
    }

    List<String> lines() { return lines; }
}
