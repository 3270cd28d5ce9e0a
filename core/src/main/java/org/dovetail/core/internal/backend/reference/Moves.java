package org.dovetail.core.internal.backend.reference;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Shaping;

/** Operations that move elements, bit by bit. */
final class Moves {
    private final int bytes;
    private final MemorySegment target;

    private Moves(TensorSpec result, MemorySegment target) {
        this.bytes = result.dtype().bytes();
        this.target = target;
    }

    /** Moves what belongs at a place of the result. */
    interface Filling {
        void fill(Moves move, long place);
    }

    /** A result of elements that are moved to each place. */
    static Array gathered(TensorSpec result, Filling filling) {
        return Array.filled(result, data -> {
            Moves moves = new Moves(result, data);
            for (long place = 0; place < result.shape().size(); place++) {
                filling.fill(moves, place);
            }
        });
    }

    /** Copies an element to a place of the result. */
    void copy(Array from, long element, long place) {
        MemorySegment.copy(from.data(), element * bytes, target, place * bytes, bytes);
    }

    static Array run(Shaping shaping, List<Array> operands, TensorSpec result) {
        return switch (shaping) {
            case Shaping.Reshape _ -> operands.getFirst().reshape(result.shape());
            case Shaping.Broadcast broadcast -> repeated(broadcast, operands.getFirst(), result);
            case Shaping.Transpose(List<Integer> axes) ->
                along(operands.getFirst(), Strides.of(operands.getFirst().shape()).along(axes), result);
            case Shaping.Slice slice -> sliced(slice, operands.getFirst(), result);
            case Shaping.Pad pad -> padded(pad, operands.get(0), operands.get(1), result);
            case Shaping.Concatenate(int axis) -> joined(axis, operands, result);
            case Shaping.Reverse(List<Integer> axes) -> reversed(axes, operands.getFirst(), result);
            case Shaping.Iota(_, int axis) -> counted(axis, result);
        };
    }

    private static Array along(Array x, Strides way, TensorSpec result) {
        return gathered(result, (move, place) -> move.copy(x, way.at(result.shape(), place), place));
    }

    private static Array repeated(Shaping.Broadcast broadcast, Array x, TensorSpec result) {
        List<Long> steps = new ArrayList<>(Collections.nCopies(result.shape().rank(), 0L));
        for (int axis = 0; axis < x.rank(); axis++) {
            if (x.shape().extent(axis) != 1) {
                steps.set(broadcast.axes().get(axis), Strides.of(x.shape()).steps().get(axis));
            }
        }
        return along(x, new Strides(0, steps), result);
    }

    private static Array sliced(Shaping.Slice slice, Array x, TensorSpec result) {
        List<Long> whole = Strides.of(x.shape()).steps();
        long start = 0;
        List<Long> steps = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            start += slice.starts().get(axis) * whole.get(axis);
            steps.add(slice.strides().get(axis) * whole.get(axis));
        }
        return along(x, new Strides(start, steps), result);
    }

    private static Array reversed(List<Integer> axes, Array x, TensorSpec result) {
        List<Long> steps = new ArrayList<>(Strides.of(x.shape()).steps());
        long start = 0;
        for (int axis : axes) {
            start += steps.get(axis) * (x.shape().extent(axis) - 1);
            steps.set(axis, -steps.get(axis));
        }
        return along(x, new Strides(start, steps), result);
    }

    private static Array padded(Shaping.Pad pad, Array x, Array value, TensorSpec result) {
        return gathered(result, (move, place) -> {
            long element = 0;
            long rest = place;
            long step = 1;
            boolean isElement = true;
            for (int axis = x.rank() - 1; axis >= 0; axis--) {
                long behind = rest % result.shape().extent(axis) - pad.low().get(axis);
                int distance = pad.interior().get(axis) + 1;
                isElement &= behind >= 0 && behind % distance == 0 && behind / distance < x.shape().extent(axis);
                element += behind / distance * step;
                step *= x.shape().extent(axis);
                rest /= result.shape().extent(axis);
            }
            move.copy(isElement ? x : value, isElement ? element : 0, place);
        });
    }

    private static Array joined(int axis, List<Array> parts, TensorSpec result) {
        Shape shape = result.shape();
        long inner = shape.trailing(shape.rank() - axis - 1).size();
        return gathered(result, (move, place) -> {
            long outer = place / inner / shape.extent(axis);
            long along = place / inner % shape.extent(axis);
            int part = 0;
            while (along >= parts.get(part).shape().extent(axis)) {
                along -= parts.get(part).shape().extent(axis);
                part++;
            }
            Array from = parts.get(part);
            move.copy(from, (outer * from.shape().extent(axis) + along) * inner + place % inner, place);
        });
    }

    private static Array counted(int axis, TensorSpec result) {
        Shape shape = result.shape();
        long inner = shape.trailing(shape.rank() - axis - 1).size();
        return Array.ofLongs(result, place -> place / inner % shape.extent(axis));
    }
}
