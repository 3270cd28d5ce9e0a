package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tracer;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.backend.UnsupportedDTypeException;
import org.dovetail.core.internal.backend.compiled.Axes.Axis;
import org.dovetail.core.internal.backend.compiled.Step.Input;
import org.dovetail.core.internal.prim.Convolution;
import org.dovetail.core.internal.prim.BitCount;
import org.dovetail.core.internal.prim.Call;
import org.dovetail.core.internal.prim.Cumulative;
import org.dovetail.core.internal.prim.IntegerPow;
import org.dovetail.core.internal.prim.Several;
import org.dovetail.core.internal.prim.Special;
import org.dovetail.core.internal.prim.Symbolic;
import org.dovetail.core.internal.prim.Triangular;
import org.dovetail.core.internal.prim.DotGeneral;
import org.dovetail.core.internal.prim.Elementwise;
import org.dovetail.core.internal.prim.Indexing;
import org.dovetail.core.internal.prim.RandomBits;
import org.dovetail.core.internal.prim.Reduction;
import org.dovetail.core.internal.prim.Scatter;
import org.dovetail.core.internal.prim.Shaping;
import org.dovetail.core.internal.prim.Simple;
import org.dovetail.core.internal.prim.Window;

/**
 * Makes steps of equations. Reshapes and bit casts become the same slot; a value whose elements are all one element is kept as that one, a <em>splat</em>, until a step needs
 * them all.
 */
final class Lowering {
    /**
     * Where a value is.
     *
     * @param splat whether the slot has one element that stands for all
     */
    private record At(int slot, boolean splat) {}

    /** The most bytes of a value that is made once instead of in every run. */
    static final long LARGEST_CONSTANT = 64 * 1024;

    private record Filled(int slot, long count) {}

    private final List<Long> bytes = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final SortedMap<Integer, Array> constants = new TreeMap<>();
    private final Map<Atom, At> places = new HashMap<>();
    private final Map<Filled, Integer> fills = new HashMap<>();

    private Lowering() {}

    /**
     * Lowers a graph of simple primitives.
     *
     * @throws UnsupportedDTypeException if one of them is not computed on its operands' dtypes
     */
    static Lowered of(Graph graph) {
        Lowering lowering = new Lowering();
        for (Var input : graph.inputs()) {
            lowering.places.put(input, new At(lowering.slot(input.spec()), false));
        }
        for (Eqn equation : graph.equations()) {
            switch (equation.primitive()) {
                case Simple simple -> {
                    Var result = equation.results().getFirst();
                    lowering.places.put(result, lowering.lower(simple, equation.operands(), result.spec()));
                }
                case Several several -> lowering.lower(several, equation);
                case Call _,Symbolic _ ->
                    throw new IllegalStateException(equation.primitive() + " was not inlined");
            }
        }
        List<Integer> results = graph.outputs().stream().map(lowering::whole).toList();
        return new Lowered(lowering.bytes, lowering.steps, lowering.constants,
                graph.inputs().stream().map(Var::spec).toList(), graph.outputSpecs(), results);
    }

    int slot(TensorSpec spec) {
        bytes.add(spec.bytes());
        return bytes.size() - 1;
    }

    /** A slot that holds numbers from the start. */
    int constant(Array array) {
        int slot = slot(array.spec());
        constants.put(slot, array);
        return slot;
    }

    private At at(Atom atom) {
        return places.computeIfAbsent(atom, _ -> switch (atom) {
            case Var variable -> throw new IllegalStateException(variable + " is read before it is bound");
            case Const(Tensor value) -> switch (value) {
                case Array array -> new At(constant(array), false);
                case Tracer tracer -> throw new IllegalStateException("the graph is not closed: it holds " + tracer);
            };
        });
    }

    /** The slot of a value with all its elements. */
    private int whole(Atom atom) {
        return whole(at(atom), atom.spec());
    }

    private int whole(At at, TensorSpec spec) {
        return !at.splat ? at.slot : fills.computeIfAbsent(new Filled(at.slot, spec.shape().size()), filled -> {
            int result = slot(spec);
            Array constant = constants.get(filled.slot);
            if (constant != null && spec.bytes() <= LARGEST_CONSTANT) {
                constants.put(result, Array.filled(spec, data -> repeat(constant.data(), data)));
                return result;
            }
            steps.add(new Step.Fill(filled.slot, result, spec.dtype().bytes(), filled.count));
            return result;
        });
    }

    private static void repeat(MemorySegment element, MemorySegment target) {
        for (long at = 0; at < target.byteSize(); at += element.byteSize()) {
            MemorySegment.copy(element, 0, target, at, element.byteSize());
        }
    }

    private At lower(Simple primitive, List<Atom> operands, TensorSpec result) {
        check(primitive, operands, result);
        return switch (primitive) {
            case Elementwise elementwise -> elementwise(elementwise, operands, result);
            case Shaping shaping -> shaping(shaping, operands, result);
            case Reduction reduction -> reduction(reduction, operands.getFirst(), result);
            case Cumulative cumulative -> {
                Shape shape = result.shape();
                int axis = cumulative.axis();
                int source = whole(operands.getFirst());
                yield step(new Step.Accumulate(cumulative, result.dtype(), shape.leading(axis).size(),
                        shape.extent(axis), shape.trailing(shape.rank() - axis - 1).size(), source, slot(result)));
            }
            case Triangular triangular -> triangular(triangular, operands, result);
            case DotGeneral dot -> new At(new DotLowering(dot, operands.get(0).spec(), operands.get(1).spec())
                    .lower(this, whole(operands.get(0)), whole(operands.get(1)), result), false);
            case Indexing indexing -> new At(new IndexLowering(this, operands.stream().map(this::whole).toList(),
                    operands.stream().map(Atom::spec).toList(), result).lower(indexing), false);
            case Convolution convolution -> new At(
                    new ConvLowering(convolution, operands.get(0).spec(), operands.get(1).spec())
                            .lower(this, whole(operands.get(0)), whole(operands.get(1)), result),
                    false);
            case Window window -> new At(new WindowLowering(window, operands.stream().map(Atom::spec).toList())
                    .lower(this, operands.stream().map(this::whole).toList(), result), false);
            case RandomBits random -> {
                List<Integer> sources = operands.stream().map(this::whole).toList();
                int slot = slot(result);
                long keys = operands.getFirst().spec().shape().size() / 2;
                yield step(new Step.Random(random, sources, slot, keys));
            }
        };
    }

    private void lower(Several several, Eqn equation) {
        List<Integer> sources = equation.operands().stream().map(this::whole).toList();
        List<Integer> results = equation.results().stream().map(result -> slot(result.spec())).toList();
        steps.add(new SeveralLowering(sources, equation.operands().stream().map(Atom::spec).toList(), results)
                .step(several));
        for (int i = 0; i < results.size(); i++) {
            places.put(equation.results().get(i), new At(results.get(i), false));
        }
    }

    private At triangular(Triangular triangular, List<Atom> operands, TensorSpec result) {
        List<Integer> sources = operands.stream().map(this::whole).toList();
        Shape shape = result.shape();
        long count = shape.leading(shape.rank() - 2).size();
        int rows = shape.extent(shape.rank() - 2);
        int columns = shape.extent(shape.rank() - 1);
        int slot = slot(result);
        return step(switch (triangular) {
            case Triangular.Cholesky _ -> new Step.Cholesky(result.dtype(), count, rows, sources.getFirst(), slot);
            case Triangular.Solve solve ->
                new Step.Solution(solve, result.dtype(), count, rows, columns, sources.get(0), sources.get(1), slot);
        });
    }

    private static void check(Simple primitive, List<Atom> operands, TensorSpec result) {
        boolean computes = switch (primitive) {
            case Elementwise.Cast _,Elementwise.Bitcast _ -> false;
            case Elementwise.Unary op -> op != Elementwise.Unary.STOP_GRADIENT;
            case Elementwise.Ternary op -> op != Elementwise.Ternary.SELECT;
            case Shaping.Iota _,Elementwise.Binary _,Elementwise.Compare _,Special _,IntegerPow _,BitCount _,Reduction _,Cumulative _,DotGeneral _,Triangular _,RandomBits _,Convolution _,Window _ ->
                true;
            case Scatter scatter -> scatter.op() != Scatter.Op.SET;
            case Shaping _,Indexing _ -> false;
        };
        boolean isKnown = Lane.of(result.dtype()) != null
                && operands.stream().allMatch(operand -> Lane.of(operand.spec().dtype()) != null);
        if (computes && !isKnown) {
            throw UnsupportedDTypeException.on("compiled", primitive, operands.stream().map(Atom::spec).toList());
        }
    }

    int step(int slot, Step step) {
        steps.add(step);
        return slot;
    }

    /** Adds a cast between dtypes that are computed on. */
    int cast(int source, TensorSpec from, DType to) {
        int slot = slot(from.withDtype(to));
        return step(slot, new Step.Pointwise(new Elementwise.Cast(to), List.of(new Input(source, from.dtype(), false)),
                slot, to, from.shape().size()));
    }

    private At step(Step step) { return new At(step(step.result(), step), false); }

    private At elementwise(Elementwise op, List<Atom> operands, TensorSpec result) {
        List<At> sources = operands.stream().map(this::at).toList();
        boolean isSame = op == Elementwise.Unary.STOP_GRADIENT || op instanceof Elementwise.Bitcast
                || op instanceof Elementwise.Cast(DType to) && to == operands.getFirst().spec().dtype();
        if (isSame) {
            return sources.getFirst();
        }
        boolean splat = sources.stream().allMatch(At::splat);
        TensorSpec made = splat ? result.withShape(Shape.of()) : result;
        int slot = slot(made);
        DType from = operands.getFirst().spec().dtype();
        if (op instanceof Elementwise.Cast && (Lane.of(from) == null || Lane.of(result.dtype()) == null)) {
            TensorSpec source = new TensorSpec(from, made.shape());
            return new At(step(slot, new Step.Convert(source, sources.getFirst().slot, made, slot)), splat);
        }
        List<Input> inputs = IntStream.range(0, operands.size())
                .mapToObj(i -> new Input(sources.get(i).slot, operands.get(i).spec().dtype(),
                        sources.get(i).splat && !splat))
                .toList();
        return new At(step(slot, new Step.Pointwise(op, inputs, slot, made.dtype(), made.shape().size())), splat);
    }

    private At shaping(Shaping shaping, List<Atom> operands, TensorSpec result) {
        if (shaping instanceof Shaping.Iota(TensorSpec spec, int axis)) {
            int slot = slot(spec);
            return step(new Step.Count(spec.dtype(), spec.shape().leading(axis).size(), spec.shape().extent(axis),
                    spec.shape().trailing(spec.shape().rank() - axis - 1).size(), slot));
        }
        At first = at(operands.getFirst());
        Shape from = operands.getFirst().spec().shape();
        return switch (shaping) {
            case Shaping.Reshape _ -> first;
            case Shaping.Broadcast(Shape to, List<Integer> axes) -> from.size() == 1 || first.splat
                    ? new At(first.slot, to.size() != 1)
                    : broadcast(first.slot, from, axes, result);
            case Shaping.Transpose(List<Integer> axes) -> first.splat
                    ? first
                    : new At(transposed(first.slot, operands.getFirst().spec(), axes), false);
            case Shaping.Slice(List<Integer> starts, _, List<Integer> strides) ->
                first.splat
                        ? new At(first.slot, result.shape().size() != 1)
                        : slice(first.slot, from, starts, strides, result);
            case Shaping.Reverse(List<Integer> axes) -> first.splat ? first : reverse(first.slot, from, axes, result);
            case Shaping.Pad pad -> pad(pad, operands, result);
            case Shaping.Concatenate(int axis) -> concatenate(axis, operands, result);
            case Shaping.Iota iota -> throw new IllegalStateException(iota + " has no operands");
        };
    }

    private At broadcast(int source, Shape from, List<Integer> axes, TensorSpec result) {
        long[] steps = Axes.contiguous(from);
        long[] own = new long[result.shape().rank()];
        for (int i = 0; i < axes.size(); i++) {
            own[axes.get(i)] = from.extent(i) == 1 ? 0 : steps[i];
        }
        return move(source, 0, own, result);
    }

    /** The slot with the axes in another order; the same where no elements change places. */
    int transposed(int source, TensorSpec spec, List<Integer> axes) {
        long[] steps = Axes.contiguous(spec.shape());
        long[] own = axes.stream().mapToLong(axis -> steps[axis]).toArray();
        return move(source, 0, own, spec.withShape(spec.shape().permuted(axes))).slot;
    }

    private At slice(int source, Shape from, List<Integer> starts, List<Integer> strides, TensorSpec result) {
        long[] own = Axes.contiguous(from);
        long offset = 0;
        for (int axis = 0; axis < own.length; axis++) {
            offset += starts.get(axis) * own[axis];
            own[axis] *= strides.get(axis);
        }
        return move(source, offset, own, result);
    }

    private At reverse(int source, Shape from, List<Integer> axes, TensorSpec result) {
        long[] own = Axes.contiguous(from);
        long offset = 0;
        for (int axis : axes) {
            offset += own[axis] * Math.max(0, from.extent(axis) - 1);
            own[axis] = -own[axis];
        }
        return move(source, offset, own, result);
    }

    /** Elements that lie at steps in the source, in C order; the source itself where they do already. */
    private At move(int source, long offset, long[] own, TensorSpec result) {
        Shape shape = result.shape();
        long[] to = Axes.contiguous(shape);
        List<Axis> axes = IntStream.range(0, own.length).mapToObj(i -> new Axis(shape.extent(i), own[i], to[i]))
                .toList();
        boolean isSame = result.bytes() == bytes.get(source) && offset == 0
                && axes.stream().allMatch(axis -> axis.extent() == 1 || axis.from() == axis.to());
        if (isSame) {
            return new At(source, false);
        }
        int slot = slot(result);
        return shape.size() == 0
                ? new At(slot, false)
                : step(new Step.Move(new Runs(result.dtype().bytes(), offset, 0, axes), source, slot));
    }

    private At pad(Shaping.Pad pad, List<Atom> operands, TensorSpec result) {
        Shape from = operands.getFirst().spec().shape();
        int source = whole(operands.getFirst());
        int slot = slot(result);
        steps.add(new Step.Fill(whole(operands.get(1)), slot, result.dtype().bytes(), result.shape().size()));
        long[] fromSteps = Axes.contiguous(from);
        long[] toSteps = Axes.contiguous(result.shape());
        long fromOffset = 0;
        long toOffset = 0;
        List<Axis> axes = new ArrayList<>();
        for (int axis = 0; axis < from.rank(); axis++) {
            int low = pad.low().get(axis);
            int step = pad.interior().get(axis) + 1;
            // Negative padding takes elements away: those that would lie before the first or behind the last place.
            int first = low >= 0 ? 0 : Math.ceilDiv(-low, step);
            int last = Math.floorDiv(result.shape().extent(axis) - 1 - low, step);
            int extent = Math.min(from.extent(axis) - 1, last) - first + 1;
            if (extent <= 0) {
                return new At(slot, false);
            }
            fromOffset += first * fromSteps[axis];
            toOffset += (low + (long) first * step) * toSteps[axis];
            axes.add(new Axis(extent, fromSteps[axis], step * toSteps[axis]));
        }
        return step(new Step.Move(new Runs(result.dtype().bytes(), fromOffset, toOffset, axes), source, slot));
    }

    private At concatenate(int axis, List<Atom> operands, TensorSpec result) {
        int slot = slot(result);
        long[] to = Axes.contiguous(result.shape());
        long offset = 0;
        for (Atom operand : operands) {
            Shape from = operand.spec().shape();
            if (from.size() > 0) {
                long[] own = Axes.contiguous(from);
                List<Axis> axes = IntStream.range(0, own.length)
                        .mapToObj(i -> new Axis(from.extent(i), own[i], to[i])).toList();
                steps.add(new Step.Move(new Runs(result.dtype().bytes(), 0, offset, axes), whole(operand), slot));
            }
            offset += from.extent(axis) * to[axis];
        }
        return new At(slot, false);
    }

    private At reduction(Reduction reduction, Atom operand, TensorSpec result) {
        int source = whole(operand);
        TensorSpec from = operand.spec();
        int slot = slot(result);
        return step(switch (reduction) {
            case Reduction.Reduce(Reduction.Op op, List<Integer> axes) ->
                new Step.Reduce(new Folds(op, from.dtype(), from.shape(), axes), source, slot);
            case Reduction.ArgReduce(Reduction.Op op, int axis, DType index) ->
                new Step.Place(op == Reduction.Op.MAX, from.dtype(), from.shape().leading(axis).size(),
                        from.shape().extent(axis), from.shape().trailing(from.shape().rank() - axis - 1).size(), source,
                        index, slot);
        });
    }
}
