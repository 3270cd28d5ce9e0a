package org.dovetail.core.internal.backend.compiled;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;

/**
 * A graph as steps on numbered slots of memory, of which each holds one value, and its reshapes.
 *
 * @param bytes the size of each slot
 * @param steps what is done, in order
 * @param constants slots that hold numbers from the start
 * @param inputs dtype and shape of each input; input i is slot i
 * @param outputs dtype and shape of each output
 * @param results the slot of each output
 */
record Lowered(List<Long> bytes, List<Step> steps, SortedMap<Integer, Array> constants, List<TensorSpec> inputs,
        List<TensorSpec> outputs, List<Integer> results) {

    /** The step that first writes each slot; -1 for inputs and constants, and for slots that are never written. */
    int[] firstWrites() {
        int[] first = new int[bytes.size()];
        Arrays.fill(first, -1);
        for (int step = steps.size() - 1; step >= 0; step--) {
            for (int slot : steps.get(step).results()) {
                first[slot] = step;
            }
        }
        return first;
    }

    /** The step that last reads or writes each slot; -1 for those that none does. */
    int[] lastUses() {
        int[] last = new int[bytes.size()];
        Arrays.fill(last, -1);
        for (int step = 0; step < steps.size(); step++) {
            for (int slot : steps.get(step).results()) {
                last[slot] = step;
            }
            for (int slot : steps.get(step).reads()) {
                last[slot] = step;
            }
        }
        return last;
    }
}
