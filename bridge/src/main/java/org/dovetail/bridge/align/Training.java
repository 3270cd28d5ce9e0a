package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Aside;
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
 * @param target the like file, told apart; without one, empty
 */
record Training(Request request, TrainingState source, Optional<TrainingState> target) {
    /** Plans a model alone. */
    @FunctionalInterface
    interface Planner {
        Alignment.Result plan(Request request) throws AlignmentException;
    }

    private static final Set<Integer> KEY_WORDS = Set.of(2, 4);

    /** After a like file. */
    static Alignment.Result after(Request request, Planner planner) throws AlignmentException {
        TrainingState target = TrainingState.of(request.target());
        return new Training(request, wanted(request), Optional.of(target)).plan(planner);
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
                request.to(), target.map(TrainingState::model).orElse(List.of()), request.toScheme(),
                request.options()));
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
        Plan plan = target.isPresent() ? mapped.plan() : inCollections(mapped.plan());
        MirrorSteps moving = new MirrorSteps(plan, request.options().dtype());
        List<Step> steps = new ArrayList<>();
        for (Mirror mirror : source.mirrors()) {
            steps.addAll(moving.of(mirror, destination(mirror), isDebiased(mirror)));
        }
        Map<Entry, String> problems = new LinkedHashMap<>();
        for (Entry entry : source.loose()) {
            if (isCarried(entry)) {
                moving.loose(entry, place(entry)).ifPresent(steps::add);
            } else {
                problems.put(entry, "is of no kind that is known");
            }
        }
        problems.putAll(moving.problems());
        if (!problems.isEmpty()) {
            return Refusal.beside(request, problems);
        }
        Plan whole = new Plan(plan.from(), plan.fromScheme(), plan.to(), plan.toScheme(),
                Stream.concat(plan.steps().stream(), steps.stream()).toList(), List.of());
        return new Alignment.Mapped(whole, leftOut(mapped, steps), mapped.notes());
    }

    private List<EntryPath> leftOut(Alignment.Mapped mapped, List<Step> steps) {
        Set<EntryPath> filled = new HashSet<>();
        steps.forEach(step -> step.targets().forEach(entry -> filled.add(entry.path())));
        Set<EntryPath> leftOut = new LinkedHashSet<>(mapped.leftOut());
        target.ifPresent(state -> Stream
                .concat(state.mirrors().stream().flatMap(mirror -> mirror.arrays().values().stream()),
                        state.loose().stream())
                .map(Entry::path).filter(path -> !filled.contains(path)).forEach(leftOut::add));
        return List.copyOf(leftOut);
    }

    /** Numbers without axes mean the same in both libraries, and so do the words of a random key. */
    private static boolean isCarried(Entry entry) {
        List<Integer> extents = entry.spec().shape().extents();
        boolean key = entry.spec().dtype() == DType.UINT32 && extents.size() == 1
                && KEY_WORDS.contains(extents.getFirst()) && entry.path().name().endsWith("key");
        return extents.isEmpty() || key;
    }

    /** Whether an average begins at zero, and a count beside it tells how far it still is from its true size. */
    private boolean isDebiased(Mirror mirror) {
        List<String> around = mirror.place().subList(0, mirror.place().size() - 1);
        return source.loose().stream().map(entry -> TrainingState.whole(entry.path()))
                .anyMatch(place -> place.getLast().equals("count")
                        && place.subList(0, place.size() - 1).equals(around));
    }

    private Optional<MirrorSteps.Place> place(Entry entry) {
        List<String> place = TrainingState.whole(entry.path());
        return target.isEmpty()
                ? Optional.of(new MirrorSteps.Place(at(place), variable("OptArray"), Optional.empty()))
                : target.get().loose().stream()
                        .filter(other -> Mirror.slot(TrainingState.whole(other.path())).equals(Mirror.slot(place)))
                        .findFirst().map(MirrorSteps.Place::of);
    }

    private MirrorSteps.Destination destination(Mirror mirror) {
        if (target.isPresent()) {
            Optional<Mirror> there = target.get().mirrors().stream()
                    .filter(other -> other.slot().equals(mirror.slot())).findFirst();
            return entry -> there.flatMap(other -> Optional.ofNullable(other.arrays().get(entry.path())))
                    .map(MirrorSteps.Place::of);
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
