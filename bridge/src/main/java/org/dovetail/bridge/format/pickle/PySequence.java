package org.dovetail.bridge.format.pickle;

import java.util.List;

/**
 * A list, a tuple or a set.
 *
 * @param kind which of them
 * @param items what is in it
 */
public record PySequence(Kind kind, List<PyValue> items) implements PyValue {
    /** The kinds of sequences. */
    public enum Kind {
        /** A list. */
        LIST,
        /** A tuple. */
        TUPLE,
        /** A set, or a frozen set. */
        SET
    }

    static PySequence tuple(List<PyValue> items) { return new PySequence(Kind.TUPLE, List.copyOf(items)); }
}
