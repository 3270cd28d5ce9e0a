package org.dovetail.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dovetail.core.internal.prim.Ops;

/**
 * Over what a loss of {@link Losses} sums.
 *
 * @param axes along which axes; the last where none is named
 * @param where which elements count; all where it is not given
 */
public record LossOptions(List<Integer> axes, Optional<Tensor> where) {
    /** All elements along the last axis. */
    public static final LossOptions DEFAULT = new LossOptions(List.of(), Optional.empty());

    /** Copies the axes. */
    public LossOptions {
        axes = List.copyOf(axes);
    }

    /**
     * The same along other axes.
     *
     * @param others the axes; negative ones count from the end
     * @return the options
     */
    public LossOptions withAxes(int... others) {
        return new LossOptions(Arrays.stream(others).boxed().toList(), where);
    }

    /**
     * The same with a mask.
     *
     * @param mask truth values that broadcast with the operands; without the axes that are summed over they get those
     * @return the options
     */
    public LossOptions withWhere(Tensor mask) { return new LossOptions(axes, Optional.of(mask)); }

    /** The axes of an operand, by their numbers from the front. */
    List<Integer> counted(String who, Tensor x) {
        int[] named = axes.stream().mapToInt(Integer::intValue).toArray();
        return named.length == 0 ? List.of(Ops.axis(who, x.spec(), -1)) : Ops.axes(who, x, named);
    }

    /** The mask with all axes of an operand. */
    Optional<Tensor> mask(String who, Tensor x) {
        return where.map(mask -> {
            if (mask.rank() == x.rank()) {
                return mask;
            }
            List<Integer> extents = new ArrayList<>(mask.shape().extents());
            counted(who, x).stream().sorted().forEach(axis -> extents.add(Math.min(axis, extents.size()), 1));
            return mask.reshape(new Shape(extents));
        });
    }

    /** The sum of what counts. */
    Tensor sum(String who, Tensor x) {
        Tensor counts = mask(who, x)
                .map(mask -> Tensors.where(mask, x, Tensors.full(x.dtype(), Shape.of(), 0))).orElse(x);
        return counts.sum(counted(who, x).stream().mapToInt(Integer::intValue).toArray());
    }

    /** {@link #sum} with axes of extent 1. */
    Tensor keptSum(String who, Tensor x) {
        return Softmax.kept(sum(who, x), x.shape(), counted(who, x));
    }
}
