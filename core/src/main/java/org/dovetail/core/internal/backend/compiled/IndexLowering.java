package org.dovetail.core.internal.backend.compiled;

import java.util.List;
import java.util.Optional;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.compiled.Indexings.Putting;
import org.dovetail.core.internal.backend.compiled.Indexings.Taking;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Gather;
import org.dovetail.core.internal.prim.Indexing;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Scatter;

/**
 * Makes steps of operations on elements whose places are operands.
 *
 * @param sources the slot of each operand
 * @param specs dtype and shape of each operand
 */
record IndexLowering(Lowering lowering, List<Integer> sources, List<TensorSpec> specs, TensorSpec result) {
    /** Adds the steps; the result's slot. */
    int lower(Indexing indexing) {
        Shape whole = specs.getFirst().shape();
        return switch (indexing) {
            case Indexing.DynamicSlice(Shape sizes) -> take(single(whole, sizes, 1), 1, sources.getFirst());
            case Indexing.DynamicUpdateSlice() ->
                put(single(whole, specs.get(1).shape(), 2), Optional.empty(), 1, sources.subList(2, sources.size()));
            case Gather gather -> {
                Located places = Located.many(gather.numbers(), gather.sizes(), gather.isClamped(), whole,
                        specs.get(1), result.shape());
                int fill = gather.isClamped()
                        ? sources.getFirst()
                        : lowering.constant(Ops.constant(result.dtype(), gather.fill()));
                yield take(places, 1, fill);
            }
            case Scatter scatter -> {
                Shape updates = specs.get(2).shape();
                Located places = Located.many(scatter.numbers(), scatter.sizes(whole, updates), scatter.isClamped(),
                        whole, specs.get(1), updates);
                yield put(places, combination(scatter.op()), 2, sources.subList(1, 2));
            }
        };
    }

    private Located single(Shape whole, Shape sizes, int first) {
        return Located.single(whole, sizes, specs.size() > first ? specs.get(first).dtype() : Lane.bits(4));
    }

    private static Optional<Binary> combination(Scatter.Op op) {
        return switch (op) {
            case SET -> Optional.empty();
            case ADD -> Optional.of(Binary.ADD);
            case MUL -> Optional.of(Binary.MUL);
            case MIN -> Optional.of(Binary.MIN);
            case MAX -> Optional.of(Binary.MAX);
        };
    }

    private int take(Located places, int firstIndex, int fill) {
        int slot = lowering.slot(result);
        return lowering.step(slot, new Step.Take(new Taking(places, result.dtype().bytes()), sources.getFirst(),
                sources.subList(firstIndex, sources.size()), fill, slot));
    }

    private int put(Located places, Optional<Binary> op, int updates, List<Integer> indices) {
        int slot = lowering.slot(result);
        return lowering.step(slot, new Step.Put(new Putting(places, result.dtype(), op), sources.getFirst(), indices,
                sources.get(updates), slot));
    }
}
