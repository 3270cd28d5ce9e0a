package org.dovetail.core.internal.memory;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.dovetail.core.internal.memory.BufferPool.Loan;
import org.jspecify.annotations.Nullable;

/**
 * The memory of an array, and who may write to it.
 *
 * <p>
 * A buffer is <em>owned</em> while one holder alone knows it, <em>shared</em> once a user has it, <em>taken</em> while a call overwrites it on behalf of its only holder, and
 * <em>donated</em> for good when a call was given it. A donated buffer's memory goes on under a new buffer, its {@link #heir}.
 */
public final class Buffer {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Buffer.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private enum State {
        OWNED, SHARED, TAKEN
    }

    private final MemorySegment segment;
    private final MemorySegment readOnly;
    private final Runnable end;
    /** A {@link State}, or the name of the call that the buffer was donated to. */
    private volatile Object state;
    /** Whether a view that outlives a donation reads the memory. */
    private volatile boolean lent;
    /** Whether the memory goes on under another buffer. */
    private volatile boolean inherited;

    private Buffer(MemorySegment segment, MemorySegment readOnly, Runnable end, Object state) {
        this.segment = segment;
        this.readOnly = readOnly;
        this.end = end;
        this.state = state;
    }

    /** Memory that somebody else may know; it is never overwritten. */
    public static Buffer ofForeign(MemorySegment segment) {
        MemorySegment readOnly = segment.isReadOnly() ? segment : segment.asReadOnly();
        return new Buffer(readOnly, readOnly, Loan.ofForeign(segment).end(), State.SHARED);
    }

    /** Memory that was allocated for a result. */
    public static Buffer ofResult(MemorySegment segment) {
        return ofResult(Loan.ofForeign(segment));
    }

    private static Buffer ofResult(Loan loan) {
        MemorySegment memory = loan.memory();
        return new Buffer(memory, memory.isReadOnly() ? memory : memory.asReadOnly(), loan.end(), State.OWNED);
    }

    /**
     * New memory, filled with zeros.
     *
     * @throws IllegalStateException if the budget is used up
     */
    public static Buffer allocate(long bytes) {
        Buffer buffer = unfilled(bytes);
        buffer.segment.fill((byte) 0);
        return buffer;
    }

    /**
     * New memory that may hold anything, for results of which every byte is written.
     *
     * @throws IllegalStateException if the budget is used up
     */
    public static Buffer unfilled(long bytes) { return ofResult(BufferPool.shared().allocate(bytes)); }

    /**
     * New memory outside of the heap, aligned to 64 bytes, that may hold anything.
     *
     * @throws IllegalStateException if the budget is used up
     */
    public static Buffer outside(long bytes) { return ofResult(BufferPool.shared().block(Math.max(1, bytes))); }

    /**
     * The bytes, for reading.
     *
     * @throws IllegalStateException if the buffer was donated
     */
    public MemorySegment read() {
        if (state instanceof String call) {
            throw new IllegalStateException("this array was donated to " + call
                    + ", which has overwritten it; use that call's result, or call without donate(...)");
        }
        return readOnly;
    }

    /** The bytes, for a call that fills a result or was given the buffer. */
    public MemorySegment write() {
        return segment;
    }

    /**
     * A part of the bytes that stays as it is even when this buffer is donated.
     *
     * @throws IllegalStateException if the buffer was donated
     */
    public Buffer lend(long offset, long bytes) {
        lent = true; // before the look at the state, as a call looks at this after it has set the state
        return ofForeign(read().asSlice(offset, bytes));
    }

    /** Whether results can be written here at all. */
    public boolean isWritable() {
        return !segment.isReadOnly() && !lent;
    }

    /** Tells that a user has the buffer from now on; false while a call overwrites it. */
    public boolean share() {
        return state != State.TAKEN && (STATE.compareAndSet(this, State.OWNED, State.SHARED) || state != State.TAKEN);
    }

    /** Whether one holder alone knows the buffer, and nobody a part of it. */
    public boolean isOwned() {
        return isWritable() && state == State.OWNED;
    }

    /** Gives the memory back at once on behalf of the only holder, a call that will not use it again; what others may know stays. */
    public void free(String call) {
        if (!lent && STATE.compareAndSet(this, State.OWNED, call)) {
            end.run();
        }
    }

    /** Gives the memory of this donated buffer back at once, if no result took it. */
    public void freeUnlessInherited() {
        if (!lent && !inherited && state instanceof String) {
            end.run();
        }
    }

    /** Begins to overwrite the buffer on behalf of its only holder; false when there may be others. */
    public boolean take() {
        return isWritable() && STATE.compareAndSet(this, State.OWNED, State.TAKEN);
    }

    /** Ends what {@link #take} began; the buffer is its holder's alone again. */
    public void release() {
        STATE.compareAndSet(this, State.TAKEN, State.OWNED);
    }

    /**
     * Gives the buffer to a call for good; one that is taken stays its holder's.
     *
     * @throws IllegalStateException if it was given to one before
     */
    public void donate(String call) {
        for (Object now = state;; now = state) {
            if (now instanceof String other) {
                throw new IllegalStateException("this array was donated to " + other + " and cannot be donated to "
                        + call + ", too; use the first call's result");
            }
            if (now == State.TAKEN || STATE.compareAndSet(this, now, call)) {
                return;
            }
        }
    }

    /** Takes back what was given to a call that has not begun to write. */
    public void undonate(String call) {
        STATE.compareAndSet(this, call, State.SHARED);
    }

    /** The call that the buffer was donated to. */
    public @Nullable String donatedTo() {
        return state instanceof String call ? call : null;
    }

    /** The memory of this donated buffer as that of a result. */
    public Buffer heir() {
        inherited = true;
        return new Buffer(segment, readOnly, end, State.OWNED);
    }
}
