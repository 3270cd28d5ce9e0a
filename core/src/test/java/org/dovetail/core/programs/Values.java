package org.dovetail.core.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;

/** What a line of a program can choose from: the values of the lines before it, those around a loop's body first. */
record Values(List<Tensor> all, Line line) {
    /** So that stacked and concatenated values stay small. */
    private static final int LARGEST = 120;

    static boolean isFloat(TensorSpec spec) { return spec.dtype().kind() == Kind.FLOAT; }

    static boolean isSmall(Shape shape) { return shape.size() <= LARGEST && shape.rank() <= 3; }

    private static <T> T pick(List<T> list, int number) { return list.get(Math.floorMod(number, list.size())); }

    /** Those of which something is true, the newest first. */
    List<Tensor> where(Predicate<TensorSpec> condition) {
        return all.reversed().stream().filter(value -> condition.test(value.spec())).toList();
    }

    /** The chosen one of some values, at least one. */
    Tensor first(List<Tensor> values) {
        return pick(values, line.first());
    }

    /** Another value of the same dtype and shape, maybe the same. */
    Tensor like(Tensor x) {
        return pick(where(x.spec()::equals), line.second());
    }

    /** A value, maybe of another dtype and shape. */
    Tensor any() { return pick(all.reversed(), line.second()); }

    /** A whole number below a bound. */
    int number(int bound) { return Math.floorMod(line.third(), bound); }

    int axis(Tensor x) { return number(x.rank()); }

    /** Truth values of some shape. */
    Tensor truth(Shape shape) {
        List<Tensor> truths = where(spec -> spec.equals(new TensorSpec(DType.BOOL, shape)));
        return truths.isEmpty() ? fit(any(), new TensorSpec(DType.BOOL, shape)) : pick(truths, line.second());
    }

    /** A whole number from zero up to a bound, that depends on a value. */
    Tensor integer(int bound) {
        return integers(Shape.of(), bound);
    }

    /** Whole numbers from zero up to a bound, that depend on a value. */
    Tensor integers(Shape shape, int bound) {
        return fit(any(), new TensorSpec(DType.INT32, shape)).abs().rem(bound);
    }

    /** A value made to have a dtype and a shape. */
    static Tensor fit(Tensor x, TensorSpec to) {
        if (x.spec().equals(to)) {
            return x;
        }
        Tensor alike = x.shape().equals(to.shape()) ? x : whole(x);
        Tensor number = alike.dtype() == DType.BOOL ? alike.cast(DType.INT32) : alike;
        Tensor cast = switch (to.dtype().kind()) {
            case FLOAT -> isFloat(number.spec()) ? number : number.rem(4).cast(to.dtype()).mul(0.5);
            case BOOL -> number.gt(0);
            default -> isFloat(number.spec()) ? number.mul(4).floor().cast(to.dtype()) : number;
        };
        return cast.broadcastTo(to.shape());
    }

    /** One number made of all. */
    private static Tensor whole(Tensor x) {
        return switch (x.dtype().kind()) {
            case FLOAT -> mean(x);
            case BOOL -> x.any();
            default -> x.sum();
        };
    }

    /** The mean, of numbers whose sum is exact in any order. */
    static Tensor mean(Tensor x, int... axes) {
        Tensor sum = exact(x).sum(axes);
        return sum.mul(sum.size() / (double) Math.max(1, x.size()));
    }

    /** Multiples of 1/16, so that sums and products are exact in any order; the derivative is that of the number itself. */
    static Tensor exact(Tensor x) {
        return x.add(Tensors.stopGradient(Tensors.round(x.mul(16)).div(16).sub(x)));
    }

    Values with(List<Tensor> more, Line next) {
        List<Tensor> longer = new ArrayList<>(all);
        longer.addAll(more);
        return new Values(longer, next);
    }
}
