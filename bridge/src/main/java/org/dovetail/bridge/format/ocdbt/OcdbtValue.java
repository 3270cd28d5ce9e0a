package org.dovetail.bridge.format.ocdbt;

import java.lang.foreign.MemorySegment;

/** Where the value of a key is. */
public sealed interface OcdbtValue {
    /**
     * How many bytes it has.
     *
     * @return the number
     */
    long size();

    /**
     * A value in the tree.
     *
     * @param bytes its bytes
     */
    record Inline(MemorySegment bytes) implements OcdbtValue {
        @Override
        public long size() { return bytes.byteSize(); }
    }

    /**
     * A value in a data file.
     *
     * @param file the file's path within the database
     * @param offset where it begins
     * @param size how many bytes it has
     */
    record Stored(String file, long offset, long size) implements OcdbtValue {}
}
