package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.HashSet;
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
import org.dovetail.bridge.internal.text.TypedOption;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;

/**
 * Plans a training checkpoint: the model first, as if it were alone, and what stands beside it after the model's plan.
 *
 * @param request what is to be converted, and to what
 * @param source the source, told apart
 * @param like where the like file has what stands beside the model; without one, empty
 */
record Training(Request request, TrainingState source, Optional<Slots> like) {
    /** Plans a model alone. */
    @FunctionalInterface
    interface Planner {
        Alignment.Result plan(Request request) throws AlignmentException;
    }

    static final String UNKNOWN = "is of no kind that is known";

    private static final Set<Integer> KEY_WORDS = Set.of(2, 4);

    /** After a like file. */
    static Alignment.Result after(Request request, Planner planner) throws AlignmentException {
        TrainingState source = wanted(request);
        TrainingState target = TrainingState.of(request.target());
        TrainingLines lines = TrainingLines.of(request, source, target);
        return new Training(request, source, Optional.of(Slots.of(lines, source, target).check())).plan(planner);
    }

    /** By default names. */
    static Alignment.Result named(Request request, Planner planner) throws AlignmentException {
        return new Training(request, wanted(request), Optional.empty()).plan(planner);
    }

    /** The source; what the user skips beside the model plays no part. */
    private static TrainingState wanted(Request request) {
        TrainingState all = TrainingState.of(request.source());
        Set<EntryPath> model = new HashSet<>(all.model().stream().map(Entry::path).toList());
        return TrainingState.of(request.source().stream().filter(entry -> model.contains(entry.path())
                || !request.options().skipped().contains(entry.path())).toList());
    }

    private Alignment.Result plan(Planner planner) throws AlignmentException {
        if (source.model().isEmpty() && !source.isModelAlone()) {
            return Refusal.withoutModel(request, beside());
        }
        Alignment.Result result = planner.plan(new Request(request.from(), source.model(), request.fromScheme(),
                request.to(), like.map(slots -> slots.target().model()).orElse(List.of()), request.toScheme(),
                like.map(slots -> request.options().withMaps(slots.lines().model())).orElse(request.options())));
        return switch (result) {
            case Alignment.Refused refused -> refused;
            case Alignment.Mapped mapped -> source.isModelAlone() ? alone(mapped) : beside(mapped);
        };
    }

    private List<Entry> beside() {
        return Stream.concat(source.mirrors().stream().flatMap(mirror -> mirror.arrays().values().stream()),
                source.loose().stream()).toList();
    }

    /** A model without company: what the like file has beside its model stays empty. */
    private Alignment.Mapped alone(Alignment.Mapped mapped) {
        return new Alignment.Mapped(mapped.plan(), leftOut(mapped, List.of()), mapped.notes());
    }

    private Alignment.Result beside(Alignment.Mapped mapped) {
        Plan plan = like.isPresent() ? mapped.plan() : inCollections(mapped.plan());
        if (like.isPresent()) {
            Optional<Alignment.Refused> refused = new Elsewhere(this, plan).refusal(like.get());
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        MirrorSteps moving = new MirrorSteps(plan, request.options().dtype());
        List<Step> steps = new ArrayList<>();
        for (Mirror mirror : source.mirrors()) {
            steps.addAll(moving.of(mirror, destination(mirror), isDebiased(mirror), basis(mirror)));
        }
        Map<Entry, String> problems = new LinkedHashMap<>();
        for (Entry entry : source.loose()) {
            if (isCarried(entry)) {
                moving.loose(entry, place(entry), like.map(slots -> slots.basis(entry)).orElse(Basis.SHAPE))
                        .ifPresent(steps::add);
            } else {
                problems.put(entry, UNKNOWN);
            }
        }
        problems.putAll(moving.problems());
        if (!problems.isEmpty()) {
            return Refusal.beside(request, problems);
        }
        List<Step> weak = steps.stream().filter(step -> !step.basis().isStrict()).toList();
        if (request.options().strict() && like.isPresent() && !weak.isEmpty()) {
            return strict(like.get());
        }
        Plan whole = new Plan(plan.from(), plan.fromScheme(), plan.to(), plan.toScheme(),
                Stream.concat(plan.steps().stream(), steps.stream()).toList(), List.of());
        return new Alignment.Mapped(whole, leftOut(mapped, steps), mapped.notes());
    }

    private Basis basis(Mirror mirror) { return like.map(slots -> slots.basis(mirror)).orElse(Basis.SHAPE); }

    /** The model is strict by now: what is left are places beside it. */
    private Alignment.Refused strict(Slots slots) {
        Map<List<String>, Basis> bases = new LinkedHashMap<>();
        source.mirrors().forEach(mirror -> bases.put(mirror.place(), slots.basis(mirror)));
        source.loose().forEach(entry -> bases.put(TrainingState.whole(entry.path()), slots.basis(entry)));
        Map<Basis, Map<String, String>> weak = new TreeMap<>();
        bases.forEach((place, basis) -> {
            if (!basis.isStrict()) {
                List<String> there = slots.taken().getOrDefault(place, place);
                weak.computeIfAbsent(basis, _ -> new LinkedHashMap<>()).put(text(request.from(), place) + "  ->  "
                        + text(request.to(), there) + "   rests on " + basis, mapLine(place, there));
            }
        });
        return Refusal.strict(request, weak);
    }

    /** The line that says where a place goes. */
    String mapLine(List<String> from, List<String> to) {
        return TypedOption.of("--map", text(request.from(), from) + "=" + text(request.to(), to));
    }

    static String text(Style style, List<String> place) { return String.join(style == Style.HAIKU ? "/" : ".", place); }

    private List<EntryPath> leftOut(Alignment.Mapped mapped, List<Step> steps) {
        Set<EntryPath> filled = new HashSet<>();
        steps.forEach(step -> step.targets().forEach(entry -> filled.add(entry.path())));
        Set<EntryPath> leftOut = new LinkedHashSet<>(mapped.leftOut());
        like.map(Slots::target).ifPresent(state -> Stream
                .concat(state.mirrors().stream().flatMap(mirror -> mirror.arrays().values().stream()),
                        state.loose().stream())
                .map(Entry::path).filter(path -> !filled.contains(path)).forEach(leftOut::add));
        return List.copyOf(leftOut);
    }

    /** Numbers without axes mean the same in both libraries, and so do the words of a random key; of the rest the user must say so. */
    boolean isCarried(Entry entry) {
        if (like.filter(slots -> slots.isTold(entry)).isPresent()) {
            return true;
        }
        List<Integer> extents = entry.spec().shape().extents();
        boolean key = entry.spec().dtype() == DType.UINT32 && extents.size() == 1
                && KEY_WORDS.contains(extents.getFirst()) && entry.path().name().endsWith("key");
        return extents.isEmpty() || key;
    }

    /** Whether an average begins at zero, and a count beside it tells how far it still is from its true size. */
    boolean isDebiased(Mirror mirror) {
        List<String> around = mirror.place().subList(0, mirror.place().size() - 1);
        return source.loose().stream().map(entry -> TrainingState.whole(entry.path()))
                .anyMatch(place -> place.getLast().equals("count")
                        && place.subList(0, place.size() - 1).equals(around));
    }

    private Optional<MirrorSteps.Place> place(Entry entry) {
        List<String> place = TrainingState.whole(entry.path());
        return like.isEmpty()
                ? Optional.of(new MirrorSteps.Place(at(place), variable("OptArray"), Optional.empty()))
                : like.get().of(entry).map(MirrorSteps.Place::of);
    }

    private MirrorSteps.Destination destination(Mirror mirror) {
        if (like.isPresent()) {
            return into(like.get().of(mirror));
        }
        return entry -> {
            List<String> inside = entry.path().components();
            int depth = mirror.root().size();
            return inside.size() > depth && inside.subList(0, depth).equals(mirror.root())
                    ? Optional.of(new MirrorSteps.Place(
                            at(Stream.concat(mirror.place().stream(), inside.subList(depth, inside.size()).stream())
                                    .toList()),
                            variable("OptVariable"), Optional.empty()))
                    : Optional.empty();
        };
    }

    /** Into a tree of the like file. */
    static MirrorSteps.Destination into(Optional<Mirror> there) {
        return entry -> there.flatMap(other -> Optional.ofNullable(other.arrays().get(entry.path())))
                .map(MirrorSteps.Place::of);
    }

    private String variable(String name) { return request.to() == Style.NNX ? name : ""; }

    private static EntryPath at(List<String> place) {
        return place.size() == 1
                ? new EntryPath("", List.of(), place.getFirst())
                : new EntryPath(place.getFirst(), place.subList(1, place.size() - 1), place.getLast());
    }

    /** A model that no longer stands alone is a collection by itself. */
    private Plan inCollections(Plan plan) {
        return new Plan(plan.from(), plan.fromScheme(), plan.to(), plan.toScheme(), plan.steps().stream()
                .map(step -> new Step(step.kind(), step.source(), step.target(), step.basis(),
                        step.moves().stream().map(move -> new Move(move.from(),
                                move.to().stream().map(this::inCollection).toList(), move.ops())).toList(),
                        step.sourceOnly(), step.targetOnly().stream().map(aside -> new Aside(aside.role(),
                                inCollection(aside.entry()), aside.fallback())).toList()))
                .toList(), plan.open());
    }

    private Entry inCollection(Entry entry) {
        String own = switch (request.to()) {
            case HAIKU -> EntryPath.PARAMS;
            case NNX -> EntryPath.MODEL;
        };
        return entry.path().collection().isEmpty()
                ? new Entry(entry.path().in(own), entry.spec(), entry.variable())
                : entry;
    }
}
