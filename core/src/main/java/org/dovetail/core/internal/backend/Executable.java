package org.dovetail.core.internal.backend;

import java.util.BitSet;
import java.util.List;
import org.dovetail.core.Array;

/** A graph that is ready to run, by any number of threads at once. */
public interface Executable {
    /**
     * Runs the graph.
     *
     * @param arguments numbers for each input
     * @param donated which arguments the caller gives away: their buffers may hold results, and using them afterwards fails
     * @param caller the name of what was called, for the message of such a failure
     * @return numbers for each output
     */
    List<Array> run(List<Array> arguments, BitSet donated, String caller);
}
