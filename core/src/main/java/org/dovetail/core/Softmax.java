package org.dovetail.core;

import java.util.List;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Reduction;

/** Exponentials over their sum, and logarithms of such sums; with a mask, of the elements where it is true. */
final class Softmax {
    private Softmax() {}

    private static Tensor scalar(Tensor x, double value) { return Tensors.full(x.dtype(), Shape.of(), value); }

    /** What was reduced along some axes, with axes of extent 1 in their places. */
    static Tensor kept(Tensor reduced, Shape from, List<Integer> axes) {
        Shape shape = from;
        for (int axis : axes) {
            shape = shape.with(axis, 1);
        }
        return reduced.reshape(shape);
    }

    private static Tensor sum(Tensor x, List<Integer> axes) { return kept(x.sum(ints(axes)), x.shape(), axes); }

    private static Tensor max(Tensor x, List<Integer> axes) {
        return kept(Ops.reduce(Reduction.Op.MAX, x, ints(axes)), x.shape(), axes);
    }

    /** Axes for a call; of a list without any, all axes would be meant. */
    private static int[] ints(List<Integer> axes) {
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The axes by their numbers from the front; the last one when none is named. */
    static List<Integer> axes(String who, Tensor x, int... axes) {
        return axes.length == 0 ? List.of(Ops.axis(who, x.spec(), -1)) : Ops.axes(who, x, axes);
    }

    private static Tensor unmasked(Tensor x, Tensor where) {
        Tensor floats = Ops.floats(x);
        return Tensors.where(where, floats, scalar(floats, Double.NEGATIVE_INFINITY));
    }

    static Tensor softmax(Tensor x, int... axes) { return softmax(Ops.floats(x), axes("softmax", x, axes)); }

    static Tensor softmaxWhere(Tensor x, Tensor where, int... axes) {
        Tensor result = softmax(unmasked(x, where), axes);
        return Tensors.where(where, result, scalar(result, 0));
    }

    /** JAX's rule needs the result alone: d(softmax x) = y (dx - Σ y dx). */
    private static Tensor softmax(Tensor x, List<Integer> axes) {
        return Transforms.customJvp((Tensor primal) -> {
            Tensor exp = primal.sub(max(primal, axes)).exp();
            return exp.div(sum(exp, axes));
        }, (primal, tangent) -> {
            Tensor y = softmax(primal, axes);
            return new JvpResult<>(y, y.mul(tangent.sub(sum(y.mul(tangent), axes))));
        }).apply(x);
    }

    static Tensor logSoftmax(Tensor x, int... axes) {
        List<Integer> counted = axes("logSoftmax", x, axes);
        Tensor floats = Ops.floats(x);
        Tensor shifted = floats.sub(Tensors.stopGradient(max(floats, counted)));
        return shifted.sub(sum(shifted.exp(), counted).log());
    }

    static Tensor logSoftmaxWhere(Tensor x, Tensor where, int... axes) {
        Tensor result = logSoftmax(unmasked(x, where), axes);
        return Tensors.where(where, result, scalar(result, Double.NEGATIVE_INFINITY));
    }

    static Tensor logSumExp(Tensor x, int... axes) {
        List<Integer> counted = Ops.axes("logSumExp", x, axes);
        Tensor floats = Ops.floats(x);
        Tensor largest = finite(max(floats, counted));
        return sum(floats.sub(largest).exp(), counted).log().add(largest).reshape(x.shape().without(counted));
    }

    static Tensor logSumExpWhere(Tensor x, Tensor where, int... axes) { return logSumExp(unmasked(x, where), axes); }

    static Tensor logSumExpWeighted(Tensor x, Tensor weights, int... axes) {
        DType dtype = Ops.promoted(Ops.floats(x).dtype(), Ops.floats(weights).dtype());
        Tensor factors = weights.cast(dtype);
        Tensor floats = unmasked(x.cast(dtype), factors.ne(0));
        List<Integer> counted = Ops.axes("logSumExp", floats, axes);
        Tensor largest = finite(max(floats, counted));
        Tensor sum = sum(floats.sub(largest).exp().mul(factors), counted);
        Tensor log = Tensors.where(sum.lt(0), scalar(sum, Double.NaN), sum.abs().log().add(largest));
        return log.reshape(floats.shape().without(counted));
    }

    /** Zero instead of an infinity, so that the difference of two equal ones is none. */
    private static Tensor finite(Tensor largest) {
        return Tensors.stopGradient(Tensors.where(largest.isFinite(), largest, scalar(largest, 0)));
    }
}
