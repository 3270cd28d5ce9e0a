package org.dovetail.bridge.internal.bytes;

/** How many bytes are handled at a time. The property {@code dovetail.piece} is for tests, which cross the borders of small pieces with small files. */
public final class PieceSize {
    /** Of numbers. Two such pieces fit into the cache of a core, and a system call costs nothing beside one; a multiple of the size of any element. */
    public static final int BYTES = Integer.getInteger("dovetail.piece", 1 << 20);
    /** What a decompressor gives at a time. */
    public static final int CHUNK = BYTES / 16;

    private PieceSize() {}
}
