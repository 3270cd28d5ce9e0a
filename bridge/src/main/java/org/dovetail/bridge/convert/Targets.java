package org.dovetail.bridge.convert;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.core.Array;

/** The arrays of a file that is to be written, and where their numbers come from. */
final class Targets {
    /**
     * An array to write.
     *
     * @param entry its name, dtype and shape
     * @param numbers computes its numbers
     */
    record TargetArray(Entry entry, Node.Numbers numbers) {}

    private final List<TargetArray> arrays = new ArrayList<>();
    private final Map<EntryPath, TargetArray> byPath = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<EntryPath> leftOut = new ArrayList<>();
    private final List<EntryPath> restored = new ArrayList<>();
    private final List<Findings.Computed> computed = new ArrayList<>();
    private final Map<EntryPath, Findings.Rounded> rounded = new ConcurrentSkipListMap<>();

    private Targets() {}

    /** The arrays that a plan fills. */
    static Targets of(Optional<SideData> sideData, Plan plan, SourceArrays sources) throws IOException {
        Targets targets = new Targets();
        for (Step step : plan.steps()) {
            targets.add(step, sideData, sources);
        }
        return targets;
    }

    private void add(Step step, Optional<SideData> sideData, SourceArrays sources) throws IOException {
        List<TargetArray> moved = new ArrayList<>();
        for (Move move : step.moves()) {
            KeptSources kept = KeptSources.of(move, sideData.orElse(null), sources);
            for (int i = 0; i < move.to().size(); i++) {
                Entry entry = move.to().get(i);
                if (!kept.arrays().isEmpty()) {
                    Array array = kept.arrays().get(i);
                    moved.add(new TargetArray(entry, _ -> array));
                    restored.add(entry.path());
                    continue;
                }
                if (kept.isChanged()) {
                    computed.add(new Findings.Computed(entry.path(), "computed anew", Supplements.CHANGED));
                }
                moved.add(new TargetArray(entry, new MovedArray(move, i, sources, cast -> rounded.put(entry.path(),
                        new Findings.Rounded(entry.path(), cast.from(), cast.to())))));
            }
        }
        arrays.addAll(moved);
        moved.forEach(array -> byPath.put(array.entry().path(), array));
        Supplements supplements = Supplements.of(step, moved, sideData.orElse(null), sources);
        List<Aside> filled = new ArrayList<>();
        for (Aside aside : step.targetOnly()) {
            if (add(aside.entry(), supplements.get(aside))) {
                filled.add(aside);
            }
        }
        steps.add(new Step(step.kind(), step.source(), step.target(), step.basis(), step.moves(), step.sourceOnly(),
                filled));
    }

    private boolean add(Entry entry, Supplements.Supplement supplement) {
        switch (supplement) {
            case Supplements.Supplement.Restored(var array) -> {
                arrays.add(new TargetArray(entry, _ -> array));
                restored.add(entry.path());
            }
            case Supplements.Supplement.Computed(var numbers, String how, String why) -> {
                arrays.add(new TargetArray(entry, numbers));
                computed.add(new Findings.Computed(entry.path(), how, why));
            }
            case Supplements.Supplement.Missing() -> leftOut.add(entry.path());
        }
        return !(supplement instanceof Supplements.Supplement.Missing);
    }

    List<TargetArray> arrays() { return arrays; }

    /** Some of the arrays, in the order of their paths. */
    List<TargetArray> sorted(Set<EntryPath> paths) {
        return paths.stream().sorted().flatMap(path -> Stream.ofNullable(byPath.get(path))).toList();
    }

    /** The steps of the plan, without the arrays that nothing could fill. */
    List<Step> steps() { return steps; }

    /** What a person should know, once all arrays were computed. */
    Findings findings(Plan plan) {
        return new Findings(plan, leftOut, restored, computed, List.copyOf(rounded.values()));
    }

    /** The size of all numbers. */
    long bytes() {
        return arrays.stream().mapToLong(array -> array.entry().spec().bytes()).sum();
    }
}
