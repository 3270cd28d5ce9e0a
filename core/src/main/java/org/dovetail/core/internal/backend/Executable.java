package org.dovetail.core.internal.backend;

import java.lang.foreign.MemorySegment;
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

    /**
     * Runs the graph, and writes its last outputs where the caller wants them.
     *
     * @param arguments numbers for each input
     * @param donated which arguments the caller gives away
     * @param caller the name of what was called
     * @param last memory for as many of the last outputs
     * @return numbers for each output before those
     */
    default List<Array> run(List<Array> arguments, BitSet donated, String caller, List<MemorySegment> last) {
        List<Array> all = run(arguments, donated, caller);
        int kept = all.size() - last.size();
        for (int i = 0; i < last.size(); i++) {
            last.get(i).copyFrom(all.get(kept + i).data());
        }
        return all.subList(0, kept);
    }
}
