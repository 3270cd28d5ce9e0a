package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.plan.Steps;
import org.dovetail.bridge.rules.Fit;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.bridge.rules.Units;
import org.dovetail.core.DType;

/**
 * Turns a mapping into a plan, or refuses it for what alignment by shapes does not judge: kinds that shapes leave open, casts that lose bits, and, when strict, what rests on names.
 *
 * @param matching the alignment
 */
record Outcome(Matching matching) {
    /** One layer, or the layers of one stack, with how their numbers travel. */
    private record Pair(List<Integer> sources, List<Integer> targets, Fit fit, Basis basis, Kinds.Told told) {}

    Alignment.Result of(int[] mapping, List<Basis> bases) {
        Map<String, String> untold = new LinkedHashMap<>();
        List<Integer> open = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (int t = 0; t < mapping.length; t++) {
            int s = mapping[t];
            switch (matching.fitting().decide(s, t)) {
                case Kinds.Decided(var fit, var by) ->
                    pairs.add(new Pair(List.of(s), List.of(t), fit, basis(bases.get(t), by), by));
                case Kinds.Undecided(var kinds) -> {
                    open.add(t);
                    untold.put(
                            matching.source().items().get(s).unit() + "  ->  " + matching.target().items().get(t)
                                    + "   " + String.join("  or  ", kinds),
                            matching.kindLine(s, kinds.getFirst()));
                }
                case Kinds.NoFit none -> throw new IllegalStateException(none.reason());
            }
        }
        if (!untold.isEmpty()) {
            return new Refusal(matching).lines(
                    "Neither shape nor name tells what kind of layer these are, and the kinds move the numbers in different ways:",
                    untold,
                    "Tell it with", open);
        }
        List<Pair> whole = joinSlices(pairs);
        if (matching.request().options().strict()) {
            Map<Basis, Map<String, String>> weak = new TreeMap<>();
            whole.stream().filter(pair -> !pair.basis().isStrict()).forEach(pair -> weak
                    .computeIfAbsent(pair.basis(), _ -> new LinkedHashMap<>()).put(label(pair), line(pair)));
            if (!weak.isEmpty()) {
                return Refusal.strict(matching.request(), weak);
            }
        }
        return build(whole);
    }

    /** A kind that a name tells rests on the name, one that the user tells on the user. */
    private static Basis basis(Basis mapping, Kinds.Told kind) {
        return switch (kind) {
            case SHAPE, MODEL -> mapping;
            case NAME -> Basis.NAME;
            case USER -> mapping.isStrict() ? Basis.MAP : mapping;
        };
    }

    private Alignment.Result build(List<Pair> pairs) {
        List<Step> steps = new ArrayList<>();
        Set<EntryPath> leftOut = new LinkedHashSet<>();
        Map<String, String> lossy = new TreeMap<>();
        Set<EntryPath> skipped = matching.request().options().skipped();
        for (Pair pair : pairs) {
            List<Unit> targets = pair.targets().stream()
                    .map(t -> withDtypes(matching.target().items().get(t).unit(), matching.request().options().dtype()))
                    .distinct().toList();
            List<Unit> sources = pair.sources().stream().map(s -> matching.source().items().get(s).unit()).distinct()
                    .toList();
            Step step = step(sources, targets, pair);
            withoutSkipped(step, skipped, leftOut).ifPresent(kept -> {
                Steps.lossy(kept, matching.request().options().dtype()).forEach(
                        move -> lossy.put(move.from().getFirst() + "  ->  " + dtype(move), "--dtype " + dtype(move)));
                steps.add(kept);
            });
        }
        if (!lossy.isEmpty()) {
            return new Refusal(matching).lines("The like file's dtypes cannot hold every value of these arrays:", lossy,
                    "Cast them, losing bits, with", List.of());
        }
        matching.sourceOnly().stream().flatMap(unit -> leftOut(unit, true).stream())
                .flatMap(step -> withoutSkipped(step, skipped, leftOut).stream()).forEach(steps::add);
        matching.targetOnly().forEach(unit -> leftOut(unit, false).ifPresent(step -> {
            steps.add(step);
            step.targetOnly().forEach(aside -> leftOut.add(aside.entry().path()));
        }));
        matching.unfilled().forEach(unit -> unit.members().values().forEach(entry -> leftOut.add(entry.path())));
        Request request = matching.request();
        Plan plan = new Plan(request.from(), request.fromScheme(), request.to(), request.toScheme(), steps, List.of());
        Map<String, String> notes = Notes.of(plan, matching.kinds());
        return new Alignment.Mapped(plan, List.copyOf(leftOut),
                Stream.concat(notes.values().stream(), settings(pairs, notes).stream()).toList());
    }

    /** What the live model has for the settings that the notes name. */
    private List<String> settings(List<Pair> pairs, Map<String, String> notes) {
        Map<String, List<Item>> byKind = new TreeMap<>();
        pairs.forEach(pair -> byKind.computeIfAbsent(pair.fit().kind(), _ -> new ArrayList<>())
                .addAll(pair.targets().stream().map(matching.target().items()::get).toList()));
        return byKind.entrySet().stream()
                .flatMap(entry -> Stream.ofNullable(notes.get(entry.getKey()))
                        .flatMap(note -> matching.request().options().described()
                                .settings(entry.getKey(), note, entry.getValue()).stream()))
                .toList();
    }

    private static Step step(List<Unit> sources, List<Unit> targets, Pair pair) {
        Unit source = sources.getFirst();
        Unit target = targets.getFirst();
        if (source.style() == target.style()) {
            return Steps.same(pair.fit().kind(), source, target, pair.basis());
        }
        if (sources.size() > 1 || targets.size() > 1) {
            return Steps.of(sources, targets, pair.fit(), pair.basis());
        }
        int layers = Math.max(source.layers(), target.layers());
        return layers == 0
                ? Steps.of(source, target, pair.fit(), pair.basis())
                : Steps.of(source.withLayers(layers).orElseThrow(), target.withLayers(layers).orElseThrow(), pair.fit(),
                        pair.basis());
    }

    private Optional<Step> leftOut(Unit unit, boolean isSource) {
        return Units.leftOut(unit, matching.kinds().rules()).map(fit -> Steps.leftOut(unit, fit, isSource));
    }

    /** Slices of one stack become one pair again, in the order of the slices. */
    private List<Pair> joinSlices(List<Pair> pairs) {
        List<Pair> joined = new ArrayList<>();
        Map<Unit, TreeMap<Integer, Pair>> stacks = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            Item source = matching.source().items().get(pair.sources().getFirst());
            Item target = matching.target().items().get(pair.targets().getFirst());
            if (source.isSlice()) {
                stacks.computeIfAbsent(source.unit(), _ -> new TreeMap<>()).put(source.slice(), pair);
            } else if (target.isSlice()) {
                stacks.computeIfAbsent(target.unit(), _ -> new TreeMap<>()).put(target.slice(), pair);
            } else {
                joined.add(pair);
            }
        }
        stacks.values().forEach(slices -> {
            Basis weakest = slices.values().stream().map(Pair::basis).max(Basis::compareTo).orElseThrow();
            joined.add(new Pair(slices.values().stream().map(pair -> pair.sources().getFirst()).toList(),
                    slices.values().stream().map(pair -> pair.targets().getFirst()).toList(),
                    slices.firstEntry().getValue().fit(), weakest,
                    slices.firstEntry().getValue().told()));
        });
        return joined;
    }

    /** The target unit with the dtypes that are written: those of the like file, but for the family that {@code --dtype} casts. */
    static Unit withDtypes(Unit unit, Optional<DType> asked) {
        if (asked.isEmpty()) {
            return unit;
        }
        LinkedHashMap<String, Entry> members = new LinkedHashMap<>();
        unit.members().forEach((role, entry) -> members.put(role, isSameFamily(entry.spec().dtype(), asked.get())
                ? new Entry(entry.path(), entry.spec().withDtype(asked.get()), entry.variable())
                : entry));
        return new Unit(unit.style(), unit.path(), members, unit.layers());
    }

    static boolean isSameFamily(DType a, DType b) { return isInteger(a) ? isInteger(b) : a.kind() == b.kind(); }

    private static boolean isInteger(DType type) {
        return type.kind() == DType.Kind.SIGNED || type.kind() == DType.Kind.UNSIGNED;
    }

    private static String dtype(Move move) { return move.to().getFirst().spec().dtype().jaxName(); }

    /** The step without the arrays that the user skips; their targets are left out. Empty when nothing remains. */
    static Optional<Step> withoutSkipped(Step step, Set<EntryPath> skipped, Set<EntryPath> leftOut) {
        List<Move> kept = new ArrayList<>();
        for (Move move : step.moves()) {
            if (move.from().stream().anyMatch(entry -> skipped.contains(entry.path()))) {
                move.to().forEach(entry -> leftOut.add(entry.path()));
            } else {
                kept.add(move);
            }
        }
        List<Aside> asides = step.sourceOnly().stream().filter(aside -> !skipped.contains(aside.entry().path()))
                .toList();
        boolean gone = step.moves().isEmpty() ? asides.isEmpty() : kept.isEmpty();
        return gone
                ? Optional.empty()
                : Optional.of(new Step(step.kind(), step.source(), step.target(), step.basis(), kept, asides,
                        step.targetOnly()));
    }

    private String label(Pair pair) {
        return matching.source().items().get(pair.sources().getFirst()).unit() + "  ->  "
                + matching.target().items().get(pair.targets().getFirst()) + "   rests on " + pair.basis();
    }

    /** The line that puts the user's word in the place of what a pair rests on. */
    private String line(Pair pair) {
        int s = pair.sources().getFirst();
        return pair.told() == Kinds.Told.NAME
                ? matching.kindLine(s, pair.fit().kind())
                : matching.mapLine(s, pair.targets().getFirst());
    }
}
