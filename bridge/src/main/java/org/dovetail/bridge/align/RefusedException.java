package org.dovetail.bridge.align;

import java.util.List;

/** Inputs that cannot be mapped, or in more than one way: the message has every candidate, the reason, and the lines that settle it. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    /**
     * A refusal.
     *
     * @param message the whole text for the user
     * @param lines the smallest set of lines that settles everything, as typed; empty when none can
     */
    public RefusedException(String message, List<String> lines) {
        super(message);
        this.lines = List.copyOf(lines);
    }

    /**
     * The lines that settle it.
     *
     * @return options as typed, as {@code --map 'critic/linear_2=value.left'}
     */
    public List<String> lines() { return lines; }
}
