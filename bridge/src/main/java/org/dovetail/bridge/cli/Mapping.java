package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.bridge.align.Alignment;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.align.DefaultNames;
import org.dovetail.bridge.align.Globs;
import org.dovetail.bridge.align.RefusedException;
import org.dovetail.bridge.convert.Conversion;
import org.dovetail.bridge.convert.Plans;
import org.dovetail.bridge.convert.RandomStreams;
import org.dovetail.bridge.convert.SideData;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.internal.text.OneLine;
import org.dovetail.bridge.internal.text.TypedOption;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.PlanDraft;
import org.dovetail.bridge.plan.PlanJson;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.report.PlanText;

/**
 * The plan of a conversion, made as the options say: after a like file, after a plan that somebody wrote, back to where the source came from, or by default names.
 *
 * @param plan what goes where; open where the alignment was refused
 * @param leftOut target arrays that are not written
 * @param notes what must be set on the other side
 * @param remarks what the user should know of how it was made
 * @param skipped source arrays that are left out
 * @param refusal why it cannot be run; empty when it can
 */
record Mapping(Plan plan, List<EntryPath> leftOut, List<String> notes, List<String> remarks, Set<EntryPath> skipped,
        Optional<Alignment.Refused> refusal) {

    /**
     * What a plan is made for.
     *
     * @param source the source
     * @param like the like file, if there is one
     * @param mapping what the user says of the mapping
     * @param target what the user says of the target
     * @param format the format of the new file, if it is known
     * @param planFile a plan that somebody wrote
     */
    record Wish(Source source, Optional<Checkpoint> like, MappingOptions mapping, TargetOptions target,
            Optional<CheckpointFormat> format, Optional<Path> planFile) {
        Checkpoint checkpoint() { return source.checkpoint(); }
    }

    static Mapping of(Wish wish) throws IOException, AlignmentException {
        Set<EntryPath> skipped = new HashSet<>(
                Globs.skipped(wish.checkpoint().entries(), wish.mapping().only.value(), wish.mapping().skip.value()));
        return switch (wish.mapping().rngs()) {
            case RandomStreams.Keep() -> planned(wish, skipped);
            case RandomStreams.Drop() -> {
                wish.mapping().from.value().or(() -> LibraryNames.find(wish.checkpoint())).ifPresent(
                        style -> skipped.addAll(RandomStreams.among(style, wish.checkpoint().entries())));
                yield planned(wish, skipped);
            }
            case RandomStreams.Seed(long seed) -> planned(wish, skipped).seeded(wish, seed);
        };
    }

    /** With new keys in the target's random streams. */
    private Mapping seeded(Wish wish, long seed) {
        List<Entry> like = wish.like().map(Checkpoint::entries).orElse(List.of());
        Plan anew = RandomStreams.seeded(plan, like, seed);
        List<String> said = new ArrayList<>(remarks);
        if (anew.equals(plan)) {
            said.add("--rngs seed=" + seed + " changes nothing: nothing tells of random streams in the target; a like "
                    + "file does");
        }
        return new Mapping(anew, leftOut, notes, said, skipped, refusal);
    }

    private static Mapping planned(Wish wish, Set<EntryPath> skipped) throws IOException, AlignmentException {
        if (wish.planFile().isPresent()) {
            return written(wish, PlanJson.readDraft(wish.planFile().get()), skipped);
        }
        if (wish.like().isPresent()) {
            return aligned(wish, List.of(), skipped);
        }
        List<String> remarks = new ArrayList<>();
        Optional<Plan> back = wayBack(wish, skipped, remarks);
        return back.isPresent() ? ready(wish, back.get(), skipped, remarks) : named(wish, skipped, remarks);
    }

    /** The plan that side data holds, if the user says nothing against it and the source is still what it was written for. */
    private static Optional<Plan> wayBack(Wish wish, Set<EntryPath> skipped, List<String> remarks) {
        MappingOptions said = wish.mapping();
        Optional<Plan> inverse = wish.source().sideData().map(SideData::inverse)
                .filter(plan -> said.to.value().orElse(plan.to()) == plan.to())
                .filter(plan -> said.from.value().orElse(plan.from()) == plan.from())
                .filter(_ -> said.leavesLayersOpen())
                .map(plan -> Plans.without(plan, skipped));
        Optional<String> mismatch = inverse
                .flatMap(plan -> Conversion.mismatch(wish.checkpoint(), plan, skipped));
        mismatch.ifPresent(reason -> remarks.add("side data has a plan of the way back, which is not used: " + reason));
        return mismatch.isPresent()
                ? Optional.empty()
                : inverse.map(plan -> Plans.withScheme(plan, Schemes.back(wish, plan)));
    }

    /** A plan that needs no matching: cast as the user says, and refused when strict and resting on names. */
    private static Mapping ready(Wish wish, Plan plan, Set<EntryPath> skipped, List<String> remarks) {
        Plan cast = wish.target().dtype.value().map(dtype -> Plans.cast(plan, dtype)).orElse(plan);
        List<Step> weak = wish.mapping().strict.value() ? PlanText.weak(cast) : List.of();
        if (!weak.isEmpty()) {
            List<String> lines = wish.planFile().isPresent()
                    ? List.of()
                    : weak.stream().map(step -> TypedOption.of("--map", step.source() + "=" + step.target())).toList();
            String settle = wish.planFile().map(file -> "in " + file + ":   \"rests_on\": \"map\"")
                    .orElse("with   --like LIKE " + OneLine.escaped(String.join(" ", lines)));
            throw new RefusedException("These rest on " + weak.stream().map(Step::basis).distinct().sorted()
                    .map(Basis::inWords).collect(Collectors.joining(" or ")) + ", which --strict does not accept:\n  "
                    + String.join("\n  ", PlanText.weakLines(cast)) + "\nIf they are right, say so " + settle, lines);
        }
        return new Mapping(cast, List.of(), List.of(), remarks, skipped, Optional.empty());
    }

    /** A plan that somebody wrote or edited. Choices for its open targets are matched again; its own steps stay as they are. */
    private static Mapping written(Wish wish, PlanDraft draft, Set<EntryPath> skipped)
            throws IOException, AlignmentException {
        Plan plan = Plans.without(draft.plan(), skipped);
        if (!plan.isComplete() && !draft.choices().isEmpty()) {
            if (wish.like().isEmpty()) {
                throw new UsageException(wish.planFile().get() + " has choices for open targets, which need the like "
                        + "file again: say --like");
            }
            Mapping matched = aligned(wish, draft.choices(), skipped);
            Set<EntryPath> filled = plan.steps().stream().flatMap(step -> step.targets().stream())
                    .map(entry -> entry.path()).collect(Collectors.toCollection(HashSet::new));
            List<Step> steps = new ArrayList<>(plan.steps());
            matched.plan.steps().stream()
                    .filter(step -> step.targets().stream().noneMatch(entry -> filled.contains(entry.path())))
                    .forEach(steps::add);
            Plan whole = new Plan(plan.from(), plan.fromScheme(), plan.to(), plan.toScheme(), steps,
                    matched.plan.open());
            return new Mapping(whole, matched.leftOut, matched.notes, matched.remarks, skipped, matched.refusal);
        }
        if (!plan.isComplete()) {
            throw new RefusedException(openTargets(wish.planFile().get(), plan), lines(plan));
        }
        Plan spelled = wish.target().scheme.value().map(scheme -> Plans.withScheme(plan, scheme)).orElse(plan);
        return ready(wish, spelled, skipped, List.of());
    }

    private static String openTargets(Path file, Plan plan) {
        StringBuilder text = new StringBuilder(file + ": " + plan.open().size() + " of its targets are open:\n");
        plan.open().forEach(open -> text.append("  ").append(OneLine.escaped(open.target()))
                .append("  <-  ").append(OneLine.escaped(String.join("  or  ", open.candidates()))).append('\n'));
        return text.append("Give each a \"choice\" there, or settle them with --map").toString();
    }

    private static List<String> lines(Plan plan) {
        return plan.open().stream().filter(open -> !open.candidates().isEmpty())
                .map(open -> TypedOption.of("--map", open.candidates().getFirst() + "=" + open.target())).toList();
    }

    private static Mapping aligned(Wish wish, List<String> choices, Set<EntryPath> skipped) throws AlignmentException {
        Checkpoint like = wish.like().orElseThrow();
        LibraryNames.Pair pair = LibraryNames.of(wish.checkpoint(), like, wish.mapping());
        KeyScheme scheme = Schemes.after(wish, like, pair.to());
        Alignment.Result result = Alignment.align(pair.from(), wish.checkpoint().entries(), wish.checkpoint().scheme(),
                pair.to(), like.entries(), scheme,
                wish.mapping().alignment(choices, wish.target().dtype.value(), skipped, like.modules()));
        List<String> remarks = !like.scheme().nests() || scheme.nests() || wish.target().scheme.value().isPresent()
                ? List.of()
                : List.of(wish.format().map(CheckpointFormat::name).orElse("the new file")
                        + " has no nested trees, so keys are spelled " + scheme + ", not " + like.scheme()
                        + " as in the like file");
        return of(result, remarks, skipped);
    }

    private static Mapping named(Wish wish, Set<EntryPath> skipped, List<String> remarks) throws AlignmentException {
        if (wish.mapping().assumeOrder.value()) {
            throw new UsageException("--assume-order needs --like with a structure of the live model, as "
                    + "docs/dump_structure.py makes it");
        }
        LibraryNames.Pair pair = LibraryNames.of(wish.checkpoint(), wish.mapping());
        Alignment.Result result = DefaultNames.plan(pair.from(), wish.checkpoint().entries(),
                wish.checkpoint().scheme(), pair.to(), Schemes.natural(wish, pair.to()),
                wish.mapping().alignment(List.of(), wish.target().dtype.value(), skipped, List.of()));
        return of(result, remarks, skipped);
    }

    private static Mapping of(Alignment.Result result, List<String> remarks, Set<EntryPath> skipped) {
        return switch (result) {
            case Alignment.Mapped(var plan, var leftOut, var notes) ->
                new Mapping(plan, leftOut, notes, remarks, skipped, Optional.empty());
            case Alignment.Refused refused ->
                new Mapping(refused.plan(), List.of(), List.of(), remarks, skipped, Optional.of(refused));
        };
    }

    /** Refuses a mapping that cannot be run. */
    void refuse() {
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get().message(), refusal.get().lines());
        }
    }

    /** The arrays of the like file that the plan says nothing of. */
    List<EntryPath> leftOutOfPlan() {
        Set<EntryPath> planned = plan.steps().stream().flatMap(step -> step.targets().stream())
                .map(entry -> entry.path()).collect(Collectors.toSet());
        return leftOut.stream().filter(path -> !planned.contains(path)).toList();
    }
}
