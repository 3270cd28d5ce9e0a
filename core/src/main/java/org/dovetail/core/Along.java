package org.dovetail.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dovetail.core.internal.prim.Ops;

/**
 * Where a reduction goes: along which axes, whether the result keeps them, and which elements count. Three arguments of numpy in one.
 *
 * {@snippet file="org/dovetail/core/ReductionsTests.java" region="along"}
 *
 * @param axes the axes, negative ones counted from the end; all when none is named
 * @param keepsDims whether the result has those axes with an extent of 1, so that it broadcasts with the operand
 * @param counted truth values that broadcast to the operand: what is false is left out
 */
public record Along(List<Integer> axes, boolean keepsDims, Optional<Tensor> counted) {
    /** Copies the axes. */
    public Along {
        axes = List.copyOf(axes);
    }

    /**
     * All axes.
     *
     * @return without kept axes, counting every element
     */
    public static Along all() { return new Along(List.of(), false, Optional.empty()); }

    /**
     * Some axes.
     *
     * @param axes the axes, negative ones counted from the end; all when none is named
     * @return without kept axes, counting every element
     */
    public static Along axes(int... axes) {
        return new Along(IntStream.of(axes).boxed().toList(), false, Optional.empty());
    }

    /**
     * The same with kept axes, as {@code keepdims=True}.
     *
     * @return with an axis of extent 1 for each that is reduced
     */
    public Along keepDims() { return new Along(axes, true, counted); }

    /**
     * The same for some elements alone, as {@code where=mask}.
     *
     * @param mask truth values that broadcast to the operand
     * @return counting where the mask is true
     */
    public Along where(Tensor mask) { return new Along(axes, keepsDims, Optional.of(mask)); }

    /** The axes by their numbers from the front. */
    int[] of(String who, Tensor x) {
        int[] counted = Ops.axes(who, x, axes.stream().mapToInt(Integer::intValue).toArray()).stream()
                .mapToInt(Integer::intValue).toArray();
        if (IntStream.of(counted).distinct().count() < counted.length) {
            throw new IllegalArgumentException(who + ": distinct axes of " + x.spec() + " are expected; got " + axes);
        }
        return counted;
    }

    /** How many elements are made one. */
    double count(String who, Tensor x) {
        return IntStream.of(of(who, x)).mapToDouble(x::dim).reduce(1, (a, b) -> a * b);
    }

    /** The operand with a number in the place of what does not count. */
    Tensor masked(Tensor x, Number neutral) {
        return counted.map(mask -> Tensors.where(mask, x, Ops.constant(x.dtype(), neutral))
                .broadcastTo(x.shape())).orElse(x);
    }

    /** A reduced operand, with its axes if they are kept. */
    Tensor finished(String who, Tensor x, Tensor reduced) {
        if (!keepsDims) {
            return reduced;
        }
        Shape shape = x.shape();
        for (int axis : of(who, x)) {
            shape = shape.with(axis, 1);
        }
        return reduced.reshape(shape);
    }
}
