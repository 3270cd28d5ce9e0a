package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;

/**
 * Computes one target array of a move.
 *
 * <p>
 * A layer that is taken out of a stack is taken out first, as far as the operations allow, so that n layers cost what one stack costs.
 */
final class MovedArray implements Node.Numbers {
    private final Move move;
    private final int target;
    private final SourceArrays sources;
    private final Consumer<TensorOp.Cast> lost;

    /** Target array {@code target} of a move; {@code lost} hears of casts that changed a number. */
    MovedArray(Move move, int target, SourceArrays sources, Consumer<TensorOp.Cast> lost) {
        this.move = move;
        this.target = target;
        this.sources = sources;
        this.lost = lost;
    }

    /** The array, which lives as long as {@code memory} and until the next one is computed. */
    @Override
    public Array read(SegmentAllocator memory) throws IOException { return result(move.ops().size(), target, memory); }

    /** Array {@code index} of those that the first {@code ops} operations give. */
    private Array result(int ops, int index, SegmentAllocator memory) throws IOException {
        if (ops == 0) {
            return sources.read(move.from().get(index).path(), memory);
        }
        TensorOp op = move.ops().get(ops - 1);
        return switch (op) {
            case TensorOp.Unstack _ -> layer(ops - 1, index, memory);
            case TensorOp.Stack(int layers) -> stack(ops - 1, layers, memory);
            case TensorOp.Cast cast -> cast(cast, result(ops - 1, index, memory), memory);
            case TensorOp.Reshape _,TensorOp.Permute _,TensorOp.Flip _ ->
                op.apply(List.of(result(ops - 1, index, memory)), memory).getFirst();
        };
    }

    private Array stack(int ops, int layers, SegmentAllocator memory) throws IOException {
        try (Arena parts = Arena.ofConfined()) {
            List<Array> arrays = new ArrayList<>(layers);
            for (int i = 0; i < layers; i++) {
                arrays.add(result(ops, i, parts));
            }
            return Array.stack(arrays, memory);
        }
    }

    /** Layer {@code index} of the one array that the first {@code ops} operations give. */
    private Array layer(int ops, int index, SegmentAllocator memory) throws IOException {
        if (ops == 0) {
            return result(0, 0, memory).at(index);
        }
        TensorOp op = move.ops().get(ops - 1);
        if (op instanceof TensorOp.Cast cast) {
            return cast(cast, layer(ops - 1, index, memory), memory);
        }
        if (op instanceof TensorOp.Stack) {
            return result(ops - 1, index, memory);
        }
        Optional<TensorOp> inside = ofOneLayer(op);
        return inside.isPresent()
                ? inside.get().apply(List.of(layer(ops - 1, index, memory)), memory).getFirst()
                : result(ops, 0, memory).at(index);
    }

    /** What an operation on a stack does to each of its layers, if it leaves the first axis alone. */
    private static Optional<TensorOp> ofOneLayer(TensorOp op) {
        return switch (op) {
            case TensorOp.Reshape(Shape from, Shape to) when from.rank() > 0 && to.rank() > 0
                    && from.extent(0) == to.extent(0) ->
                Optional.of(new TensorOp.Reshape(from.withoutFirst(), to.withoutFirst()));
            case TensorOp.Permute(var axes) when !axes.isEmpty() && axes.getFirst() == 0 ->
                Optional.of(new TensorOp.Permute(inner(axes.subList(1, axes.size()))));
            case TensorOp.Flip(var axes) when !axes.contains(0) -> Optional.of(new TensorOp.Flip(inner(axes)));
            case TensorOp.Reshape _,TensorOp.Permute _,TensorOp.Flip _,TensorOp.Cast _,TensorOp.Unstack _,TensorOp.Stack _ ->
                Optional.empty();
        };
    }

    private static List<Integer> inner(List<Integer> axes) { return axes.stream().map(axis -> axis - 1).toList(); }

    private Array cast(TensorOp.Cast cast, Array array, SegmentAllocator memory) {
        Array after = cast.apply(List.of(array), memory).getFirst();
        if (!cast.isExact()) {
            try (Arena back = Arena.ofConfined()) {
                if (!after.cast(cast.from(), back).bitEquals(array)) {
                    lost.accept(cast);
                }
            }
        }
        return after;
    }
}
