package org.dovetail.bridge.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.rules.Fallback;
import org.dovetail.bridge.rules.Fit;
import org.dovetail.bridge.rules.Link;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.core.DType;

/**
 * Makes steps of layers that fit.
 *
 * <p>
 * A move is always built from Haiku to NNX and turned round for the other way, so that a plan's inverse is the plan of the way back. Dtypes that differ are cast, whether or
 * not that loses something: {@link #lossy} lists those that do.
 */
public final class Steps {
    private Steps() {}

    /**
     * The step from one layer to one layer of the other library.
     *
     * @param source where the numbers come from
     * @param target where they go; it holds as many layers as the source
     * @param fit how they fit
     * @param basis what the match rests on
     * @return the step
     */
    public static Step of(Unit source, Unit target, Fit fit, Basis basis) {
        return of(List.of(source), List.of(target), fit, basis);
    }

    /**
     * The step between layers of the two libraries: one to one, a stack to its layers, or layers to their stack.
     *
     * @param sources where the numbers come from, in the order of the stack
     * @param targets where they go, in the order of the stack
     * @param fit how one layer fits
     * @param basis what the match rests on
     * @return the step
     * @throws IllegalArgumentException if both sides are several units, a stack has another number of layers, or arrays of a stack differ in dtype
     */
    public static Step of(List<Unit> sources, List<Unit> targets, Fit fit, Basis basis) {
        boolean fromHaiku = sources.getFirst().style() == Style.HAIKU;
        List<Unit> haiku = fromHaiku ? sources : targets;
        List<Unit> nnx = fromHaiku ? targets : sources;
        List<Move> moves = fit.links().stream().map(link -> move(haiku, nnx, link))
                .map(move -> fromHaiku ? move : move.inverse()).toList();
        List<Aside> haikuOnly = asides(haiku, fit.haikuOnly());
        List<Aside> nnxOnly = asides(nnx, fit.nnxOnly());
        return new Step(sources.getFirst().isRaw() ? "" : fit.kind(), name(sources), name(targets), basis, moves,
                fromHaiku ? haikuOnly : nnxOnly, fromHaiku ? nnxOnly : haikuOnly);
    }

    /**
     * The step between two layers of one library.
     *
     * @param kind the kind, for reports; empty for an array that no rule knows
     * @param source where the numbers come from
     * @param target where they go; it has the same roles and shapes
     * @param basis what the match rests on
     * @return the step
     */
    public static Step same(String kind, Unit source, Unit target, Basis basis) {
        List<Move> moves = source.members().entrySet().stream().map(member -> {
            List<Entry> from = List.of(member.getValue());
            List<Entry> to = entries(List.of(target), List.of(member.getKey()));
            return new Move(from, to, cast(from, to).stream().toList());
        }).toList();
        return new Step(kind, source.name(), target.name(), basis, moves, List.of(), List.of());
    }

    /**
     * The step of a layer that only one side has: its arrays are left out, and listed.
     *
     * @param unit the layer
     * @param fit how it is left out
     * @param isSource whether it stands on the source side
     * @return the step
     */
    public static Step leftOut(Unit unit, Fit fit, boolean isSource) {
        List<Aside> asides = asides(List.of(unit), unit.style() == Style.HAIKU ? fit.haikuOnly() : fit.nnxOnly());
        return new Step(fit.kind(), isSource ? unit.name() : "", isSource ? "" : unit.name(), Basis.SHAPE, List.of(),
                isSource ? asides : List.of(), isSource ? List.of() : asides);
    }

    /**
     * The moves that lose something by a cast to another dtype than the user asked for.
     *
     * @param step the step
     * @param asked the dtype that the user asked for
     * @return the moves; refused unless there is none
     */
    public static List<Move> lossy(Step step, Optional<DType> asked) {
        return step.moves().stream().filter(move -> move.ops().stream().anyMatch(op -> op instanceof TensorOp.Cast cast
                && !cast.isExact() && asked.filter(cast.to()::equals).isEmpty())).toList();
    }

    private static Move move(List<Unit> haiku, List<Unit> nnx, Link link) {
        List<Entry> from = entries(haiku, link.haiku());
        List<Entry> to = entries(nnx, link.nnx());
        int before = haiku.getFirst().layers();
        int after = nnx.getFirst().layers();
        boolean alone = haiku.size() == 1 && nnx.size() == 1;
        List<TensorOp> ops = new ArrayList<>();
        if (alone && before == after) {
            link.toNnx().forEach(op -> ops.add(before == 0 ? op : op.stacked(before)));
            cast(from, to).ifPresent(ops::add);
        } else if (haiku.size() == 1 && before == nnx.size() && nnx.stream().allMatch(unit -> unit.layers() == 0)) {
            ops.add(new TensorOp.Unstack(before));
            ops.addAll(link.toNnx());
            cast(from, to).ifPresent(ops::add);
        } else if (nnx.size() == 1 && after == haiku.size() && haiku.stream().allMatch(unit -> unit.layers() == 0)) {
            ops.addAll(link.toNnx());
            cast(from, to).ifPresent(ops::add);
            ops.add(new TensorOp.Stack(after));
        } else {
            throw new IllegalArgumentException(name(haiku) + " and " + name(nnx)
                    + " cannot be one step: " + haiku.size() + " units of " + before + " layers, " + nnx.size() + " of "
                    + after);
        }
        return new Move(from, to, ops);
    }

    private static Optional<TensorOp> cast(List<Entry> from, List<Entry> to) {
        DType before = dtype(from);
        DType after = dtype(to);
        return before == after ? Optional.empty() : Optional.of(new TensorOp.Cast(before, after));
    }

    private static DType dtype(List<Entry> entries) {
        List<DType> dtypes = entries.stream().map(entry -> entry.spec().dtype()).distinct().toList();
        if (dtypes.size() > 1) {
            throw new IllegalArgumentException("arrays that are moved together differ in dtype: " + entries);
        }
        return dtypes.getFirst();
    }

    private static List<Entry> entries(List<Unit> units, List<String> roles) {
        return units.stream().flatMap(unit -> roles.stream().map(role -> {
            Entry entry = unit.members().get(role);
            if (entry == null) {
                throw new IllegalArgumentException(unit + " has no " + role);
            }
            return entry;
        })).toList();
    }

    private static List<Aside> asides(List<Unit> units, Map<String, Fallback> fallbacks) {
        return units.stream()
                .flatMap(unit -> unit.members().entrySet().stream().filter(e -> fallbacks.containsKey(e.getKey()))
                        .flatMap(e -> Stream.ofNullable(fallbacks.get(e.getKey()))
                                .map(fallback -> new Aside(e.getKey(), e.getValue(), fallback))))
                .toList();
    }

    private static String name(List<Unit> units) {
        return units.size() == 1
                ? units.getFirst().name()
                : units.getFirst().name() + " .. " + units.getLast().name();
    }
}
