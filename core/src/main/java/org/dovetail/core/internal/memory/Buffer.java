package org.dovetail.core.internal.memory;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The memory of an array, and who may write to it.
 *
 * <p>
 * A buffer is <em>owned</em> while one holder alone knows it, <em>shared</em> once a user has it, <em>taken</em> while a call overwrites it on behalf of its only holder, and
 * <em>donated</em> for good when a call was given it.
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
    /** A {@link State}, or the name of the call that the buffer was donated to. */
    private volatile Object state;

    private Buffer(MemorySegment segment, Object state) {
        this.segment = segment;
        this.readOnly = segment.isReadOnly() ? segment : segment.asReadOnly();
        this.state = state;
    }

    /** Memory that somebody else may know; it is never overwritten. */
    public static Buffer ofForeign(MemorySegment segment) {
        return new Buffer(segment.isReadOnly() ? segment : segment.asReadOnly(), State.SHARED);
    }

    /** Memory that was allocated for a result. */
    public static Buffer ofResult(MemorySegment segment) {
        return new Buffer(segment, State.OWNED);
    }

    /** New memory, filled with zeros. */
    public static Buffer allocate(long bytes) {
        return ofResult(BufferPool.allocate(bytes));
    }

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

    /** Whether results can be written here at all. */
    public boolean isWritable() { return !segment.isReadOnly(); }

    /** Tells that a user has the buffer from now on; false while a call overwrites it. */
    public boolean share() {
        return state != State.TAKEN && (STATE.compareAndSet(this, State.OWNED, State.SHARED) || state != State.TAKEN);
    }

    /** Begins to overwrite the buffer on behalf of its only holder; false when there may be others. */
    public boolean take() {
        return isWritable() && STATE.compareAndSet(this, State.OWNED, State.TAKEN);
    }

    /** Ends what {@link #take} began; the buffer is its holder's alone again. */
    public void release() {
        STATE.compareAndSet(this, State.TAKEN, State.OWNED);
    }

    /** Gives the buffer to a call for good; one that is taken stays its holder's. */
    public void donate(String call) {
        if (state != State.TAKEN) {
            state = call;
        }
    }

    /** The call that the buffer was donated to. */
    public @Nullable String donatedTo() {
        return state instanceof String call ? call : null;
    }
}
