package org.dovetail.bridge.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.bridge.align.Alignment;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.align.Globs;
import org.dovetail.bridge.align.RefusedException;
import org.dovetail.bridge.convert.Conversion;
import org.dovetail.bridge.convert.Progress;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.Scratch;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.report.Differences;
import org.dovetail.bridge.report.HeatMap;
import org.dovetail.bridge.report.Match;
import org.dovetail.bridge.report.NamedTree;
import org.dovetail.bridge.report.Paths;
import org.dovetail.bridge.report.TensorDifference;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Rules;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.bridge.rules.Units;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/**
 * Compares two checkpoints: arrays of equal names where there are any and the libraries are the same, else those that the alignment says belong together. Dtypes play no part in
 * that.
 *
 * @param a one
 * @param b the other, whose names and layouts count
 * @param said what the user says of the mapping
 * @param heat finds where arrays differ, where that is wanted
 * @param progress hears how far it is
 */
record Comparison(Source a, Source b, MappingOptions said, Heat heat, Progress progress) {
    /** Finds where two arrays of one shape differ. */
    @FunctionalInterface
    interface Heat {
        /** Nobody wants to know. */
        Heat NONE = (_, _) -> Optional.empty();

        Optional<HeatMap> of(Array a, Array b);
    }

    private static final Match BY_NAME = new Match("", Basis.NAME, List.of());

    Differences run(double atol, double rtol) throws IOException, AlignmentException {
        Checkpoint first = a.checkpoint();
        Checkpoint second = b.checkpoint();
        Set<EntryPath> skipped = Globs.skipped(first.entries(), said.only.value(), said.skip.value());
        Optional<Style> from = said.from.value().or(() -> LibraryNames.find(first));
        Optional<Style> to = said.to.value().or(() -> LibraryNames.find(second));
        Set<String> common = names(first);
        common.retainAll(names(second));
        boolean byName = said.leavesLayersOpen() && from.equals(to) && !common.isEmpty();
        return byName
                ? byName(skipped, from, atol, rtol)
                : aligned(LibraryNames.of(first, second, said), skipped, atol, rtol);
    }

    private static Set<String> names(Checkpoint checkpoint) {
        return checkpoint.entries().stream().map(entry -> entry.path().toString()).collect(Collectors.toSet());
    }

    private Differences byName(Set<EntryPath> skipped, Optional<Style> from, double atol, double rtol)
            throws IOException {
        Map<EntryPath, Match> matches = from.map(style -> matches(b.checkpoint(), style)).orElse(Map.of());
        Map<String, Entry> inB = new TreeMap<>();
        b.checkpoint().entries().forEach(entry -> inB.put(entry.path().toString(), entry));
        List<Differences.Pair> pairs = new ArrayList<>();
        List<Entry> onlyA = new ArrayList<>();
        progress.begin("comparing", a.checkpoint().entries().stream().mapToLong(entry -> entry.spec().bytes()).sum());
        for (Entry entry : a.checkpoint().entries()) {
            Entry other = inB.remove(entry.path().toString());
            if (!skipped.contains(entry.path())) {
                if (other == null) {
                    onlyA.add(entry);
                } else {
                    pairs.add(pair(entry, other, matches.getOrDefault(other.path(), BY_NAME), atol, rtol));
                }
            }
            progress.advance(entry.spec().bytes());
        }
        List<Entry> onlyB = said.only.value().isEmpty() && said.skip.value().isEmpty()
                ? List.copyOf(inB.values())
                : List.of();
        Style style = from.orElse(Style.HAIKU);
        return new Differences(tree(a, style), tree(b, style), atol, rtol, pairs, onlyA, onlyB, List.of());
    }

    /** Equal names of the arrays of a layer, and the kind of the layer. */
    private static Map<EntryPath, Match> matches(Checkpoint checkpoint, Style style) {
        Kinds kinds = new Kinds(Rules.all());
        Map<EntryPath, Match> matches = new HashMap<>();
        Units.recognise(style, checkpoint.entries(), kinds.rules(), Set.of()).forEach(unit -> {
            Match match = new Match(String.join(" or ", kinds.possible(unit)), Basis.NAME, List.of());
            unit.members().values().forEach(entry -> matches.put(entry.path(), match));
        });
        return matches;
    }

    private static NamedTree tree(Source source, Style style) {
        return new NamedTree(source.checkpoint().file().toString(), style, source.checkpoint().entries());
    }

    private Differences.Pair pair(Entry entry, Entry other, Match match, double atol, double rtol)
            throws IOException {
        if (!other.spec().shape().equals(entry.spec().shape())) {
            return new Differences.Pair(List.of(entry.path()), other.path(), match, entry.spec(), other.spec(),
                    Optional.empty(), Optional.empty());
        }
        try (Scratch memory = Scratch.temporary()) {
            return pair(List.of(entry.path()), other.path(), match, a.checkpoint().read(entry.path(), memory),
                    b.checkpoint().read(other.path(), memory), atol, rtol);
        }
    }

    private Differences.Pair pair(List<EntryPath> sources, EntryPath target, Match match, Array numbers, Array others,
            double atol, double rtol) {
        TensorDifference difference = TensorDifference.of(numbers, others, atol, rtol);
        return new Differences.Pair(sources, target, match, numbers.spec(), others.spec(), Optional.of(difference),
                difference.maxAbs() == 0 ? Optional.empty() : heat.of(numbers, others));
    }

    private Differences aligned(LibraryNames.Pair pair, Set<EntryPath> skipped, double atol, double rtol)
            throws IOException, AlignmentException {
        Style from = pair.from();
        Style to = pair.to();
        Alignment.Result result = Alignment.align(from, alike(a.checkpoint()), a.checkpoint().scheme(), to,
                alike(b.checkpoint()), b.checkpoint().scheme(), said.alignment(List.of(), Optional.empty(), skipped,
                        b.checkpoint().modules()));
        if (result instanceof Alignment.Refused refused) {
            throw new RefusedException(refused.message(), refused.lines());
        }
        Plan plan = withDtypes(result.plan(), a.checkpoint());
        Set<EntryPath> moved = plan.steps().stream().flatMap(step -> step.sources().stream()).map(Entry::path)
                .collect(Collectors.toSet());
        Set<EntryPath> rest = a.checkpoint().entries().stream().map(Entry::path).filter(path -> !moved.contains(path))
                .collect(Collectors.toSet());
        List<String> notCompared = result.plan().steps().stream()
                .flatMap(step -> Stream.concat(names(step.sourceOnly(), from), names(step.targetOnly(), to))).toList();
        Map<EntryPath, List<EntryPath>> sources = new HashMap<>();
        Map<EntryPath, Match> matches = new HashMap<>();
        plan.steps().forEach(step -> step.moves().forEach(move -> move.to().forEach(target -> {
            sources.put(target.path(), move.from().stream().map(Entry::path).toList());
            matches.put(target.path(), new Match(step.kind(), step.basis(), move.ops()));
        })));
        List<Differences.Pair> pairs = new ArrayList<>();
        Conversion.of(a, plan, Conversion.Options.DEFAULT.withSkipped(rest).withProgress(progress))
                .each((entry, numbers) -> {
                    try (Scratch memory = Scratch.temporary()) {
                        pairs.add(pair(sources.getOrDefault(entry.path(), List.of(entry.path())), entry.path(),
                                matches.getOrDefault(entry.path(), BY_NAME), numbers,
                                b.checkpoint().read(entry.path(), memory), atol, rtol));
                    }
                });
        return new Differences(tree(a, from), tree(b, to), atol, rtol, pairs, List.of(), List.of(), notCompared);
    }

    private static Stream<String> names(List<Aside> asides, Style style) {
        return asides.stream().map(aside -> Paths.text(aside.entry().path(), style));
    }

    /** The arrays as if all floats were float32, so that dtypes decide nothing. */
    private static List<Entry> alike(Checkpoint checkpoint) {
        return checkpoint.entries().stream()
                .map(entry -> entry.spec().dtype().kind() == DType.Kind.FLOAT
                        ? new Entry(entry.path(), entry.spec().withDtype(DType.FLOAT32), entry.variable())
                        : entry)
                .toList();
    }

    /** The moves of a plan with the dtypes that the source really has, and without casts. */
    private static Plan withDtypes(Plan plan, Checkpoint checkpoint) {
        Map<EntryPath, Entry> real = checkpoint.entries().stream()
                .collect(Collectors.toMap(Entry::path, entry -> entry));
        List<Step> steps = plan.steps().stream().map(step -> new Step(step.kind(), step.source(), step.target(),
                step.basis(), step.moves().stream().map(move -> withDtypes(move, real)).toList(), List.of(), List.of()))
                .toList();
        return new Plan(plan.from(), plan.fromScheme(), plan.to(), plan.toScheme(), steps, List.of());
    }

    private static Move withDtypes(Move move, Map<EntryPath, Entry> real) {
        List<Entry> from = move.from().stream().map(entry -> real.getOrDefault(entry.path(), entry)).toList();
        List<TensorOp> ops = move.ops().stream().filter(op -> !(op instanceof TensorOp.Cast)).toList();
        List<TensorSpec> specs = from.stream().map(Entry::spec).toList();
        for (TensorOp op : ops) {
            specs = op.specs(specs);
        }
        List<Entry> to = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            to.add(new Entry(move.to().get(i).path(), specs.get(i)));
        }
        return new Move(from, to, ops);
    }
}
