package org.dovetail.core.internal.backend.compiled;

/** How an output comes about. */
sealed interface Target {
    /** The number of an argument that is there to be overwritten, for none. */
    int NONE = -1;

    /** It is an argument. */
    record Forwarded(int argument) implements Target {}

    /**
     * Steps write it where it will be.
     *
     * @param donor the argument whose memory it takes
     */
    record Written(int slot, int donor) implements Target {}

    /**
     * It is copied at the end.
     *
     * @param donor the argument whose memory it takes
     */
    record Copied(int slot, int donor) implements Target {}
}
