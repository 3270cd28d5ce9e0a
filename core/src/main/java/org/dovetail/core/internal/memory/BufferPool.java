package org.dovetail.core.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where results get their memory: small ones on the heap, large ones in blocks outside of it, which are used again when nobody reaches them any more.
 *
 * <p>
 * Blocks come in sizes a quarter of a power of two apart, large ones a sixteenth, so that they fit many results. Their sum is bounded by a budget: when it is reached, first unused blocks of other
 * sizes are freed, then a garbage collection is asked for, since it alone finds out which results are still reached.
 */
final class BufferPool {
    /** The most bytes of a result on the heap. */
    static final long LARGEST_ON_HEAP = 16 * 1024;
    /** From so many bytes on, what a block has too much counts more than how many results it fits. */
    private static final long LARGE = 1 << 20;
    private static final int ALIGNMENT = 64;
    private static final int COLLECTIONS = 4;
    private static final long PATIENCE_MILLIS = 250;

    /** The pool of this Java machine, with the budget of {@code dovetail.memory}. */
    private static final class Shared {
        static final BufferPool POOL = new BufferPool(Budget.configured(), System::gc);
    }

    private record Block(Arena arena, MemorySegment memory) {}

    /**
     * Memory that is lent until nobody reaches it, or until its only holder ends the loan.
     *
     * @param memory the memory
     * @param end gives it back; the second time nothing happens
     */
    record Loan(MemorySegment memory, Runnable end) {
        /** Memory that does not come from a pool. */
        static Loan ofForeign(MemorySegment memory) {
            return new Loan(memory, () -> {});
        }
    }

    private final long budget;
    private final Runnable collector;
    private final Lock lock = new ReentrantLock();
    private final Condition givenBack = lock.newCondition();
    private final NavigableMap<Long, Deque<Block>> unused = new TreeMap<>();
    private long usedBytes;
    private long cachedBytes;
    private long peakBytes;

    BufferPool(long budget, Runnable collector) {
        this.budget = budget;
        this.collector = collector;
    }

    static BufferPool shared() { return Shared.POOL; }

    MemoryUse use() {
        lock.lock();
        try {
            return new MemoryUse(usedBytes, cachedBytes, peakBytes, budget);
        } finally {
            lock.unlock();
        }
    }

    /** Memory for a result, with whatever it held before. */
    Loan allocate(long bytes) {
        return bytes <= LARGEST_ON_HEAP
                ? Loan.ofForeign(MemorySegment.ofArray(new byte[(int) bytes]))
                : block(bytes);
    }

    /** Memory outside of the heap; it goes back to the pool when no segment of it is reached, if not before. */
    @SuppressWarnings("restricted") // the block is as long as the segment
    Loan block(long bytes) {
        long size = sizeClass(bytes);
        Block block = acquire(size, bytes);
        AtomicBoolean isLent = new AtomicBoolean(true);
        Runnable end = () -> {
            if (isLent.compareAndSet(true, false)) {
                giveBack(size, block);
            }
        };
        return new Loan(block.memory.reinterpret(bytes, Arena.ofAuto(), _ -> end.run()), end);
    }

    /** The size of the blocks that hold so many bytes. */
    static long sizeClass(long bytes) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(bytes, LARGEST_ON_HEAP) - 1);
        long step = 1L << bits - (bytes > LARGE ? 5 : 3);
        return Math.ceilDiv(bytes, step) * step;
    }

    private Block acquire(long size, long bytes) {
        for (int collections = 0;; collections++) {
            lock.lock();
            try {
                Block cached = reserve(size);
                if (cached != null) {
                    return cached;
                }
                if (usedBytes + cachedBytes + size <= budget) {
                    usedBytes += size;
                    peakBytes = Math.max(peakBytes, usedBytes + cachedBytes);
                    break;
                }
            } finally {
                lock.unlock();
            }
            if (collections == COLLECTIONS) {
                throw Budget.exceeded(bytes, use());
            }
            collector.run();
            awaitRoom(size);
        }
        return create(size);
    }

    /** A cached block of that size; where there is none, makes room by freeing others. */
    private @Nullable Block reserve(long size) {
        Deque<Block> fitting = unused.get(size);
        if (fitting != null && !fitting.isEmpty()) {
            cachedBytes -= size;
            usedBytes += size;
            return fitting.pop();
        }
        while (usedBytes + cachedBytes + size > budget && cachedBytes > 0) {
            Map.Entry<Long, Deque<Block>> largest = unused.lastEntry();
            if (largest.getValue().isEmpty()) {
                unused.remove(largest.getKey());
            } else {
                largest.getValue().pop().arena.close();
                cachedBytes -= largest.getKey();
            }
        }
        return null;
    }

    @SuppressWarnings("MustBeClosedChecker") // the block holds the arena, and whoever frees the block closes it
    private Block create(long size) {
        Arena arena = Arena.ofShared();
        boolean made = false;
        try {
            Block block = new Block(arena, arena.allocate(size, ALIGNMENT));
            made = true;
            return block;
        } finally {
            if (!made) {
                arena.close();
                lock.lock();
                try {
                    usedBytes -= size;
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private void awaitRoom(long size) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        lock.lock();
        try {
            while (usedBytes + size > budget && nanos > 0) {
                nanos = givenBack.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(long size, Block block) {
        lock.lock();
        try {
            usedBytes -= size;
            cachedBytes += size;
            unused.computeIfAbsent(size, _ -> new ArrayDeque<>()).push(block);
            givenBack.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
