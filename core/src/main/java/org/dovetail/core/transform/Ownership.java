package org.dovetail.core.transform;

import java.util.concurrent.locks.LockSupport;
import org.dovetail.core.Array;

/**
 * Who may overwrite the numbers of an array: how holders of arrays, such as the Variables of NNX, let a call reuse memory that nobody else can see.
 *
 * <p>
 * The results of {@link Jit.Prepared#run} are their receiver's alone, unless they are marked as shared. A holder marks an array as shared before it hands it out. Around a call
 * that replaces its arrays it takes them, passes them as donated, replaces them by the results, and releases them; while an array is taken, other threads wait.
 */
public final class Ownership {
    private static final int SPINS = 200;
    private static final long PAUSE_NANOS = 20_000;

    private Ownership() {}

    /**
     * Marks an array as known to others: it is never overwritten from now on.
     *
     * @param array the array
     * @return false, without a mark, while a call may overwrite the array
     */
    public static boolean share(Array array) { return array.buffer().share(); }

    /**
     * Takes an array of which the caller is the only holder.
     *
     * @param array the array
     * @return false if others may know it, or another call has taken it
     */
    public static boolean take(Array array) { return array.buffer().take(); }

    /**
     * Ends what {@link #take} began.
     *
     * @param array the array
     */
    public static void release(Array array) { array.buffer().release(); }

    /**
     * Waits a moment for the call that has taken an array.
     *
     * @param attempt how often the caller has waited already
     */
    public static void pause(int attempt) {
        if (attempt < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
