package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.LossyOp;
import org.dovetail.bridge.rules.PieceOp;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * Moves mirrors of a model as the plan moves the model: a moment is transposed, split and joined as its parameter is, but nothing is added to it.
 *
 * <p>
 * What would not be exact is no step but a problem.
 */
final class MirrorSteps {
    /** Where the arrays of a mirror go: for an array of the target model, its place in the target's mirror. */
    @FunctionalInterface
    interface Destination extends Function<Entry, Optional<Place>> {}

    /**
     * Where an array goes.
     *
     * @param path its path
     * @param variable the NNX Variable type that holds it; empty for Haiku
     * @param spec what the like file has there; empty without one
     */
    record Place(EntryPath path, String variable, Optional<TensorSpec> spec) {
        static Place of(Entry entry) { return new Place(entry.path(), entry.variable(), Optional.of(entry.spec())); }

        /** The array, of the dtype that the user asks for, or the like file has, or it would have anyway. */
        private Entry entry(TensorSpec natural, Optional<DType> asked) {
            DType dtype = spec.map(TensorSpec::dtype).orElse(natural.dtype());
            return new Entry(path, natural.withShape(spec.map(TensorSpec::shape).orElse(natural.shape()))
                    .withDtype(asked.filter(other -> Outcome.isSameFamily(dtype, other)).orElse(dtype)), variable);
        }
    }

    private static final String NO_PLACE = "has no place in the like file";
    private static final Shape ONE = Shape.of(1);

    private final Plan plan;
    private final Optional<DType> asked;
    private final Map<Entry, String> problems = new LinkedHashMap<>();

    MirrorSteps(Plan plan, Optional<DType> asked) {
        this.plan = plan;
        this.asked = asked;
    }

    /** The arrays that cannot be moved, each with the reason. */
    Map<Entry, String> problems() { return problems; }

    /** The steps of one mirror; {@code basis} is what its own match rests on. */
    List<Step> of(Mirror mirror, Destination destination, boolean debiased, Basis basis) {
        List<Step> steps = new ArrayList<>();
        Set<EntryPath> open = new LinkedHashSet<>(mirror.arrays().keySet());
        for (Step step : plan.steps()) {
            List<Move> moves = step.moves().stream()
                    .flatMap(move -> move(mirror, move, destination, debiased).stream()).toList();
            List<Aside> sourceOnly = step.sourceOnly().stream()
                    .flatMap(aside -> Stream.ofNullable(mirror.arrays().get(aside.entry().path()))
                            .map(entry -> new Aside(aside.role(), entry, aside.fallback())))
                    .toList();
            boolean whole = moves.size() == step.moves().size() && !moves.isEmpty();
            List<Aside> targetOnly = whole ? asides(step, destination) : List.of();
            step.sources().forEach(entry -> open.remove(entry.path()));
            if (!moves.isEmpty() || !sourceOnly.isEmpty()) {
                steps.add(new Step(step.kind(), name(plan.from(), mirror.place(), step.source()),
                        name(plan.to(), mirror.place(), step.target()), step.basis().and(basis), moves, sourceOnly,
                        targetOnly));
            }
        }
        open.forEach(path -> problem(mirror, path, path + ", which it belongs to, is left out"));
        return steps;
    }

    private List<Aside> asides(Step step, Destination destination) {
        return step.targetOnly().stream().flatMap(aside -> destination.apply(aside.entry())
                .map(place -> new Aside(aside.role(), place.entry(aside.entry().spec(), asked), aside.fallback()))
                .stream()).toList();
    }

    private static String name(Style style, List<String> place, String layer) {
        return String.join(separator(style), place) + separator(style) + layer;
    }

    private static String name(Style style, EntryPath path) {
        return String.join(separator(style), TrainingState.whole(path));
    }

    private static String separator(Style style) { return style == Style.HAIKU ? "/" : "."; }

    private void problem(Mirror mirror, EntryPath path, String reason) {
        Optional.ofNullable(mirror.arrays().get(path)).ifPresent(entry -> problems.put(entry, reason));
    }

    private Optional<Move> move(Mirror mirror, Move move, Destination destination, boolean debiased) {
        List<Entry> from = move.from().stream()
                .flatMap(entry -> Stream.ofNullable(mirror.arrays().get(entry.path()))).toList();
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> problem = from.size() < move.from().size()
                ? Optional.of("is one of several arrays that are put together, of which others are masked")
                : adding(mirror, move, debiased);
        Optional<List<TensorOp>> ops = problem.isPresent() ? Optional.empty() : ops(mirror, move, from);
        if (ops.isEmpty()) {
            String reason = problem.orElseGet(() -> "has not its parameter's shape, "
                    + move.from().getFirst().spec().shape() + ", and cannot follow it through " + move.ops());
            from.forEach(entry -> problems.put(entry, reason));
            return Optional.empty();
        }
        return placed(move, from, ops.get(), destination);
    }

    /** Why a mirror cannot follow where a rule adds something. */
    private static Optional<String> adding(Mirror mirror, Move move, boolean debiased) {
        boolean sums = move.ops().stream().anyMatch(op -> op instanceof LossyOp.Sum || op instanceof LossyOp.Spread);
        boolean adds = move.isLossy();
        return switch (mirror.holds()) {
            case CHANGES -> sums
                    ? Optional.of("belongs to one of two biases that become one, whose steps would be half as long;"
                            + " convert a model of one bias (double_bias=False)")
                    : Optional.empty();
            case VALUES -> adds && debiased
                    ? Optional.of("is an average that is still to be debiased, to which nothing can be added;"
                            + " save the debiased average")
                    : Optional.empty();
            case UNTOLD -> adds
                    ? Optional.of("may hold parameters, to which a number is added, or their changes, to which it is"
                            + " not; call it ema_params or opt_state")
                    : Optional.empty();
        };
    }

    /** The operations on a mirror's arrays, without casts; empty when they would not be exact. */
    private static Optional<List<TensorOp>> ops(Mirror mirror, Move move, List<Entry> from) {
        List<TensorOp> ops = move.ops().stream().filter(op -> !(op instanceof TensorOp.Cast)
                && !(op instanceof LossyOp.Shift && mirror.holds() == Mirror.Holds.CHANGES)).toList();
        boolean sameShapes = true;
        for (int i = 0; i < from.size(); i++) {
            sameShapes &= from.get(i).spec().shape().equals(move.from().get(i).spec().shape());
        }
        boolean alone = from.size() == 1 && move.to().size() == 1;
        if (sameShapes || ops.isEmpty() && alone) {
            return Optional.of(ops);
        }
        Shape shape = from.getFirst().spec().shape();
        boolean figure = shape.equals(Shape.of()) && ops.stream().allMatch(MirrorSteps::keepsElements)
                || shape.equals(ONE) && ops.stream().allMatch(MirrorSteps::keepsExtents);
        return alone && figure ? Optional.of(List.of()) : Optional.empty();
    }

    /** Whether a figure of a whole array, as its norm, stays what it is. */
    private static boolean keepsElements(TensorOp op) {
        return switch (op) {
            case TensorOp.Reshape _,TensorOp.Permute _,TensorOp.Flip _ -> true;
            case PieceOp.Blocks _ -> true;
            case TensorOp.Cast _,TensorOp.Unstack _,TensorOp.Stack _,PieceOp.Split _,PieceOp.Join _,LossyOp _ -> false;
        };
    }

    /** Whether an array is factored on both sides or on neither, so that adafactor's placeholder stays one. */
    private static boolean keepsExtents(TensorOp op) {
        return switch (op) {
            case TensorOp.Reshape(Shape before, Shape after) -> extents(before).equals(extents(after));
            case TensorOp.Permute _,TensorOp.Flip _,PieceOp.Blocks _ -> true;
            case TensorOp.Cast _,TensorOp.Unstack _,TensorOp.Stack _,PieceOp.Split _,PieceOp.Join _,LossyOp _ -> false;
        };
    }

    private static List<Integer> extents(Shape shape) {
        return shape.extents().stream().filter(extent -> extent != 1).sorted().toList();
    }

    private Optional<Move> placed(Move move, List<Entry> from, List<TensorOp> ops, Destination destination) {
        List<TensorSpec> specs = from.stream().map(Entry::spec).toList();
        if (specs.stream().map(TensorSpec::dtype).distinct().count() > 1) {
            return refused(from, "has another dtype than those that it is put together with");
        }
        for (TensorOp op : ops) {
            specs = op.specs(specs);
        }
        List<Entry> targets = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            Optional<Place> place = destination.apply(move.to().get(i));
            if (place.isEmpty()) {
                return refused(from, NO_PLACE);
            }
            Shape shape = specs.get(i).shape();
            if (place.get().spec().filter(spec -> !spec.shape().equals(shape)).isPresent()) {
                return refused(from, "becomes " + shape + ", but the like file has "
                        + place.get().spec().orElseThrow() + " there");
            }
            DType natural = specs.get(i).dtype() == move.from().getFirst().spec().dtype()
                    ? move.to().getFirst().spec().dtype()
                    : specs.get(i).dtype();
            targets.add(place.get().entry(specs.get(i).withDtype(natural), asked));
        }
        DType before = from.getFirst().spec().dtype();
        DType after = targets.getFirst().spec().dtype();
        if (before == after) {
            return Optional.of(new Move(from, targets, ops));
        }
        TensorOp.Cast cast = new TensorOp.Cast(before, after);
        return cast.isExact() || asked.filter(dtype -> dtype == after).isPresent()
                ? Optional.of(new Move(from, targets, Stream.concat(ops.stream(), Stream.of(cast)).toList()))
                : refused(from, "does not fit in " + after.jaxName() + "; cast it with --dtype " + after.jaxName());
    }

    /** The step of an array that mirrors nothing: it goes as it is. */
    Optional<Step> loose(Entry entry, Optional<Place> place, Basis basis) {
        if (place.isEmpty()) {
            refused(List.of(entry), NO_PLACE);
            return Optional.empty();
        }
        Entry target = place.get().entry(entry.spec(), asked);
        if (!target.spec().shape().equals(entry.spec().shape())) {
            refused(List.of(entry), "has another shape than the like file's " + target.spec());
            return Optional.empty();
        }
        DType before = entry.spec().dtype();
        DType after = target.spec().dtype();
        List<TensorOp> ops = before == after ? List.of() : List.of(new TensorOp.Cast(before, after));
        if (!before.fitsIn(after) && asked.filter(dtype -> dtype == after).isEmpty()) {
            refused(List.of(entry), "does not fit in " + after.jaxName() + ", the dtype of the like file");
            return Optional.empty();
        }
        return Optional.of(new Step("", name(plan.from(), entry.path()), name(plan.to(), target.path()), basis,
                List.of(new Move(List.of(entry), List.of(target), ops)), List.of(), List.of()));
    }

    private Optional<Move> refused(List<Entry> entries, String reason) {
        entries.forEach(entry -> problems.put(entry, reason));
        return Optional.empty();
    }
}
