package org.dovetail.core.internal.memory;

/**
 * How much memory outside of the heap arrays have.
 *
 * @param used bytes that arrays and jitted functions may still reach
 * @param cached bytes that nobody reaches, kept for the next results
 * @param peak the most bytes that both together have been
 * @param budget the most bytes that both together may be
 */
public record MemoryUse(long used, long cached, long peak, long budget) {
    /** The use at this moment. */
    public static MemoryUse now() { return BufferPool.shared().use(); }
}
