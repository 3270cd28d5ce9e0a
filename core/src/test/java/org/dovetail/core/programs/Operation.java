package org.dovetail.core.programs;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.GatherScatterMode;
import org.dovetail.core.Index;
import org.dovetail.core.Indexed;
import org.dovetail.core.PoolWindow;
import org.dovetail.core.Pooling;
import org.dovetail.core.Prng;
import org.dovetail.core.Sequences;
import org.dovetail.core.Shape;
import org.dovetail.core.Slicing;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;

/**
 * What a line without a body computes. Floats stay within 2 of zero, and no derivative is much larger than 1; sums and products of them are exact in any order, so
 * that backends give equal numbers and a comparison or an index never hangs on the last bit.
 *
 * @param name how lines print it
 * @param accepts of which values it can be
 * @param function takes one of those and what else there is
 */
record Operation(String name, Predicate<TensorSpec> accepts, Function function) {
    @FunctionalInterface
    interface Function {
        Tensor apply(Tensor x, Values values);
    }

    private static final Predicate<TensorSpec> REAL = Values::isFloat;
    private static final Predicate<TensorSpec> INTEGER = spec -> spec.dtype() == DType.INT32;
    private static final Predicate<TensorSpec> TRUTH = spec -> spec.dtype() == DType.BOOL;
    private static final Predicate<TensorSpec> NUMBER = TRUTH.negate();
    private static final Predicate<TensorSpec> HAS_AXES = spec -> spec.shape().rank() > 0;
    private static final Predicate<TensorSpec> FULL = HAS_AXES.and(spec -> spec.shape().size() > 0);

    private static final List<Operation> ALL = List.of(
            new Operation("neg", NUMBER, (x, _) -> x.neg()),
            new Operation("tanh", REAL, (x, _) -> x.tanh()),
            new Operation("sin", REAL, (x, _) -> x.sin()),
            new Operation("cos", REAL, (x, _) -> x.cos()),
            new Operation("add", NUMBER, (x, v) -> half(x.add(v.like(x)))),
            new Operation("sub", NUMBER, (x, v) -> half(x.sub(v.like(x)))),
            new Operation("mul", NUMBER, (x, v) -> half(x.mul(v.like(x)))),
            new Operation("div", REAL, (x, v) -> x.div(v.like(x).abs().add(1))),
            new Operation("rem", NUMBER, (x, v) -> x.rem(v.like(x).abs().add(1))),
            new Operation("maximum", Operation::isSmall, (x, v) -> x.maximum(v.like(x))),
            new Operation("minimum", Operation::isSmall, (x, v) -> x.minimum(v.like(x))),
            new Operation("decay", REAL, (x, _) -> x.abs().neg().exp()),
            new Operation("expm1", REAL, (x, _) -> Tensors.expm1(x.abs().neg())),
            new Operation("sqrt", REAL, (x, _) -> x.abs().add(0.25).sqrt()),
            new Operation("log1p", REAL, (x, _) -> Tensors.log1p(x.abs())),
            new Operation("erf", REAL, (x, _) -> Tensors.erf(x)),
            new Operation("logistic", REAL, (x, _) -> Tensors.logistic(x)),
            new Operation("square", REAL, (x, _) -> half(x.pow(2))),
            new Operation("clip", NUMBER, (x, _) -> Tensors.clip(x, -1, 1)),
            new Operation("floor", REAL, (x, _) -> x.floor()),
            new Operation("stop", Operation::isSmall, (x, _) -> Tensors.stopGradient(x)),
            new Operation("lt", Operation::isSmall, (x, v) -> x.lt(v.like(x))),
            new Operation("eq", Operation::isSmall, (x, v) -> x.eq(v.like(x))),
            new Operation("and", REAL.negate(), (x, v) -> x.and(v.like(x))),
            new Operation("xor", REAL.negate(), (x, v) -> x.xor(v.like(x))),
            new Operation("not", TRUTH, (x, _) -> x.not()),
            new Operation("where", Operation::isSmall, (x, v) -> Tensors.where(v.truth(x.shape()), x, v.like(x))),
            new Operation("where_scalar", Operation::isSmall,
                    (x, v) -> Tensors.where(v.truth(Shape.of()), v.like(x), x)),
            new Operation("to_int", Operation::isSmall,
                    (x, _) -> Values.fit(x, new TensorSpec(DType.INT32, x.shape()))),
            new Operation("scaled", REAL, (x, v) -> half(x.mul(Values.fit(v.any(), x.spec().withShape(Shape.of()))))),
            new Operation("mixed", Operation::isSmall, (x, v) -> half(Values.fit(v.any(), x.spec()).add(x))),
            new Operation("transpose", Operation::isMatrix, (x, _) -> x.transpose()),
            new Operation("flat", HAS_AXES, (x, _) -> x.reshape(Shape.of((int) x.size()))),
            new Operation("expand", Operation::hasRoom, (x, v) -> x.expandDims(v.number(x.rank() + 1))),
            new Operation("repeat", Operation::hasRoom,
                    (x, v) -> small(x.broadcastTo(x.shape().withFirst(v.number(4))), x)),
            new Operation("flip", HAS_AXES, (x, v) -> x.flip(v.axis(x))),
            new Operation("rotate", FULL, Operation::rotate),
            new Operation("rest", FULL, (x, v) -> x.slice(v.axis(x), 1, x.dim(v.axis(x)))),
            new Operation("concatenate", HAS_AXES,
                    (x, v) -> small(Tensors.concatenate(v.axis(x), x, v.like(x)), x)),
            new Operation("stack", Operation::hasRoom,
                    (x, v) -> small(Tensors.stack(v.number(x.rank() + 1), x, v.like(x)), x)),
            new Operation("mean", REAL.and(HAS_AXES), (x, v) -> Values.mean(x, v.axis(x))),
            new Operation("mean_all", REAL, (x, _) -> Values.mean(x)),
            new Operation("sum", INTEGER.and(HAS_AXES), (x, v) -> x.sum(v.axis(x))),
            new Operation("prod", INTEGER.and(HAS_AXES), (x, v) -> x.prod(v.axis(x))),
            new Operation("max", NUMBER.and(FULL), (x, v) -> x.max(v.axis(x))),
            new Operation("min_all", NUMBER.and(FULL), (x, _) -> x.min()),
            new Operation("any", TRUTH.and(HAS_AXES), (x, v) -> x.any(v.axis(x))),
            new Operation("argmax", NUMBER.and(FULL), (x, v) -> x.argMax(v.axis(x))),
            new Operation("matmul", NUMBER.and(Operation::isMatrix), Operation::matmul),
            new Operation("dot", REAL.and(HAS_AXES), Operation::dot),
            new Operation("cumsum", REAL.and(HAS_AXES), (x, v) -> Sequences.cumsum(Values.exact(x), v.axis(x))
                    .mul(1.0 / Math.max(1, x.dim(v.axis(x))))),
            new Operation("cummax", NUMBER.and(HAS_AXES), (x, v) -> Sequences.cummaxReversed(x, v.axis(x))),
            new Operation("sort", NUMBER.and(HAS_AXES), (x, v) -> Sequences.sort(x, v.axis(x))),
            new Operation("argsort", NUMBER.and(HAS_AXES), (x, v) -> Sequences.argsort(x, v.axis(x))),
            new Operation("top", NUMBER.and(FULL), (x, v) -> Sequences.topK(x, 1, v.axis(x)).values()),
            new Operation("take", FULL, (x, v) -> Tensors.take(x, v.integers(Shape.of(2), x.dim(v.axis(x)) + 1),
                    v.axis(x), GatherScatterMode.CLIP)),
            new Operation("element", FULL, (x, v) -> Indexed.at(x, v.integer(x.dim(0))).get()),
            new Operation("filled", NUMBER.and(FULL),
                    (x, v) -> Indexed.at(x, v.integers(Shape.of(3), x.dim(0) + 2)).fill(1).get()),
            new Operation("dynamic_slice", FULL, (x, v) -> Slicing.dynamicSliceInDim(x, v.integer(4),
                    (x.dim(v.axis(x)) + 1) / 2, v.axis(x))),
            new Operation("dynamic_update", FULL, (x, v) -> Slicing.dynamicUpdateSliceInDim(x,
                    v.like(x).slice(v.axis(x), 0, 1), v.integer(5), v.axis(x))),
            new Operation("set", FULL, (x, v) -> Indexed.at(x, v.integer(x.dim(0) + 1)).set(v.like(x).at(-1))),
            new Operation("scatter_add", NUMBER.and(FULL), (x, v) -> half(Indexed
                    .at(exactFloats(x), v.integers(Shape.of(2), x.dim(0))).add(exactFloats(v.like(x).at(0))))),
            new Operation("scatter_max", NUMBER.and(FULL),
                    (x, v) -> Indexed.at(x, v.integers(Shape.of(2), x.dim(0))).max(v.like(x).at(0))),
            new Operation("every_other", HAS_AXES, (x, _) -> Indexed.at(x, Index.every(2)).get()),
            new Operation("max_pool", REAL.and(Operation::isMatrix).and(FULL),
                    (x, v) -> Pooling.maxPool(x, PoolWindow.of(window(x, v)))),
            new Operation("noise", REAL, (x, v) -> half(x.add(Prng.uniform(Prng.foldIn(Prng.key(3), v.integer(99)),
                    x.shape(), x.dtype(), -1, 1)))),
            new Operation("counted", REAL, (x, _) -> x.rank() == 0
                    ? x
                    : half(x.add(Tensors.arange(x.dim(-1)).cast(x.dtype()).sin()))));

    static Operation of(int number) { return ALL.get(Math.floorMod(number, ALL.size())); }

    /** The values of a line: none where no value is fit for the operation. */
    static List<Tensor> run(Values values) {
        Operation operation = of(values.line().operation());
        List<Tensor> operands = values.where(operation.accepts);
        return operands.isEmpty() ? List.of() : List.of(operation.function.apply(values.first(operands), values));
    }

    private static boolean isSmall(TensorSpec spec) { return Values.isSmall(spec.shape()); }

    private static boolean isMatrix(TensorSpec spec) { return spec.shape().rank() >= 2; }

    /** Whether one axis more is not too many. */
    private static boolean hasRoom(TensorSpec spec) {
        return spec.shape().rank() < 3;
    }

    private static Tensor half(Tensor x) { return Values.isFloat(x.spec()) ? x.mul(0.5) : x; }

    private static Tensor small(Tensor result, Tensor otherwise) {
        return Values.isSmall(result.shape()) ? result : otherwise;
    }

    private static Tensor exactFloats(Tensor x) { return Values.isFloat(x.spec()) ? Values.exact(x) : x; }

    private static Tensor rotate(Tensor x, Values values) {
        int axis = values.axis(x);
        return Tensors.concatenate(axis, x.slice(axis, 1, x.dim(axis)), x.slice(axis, 0, 1));
    }

    private static int[] window(Tensor x, Values values) {
        int[] window = new int[x.rank() - 1];
        Arrays.fill(window, 1);
        int axis = values.number(window.length);
        window[axis] = Math.min(2, x.dim(axis));
        return window;
    }

    private static Tensor matmul(Tensor x, Values values) {
        Tensor left = exactFloats(x);
        Tensor right = exactFloats(values.like(x)).swapAxes(-1, -2);
        return small(scaled(left.matmul(right), x.dim(-1)), x);
    }

    private static Tensor dot(Tensor x, Values values) {
        Tensor vector = Values.exact(Values.fit(values.any(), x.spec().withShape(Shape.of(x.dim(-1)))));
        return scaled(Values.exact(x).matmul(vector), x.dim(-1));
    }

    private static Tensor scaled(Tensor product, int count) {
        return product.dtype().kind() == Kind.FLOAT ? product.mul(0.5 / Math.max(1, count)) : product;
    }

    @Override
    public String toString() { return name; }
}
