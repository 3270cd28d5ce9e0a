package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.NamedArrays;
import org.dovetail.bridge.format.Scratch;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.core.Array;

/**
 * What a plan made in memory, without a file.
 *
 * @param arrays the target arrays, in the order of the plan; each in memory that nobody else knows, whatever the source does with its own
 * @param sideData what only the source has, and the plan of the way back
 * @param findings the plan, and what a person should know of it
 */
public record CarriedArrays(SequencedMap<Entry, Array> arrays, SideData sideData, Findings findings) {
    /** Copies the map. */
    public CarriedArrays {
        arrays = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arrays));
    }

    /**
     * Runs a plan.
     *
     * @param source where the numbers come from
     * @param known side data that an earlier run left for the source, if there is any
     * @param plan what goes where
     * @param skipped source arrays that are left out on purpose
     * @return the arrays, and what to know of them
     * @throws PlanMismatchException if the plan has open targets, or does not go with the source
     * @throws IOException if the source is a file and cannot be read
     */
    public static CarriedArrays of(NamedArrays source, Optional<SideData> known, Plan plan, Set<EntryPath> skipped)
            throws IOException {
        Optional<String> problem = Conversion.mismatch(source, plan, skipped);
        if (problem.isPresent()) {
            throw new PlanMismatchException(problem.get());
        }
        try (SourceArrays sources = SourceArrays.of(source, plan, Scratch.TEMPORARY)) {
            Targets targets = Targets.of(known, plan, sources);
            SequencedMap<Entry, Array> arrays = new LinkedHashMap<>();
            for (Targets.TargetArray target : targets.arrays()) {
                try (Scratch memory = Scratch.temporary()) {
                    arrays.put(target.entry(), copy(target.numbers().read(memory)));
                }
            }
            return new CarriedArrays(arrays, SideDataMaking.inMemory(source, plan, targets), targets.findings(plan));
        }
    }

    private static Array copy(Array array) {
        MemorySegment bits = array.data();
        return Array.filled(array.spec(), memory -> memory.copyFrom(bits));
    }
}
