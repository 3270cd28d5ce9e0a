package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.internal.text.TypedOption;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.rules.ComposedLayers;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.LayerRule;
import org.dovetail.bridge.rules.OwnModules;
import org.dovetail.bridge.rules.Rules;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.bridge.rules.Units;

/**
 * An alignment under way: the layers of both sides, what fits what, and the problem they pose.
 *
 * @param request what is to be aligned
 * @param kinds the kinds, and what judges a pair by them
 * @param source the source's layers
 * @param target the target's layers that need a source
 * @param sourceOnly layers that only the source's library has
 * @param targetOnly layers that only the target's library has
 * @param unfilled layers of the target that stay empty because the user leaves source layers out
 * @param fitting what fits what
 * @param fits for every target, the sources that fit it and that the user's lines leave
 * @param unpinned the problem without the user's lines
 * @param pinned the problem with them
 */
record Matching(Request request, Kinds kinds, Side source, Side target, List<Unit> sourceOnly,
        List<Unit> targetOnly, List<Unit> unfilled, Fitting fitting, List<BitSet> fits, Problem unpinned,
        Problem pinned) {
    /** The alignment of everything; what the user skips takes part, so that the rest is matched as if it were there. */
    static Matching of(Request request) throws AlignmentException {
        return of(request, false);
    }

    private static Matching of(Request request, boolean withoutSkipped) throws AlignmentException {
        Kinds kinds = new Kinds(Rules.all());
        Map<List<String>, LayerRule> told = UserLines.scopes(request.options().kinds(), kinds);
        List<Unit> plainSources = Units.recognise(request.from(), request.source(), kinds.rules(), Set.of(), told);
        List<Unit> plainTargets = Units.recognise(request.to(), request.target(), kinds.rules(), Set.of(), told);
        Map<List<String>, LayerRule> composed = new HashMap<>(told);
        if (request.from() != request.to()) {
            composed.putAll(request.from() == Style.HAIKU
                    ? ComposedLayers.among(request.source(), plainSources, plainTargets, kinds)
                    : ComposedLayers.among(request.target(), plainTargets, plainSources, kinds));
        }
        boolean plain = composed.equals(told);
        List<Unit> sources = plain
                ? plainSources
                : units(request.from(), request.source(), kinds, Set.of(), composed);
        List<Unit> targets = plain ? plainTargets : units(request.to(), request.target(), kinds, Set.of(), composed);
        List<StackItems.Line> lines = StackItems.Line.of(request.options().maps());
        List<UserLines.ArrayPin> arrays = arraysByThemselves(request, lines, kinds, sources, targets);
        if (!arrays.isEmpty()) {
            Set<EntryPath> from = new HashSet<>();
            Set<EntryPath> to = new HashSet<>();
            arrays.forEach(pin -> {
                from.add(pin.source());
                to.add(pin.target());
            });
            sources = units(request.from(), request.source(), kinds, from, composed);
            targets = units(request.to(), request.target(), kinds, to, composed);
        }
        if (request.from() != request.to()) {
            List<Unit> recognised = sources;
            sources = OwnModules.apart(sources, targets, kinds);
            targets = OwnModules.apart(targets, recognised, kinds);
        }
        List<Unit> sourceOnly = sources.stream().filter(unit -> isAlone(unit, request.to(), kinds)).toList();
        List<Unit> targetOnly = targets.stream().filter(unit -> isAlone(unit, request.from(), kinds)).toList();
        List<Unit> toUse = sources.stream()
                .filter(unit -> !sourceOnly.contains(unit) && !(withoutSkipped && isSkipped(unit, request))).toList();
        List<Unit> wanted = targets.stream().filter(unit -> !targetOnly.contains(unit)).toList();
        List<Unit> unfilled = withoutSkipped
                ? wanted.stream().filter(unit -> !hasSource(unit, toUse, request.from(), kinds)).toList()
                : List.of();
        List<Unit> toFill = wanted.stream().filter(unit -> !unfilled.contains(unit)).toList();
        Side source = source(request, lines, toUse, toFill, kinds);
        Side target = target(request, lines, toFill, toUse, kinds);
        UserLines.checkKinds(request.options().kinds(), source, target);
        UserLines.checkKindNames(request.options().kinds(), kinds);
        Fitting fitting = new Fitting(source, target, kinds, UserLines.kinds(request.options().kinds(), source),
                UserLines.kinds(request.options().kinds(), target),
                request.options().described().kinds(target, kinds));
        List<BitSet> fits = fitting.all();
        List<BitSet> left = fits.stream().map(fit -> (BitSet) fit.clone()).toList();
        UserLines.apply(UserLines.pins(request.options().maps(), source, target), left);
        boolean backwards = isBackwards(request);
        Side rows = backwards ? source : target;
        Side columns = backwards ? target : source;
        Problem unpinned = Problem.of(rows.places(), columns.places(),
                backwards ? transposed(fits, source.size()) : fits,
                new SameNames(rows.style(), columns.style(), kinds));
        Problem pinned = unpinned.pinned(backwards ? transposed(left, source.size()) : left);
        return new Matching(request, kinds, source, target, sourceOnly, targetOnly, unfilled, fitting, left, unpinned,
                pinned);
    }

    /**
     * Whether the problem is posed with source and target exchanged: always as filling NNX from Haiku, so that both directions keep the same laws and have the same solutions.
     */
    boolean isBackwards() { return isBackwards(request); }

    private static boolean isBackwards(Request request) {
        return request.from() == Style.NNX && request.to() == Style.HAIKU;
    }

    private static List<BitSet> transposed(List<BitSet> rows, int columns) {
        List<BitSet> transposed = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            BitSet column = new BitSet();
            for (int r = 0; r < rows.size(); r++) {
                column.set(r, rows.get(r).get(c));
            }
            transposed.add(column);
        }
        return transposed;
    }

    private static Side source(Request request, List<StackItems.Line> lines, List<Unit> sources, List<Unit> targets,
            Kinds kinds) {
        return Side.of("the source", request.from(),
                new StackItems(sources, targets, kinds, lines).all(request.from(), request.to()), kinds);
    }

    private static Side target(Request request, List<StackItems.Line> lines, List<Unit> targets, List<Unit> sources,
            Kinds kinds) {
        List<StackItems.Line> reversed = lines.stream().map(StackItems.Line::reversed).toList();
        return Side.of("the like file", request.to(),
                new StackItems(targets, sources, kinds, reversed).all(request.to(), request.from()), kinds);
    }

    /** The lines that take arrays out of their layers. */
    private static List<UserLines.ArrayPin> arraysByThemselves(Request request, List<StackItems.Line> lines,
            Kinds kinds, List<Unit> sources, List<Unit> targets) throws AlignmentException {
        if (lines.isEmpty()) {
            return List.of();
        }
        Side source = source(request, lines, sources, targets, kinds);
        Side target = target(request, lines, targets, sources, kinds);
        return UserLines.arrays(request.options().maps(), source, target);
    }

    private static List<Unit> units(Style style, List<Entry> entries, Kinds kinds,
            Set<EntryPath> byThemselves, Map<List<String>, LayerRule> told) {
        return Units.recognise(style, entries, kinds.rules(), byThemselves, told);
    }

    /** Whether a unit is of a kind that the other library does not have. */
    private static boolean isAlone(Unit unit, Style other, Kinds kinds) {
        return other != unit.style() && unit.style() == Style.NNX && Units.leftOut(unit, kinds.rules()).isPresent();
    }

    private static boolean isSkipped(Unit unit, Request request) {
        return unit.members().values().stream().allMatch(entry -> request.options().skipped().contains(entry.path()));
    }

    /** Whether any source could fill a target. */
    private static boolean hasSource(Unit target, List<Unit> sources, Style from, Kinds kinds) {
        Side to = Side.of("", target.style(),
                new StackItems(List.of(target), sources, kinds, List.of()).all(target.style(), from), kinds);
        Side source = Side.of("", from,
                new StackItems(sources, List.of(target), kinds, List.of()).all(from, target.style()), kinds);
        return new Fitting(source, to, kinds, Map.of(), Map.of(), Map.of()).all().stream().noneMatch(BitSet::isEmpty);
    }

    Alignment.Result result() throws AlignmentException {
        Alignment.Result result = judge();
        boolean skips = !request.options().skipped().isEmpty() && unfilled.isEmpty();
        if (!skips || !(result instanceof Alignment.Refused refused)) {
            return result;
        }
        Alignment.Result without = of(request, true).judge();
        boolean hopeless = without instanceof Alignment.Refused other && other.lines().isEmpty();
        return hopeless && !refused.lines().isEmpty() ? refused : without;
    }

    private Alignment.Result judge() {
        Optional<int[]> identical = identity();
        if (identical.isPresent()) {
            return new Outcome(this).of(identical.get(),
                    IntStream.range(0, target.size()).mapToObj(_ -> Basis.NAME).toList());
        }
        Refusal refusal = new Refusal(this);
        if (source.size() != target.size() || fits.stream().anyMatch(BitSet::isEmpty)) {
            return refusal.noMapping();
        }
        Verdict verdict = Verdict.of(pinned, EnumSet.allOf(Law.class), false);
        if (!verdict.exists()) {
            Problem freed = pinned.freed(unpinned);
            boolean tried = freed.told().equals(pinned.told());
            return tried ? refusal.noMapping() : withPinned(freed).judge();
        }
        if (!verdict.isUnique()) {
            Optional<Alignment.Result> ordered = inOrderOfDefinition(verdict);
            return ordered.orElseGet(() -> refusal.ambiguous(Verdict.of(pinned, EnumSet.allOf(Law.class), true)));
        }
        return outcome(verdict, Bases.of(unpinned, verdict));
    }

    /** What comes of it when the order of definition settles the rest, if the user assumes that and it does. */
    private Optional<Alignment.Result> inOrderOfDefinition(Verdict open) {
        Described described = request.options().described();
        if (described.order() == Described.Order.UNUSED) {
            return Optional.empty();
        }
        BitSet undecided = new BitSet();
        IntStream.of(open.undecided()).forEach(undecided::set);
        Problem ordered = pinned.inOrder(new DefinitionOrder(described.ranks(target), undecided));
        Verdict verdict = Verdict.of(ordered, EnumSet.allOf(Law.class), false);
        if (!verdict.exists() || !verdict.isUnique()) {
            return Optional.empty();
        }
        List<Basis> bases = new ArrayList<>(Bases.of(unpinned, verdict));
        undecided.stream().forEach(row -> bases.set(row, Basis.ORDER));
        return Optional.of(outcome(verdict, bases));
    }

    private Alignment.Result outcome(Verdict verdict, List<Basis> rows) {
        int[] mapping = new int[target.size()];
        Basis[] bases = new Basis[target.size()];
        for (int row = 0; row < mapping.length; row++) {
            int t = isBackwards() ? verdict.source(row) : row;
            mapping[t] = isBackwards() ? row : verdict.source(row);
            bases[t] = rows.get(row);
        }
        return new Outcome(this).of(mapping, List.of(bases));
    }

    private Matching withPinned(Problem problem) {
        return new Matching(request, kinds, source, target, sourceOnly, targetOnly, unfilled, fitting, fits, unpinned,
                problem);
    }

    /** The line that matches a source with a target. */
    String mapLine(int s, int t) {
        return TypedOption.of("--map", source.items().get(s) + "=" + target.items().get(t));
    }

    /** The line that tells the kind of a source. */
    String kindLine(int s, String kind) {
        return TypedOption.of("--kind", source.items().get(s).unit().name() + "=" + kind);
    }

    /** Two files of one library with equal names and shapes: every array goes to its namesake. */
    private Optional<int[]> identity() {
        if (source.style() != target.style() || source.size() != target.size() || !request.options().maps().isEmpty()) {
            return Optional.empty();
        }
        Map<List<String>, Integer> byPath = new HashMap<>();
        for (int s = 0; s < source.size(); s++) {
            byPath.put(source.items().get(s).unit().path(), s);
        }
        int[] mapping = new int[target.size()];
        for (int t = 0; t < mapping.length; t++) {
            Integer s = byPath.get(target.items().get(t).unit().path());
            if (s == null || fitting.decide(s, t) instanceof Kinds.NoFit) {
                return Optional.empty();
            }
            mapping[t] = s;
        }
        return new LinkedHashSet<>(IntStream.of(mapping).boxed().toList()).size() == mapping.length
                ? Optional.of(mapping)
                : Optional.empty();
    }
}
