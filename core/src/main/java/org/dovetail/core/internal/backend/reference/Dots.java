package org.dovetail.core.internal.backend.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.DotGeneral;

/** Sums of products. */
final class Dots {
    private final Array left;
    private final Array right;
    private final Shape result;
    private final Shape contracted;
    /** From a place of the result to the first factors. */
    private final Strides leftStart;
    private final Strides rightStart;
    /** From a number of the sum to how far its factors are from the first. */
    private final Strides leftAlong;
    private final Strides rightAlong;

    private Dots(DotGeneral dot, Array left, Array right, Shape result) {
        this.left = left;
        this.right = right;
        this.result = result;
        this.contracted = new Shape(dot.leftContract().stream().map(left.shape()::extent).toList());
        Strides leftStrides = Strides.of(left.shape());
        Strides rightStrides = Strides.of(right.shape());
        List<Integer> leftFree = dot.leftFree(left.rank());
        List<Integer> rightFree = dot.rightFree(right.rank());
        this.leftStart = way(leftStrides.along(dot.leftBatch()).steps(), leftStrides.along(leftFree).steps(),
                Collections.nCopies(rightFree.size(), 0L));
        this.rightStart = way(rightStrides.along(dot.rightBatch()).steps(), Collections.nCopies(leftFree.size(), 0L),
                rightStrides.along(rightFree).steps());
        this.leftAlong = leftStrides.along(dot.leftContract());
        this.rightAlong = rightStrides.along(dot.rightContract());
    }

    private static Strides way(List<Long> batch, List<Long> leftFree, List<Long> rightFree) {
        List<Long> steps = new ArrayList<>(batch);
        steps.addAll(leftFree);
        steps.addAll(rightFree);
        return new Strides(0, steps);
    }

    static Array run(DotGeneral dot, Array left, Array right, TensorSpec result) {
        Dots dots = new Dots(dot, left, right, result.shape());
        return switch (Domain.of(left.dtype())) {
            case SINGLE -> Array.ofDoubles(result, place -> XlaMath.flush((float) dots.singles(place)));
            case DOUBLE -> Array.ofDoubles(result, dots::reals);
            case INTEGER -> Array.ofLongs(result, dots::integers);
            case NONE -> throw Domain.uncovered(left.dtype());
        };
    }

    private long leftAt(long place, long i) { return leftStart.at(result, place) + leftAlong.at(contracted, i); }

    private long rightAt(long place, long i) { return rightStart.at(result, place) + rightAlong.at(contracted, i); }

    private double singles(long place) {
        double sum = 0;
        for (long i = 0; i < contracted.size(); i++) {
            double factor = Domain.flushed(left, leftAt(place, i));
            sum += factor * Domain.flushed(right, rightAt(place, i));
        }
        return sum;
    }

    private double reals(long place) {
        double sum = 0;
        for (long i = 0; i < contracted.size(); i++) {
            sum += left.doubleAt(leftAt(place, i)) * right.doubleAt(rightAt(place, i));
        }
        return sum;
    }

    private long integers(long place) {
        long sum = 0;
        for (long i = 0; i < contracted.size(); i++) {
            sum += left.longAt(leftAt(place, i)) * right.longAt(rightAt(place, i));
        }
        return sum;
    }
}
