package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.PiecedNumbers;
import org.dovetail.bridge.format.Reused;
import org.dovetail.bridge.format.Slices;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.rules.LossyOp;
import org.dovetail.bridge.rules.PieceOp;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.Array;
import org.dovetail.core.ArrayView;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

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

    @Override
    public Array read(SegmentAllocator memory) throws IOException { return result(move.ops().size(), target, memory); }

    @Override
    public void each(SegmentAllocator memory, Node.Receiver receiver) throws IOException {
        each(move.ops().size(), target, memory, receiver);
    }

    /** Array {@code index} of those that the first {@code ops} operations give, piece by piece where the last of them goes piece by piece. */
    private void each(int ops, int index, SegmentAllocator memory, Node.Receiver receiver) throws IOException {
        if (ops == 0) {
            source(index).each(memory, receiver);
            return;
        }
        switch (move.ops().get(ops - 1)) {
            case TensorOp.Reshape _ -> each(ops - 1, index, memory, receiver);
            case TensorOp.Cast cast -> each(ops - 1, index, memory, casting(cast, memory, receiver));
            case TensorOp.Permute _,TensorOp.Flip _ -> Slices.each(view(ops, index, memory), memory, receiver);
            case TensorOp.Stack(int layers) -> {
                for (int layer = 0; layer < layers; layer++) {
                    each(ops - 1, layer * count(ops) + index, memory, receiver);
                }
            }
            case TensorOp.Unstack _,PieceOp.Blocks _,PieceOp.Split _,PieceOp.Join _,LossyOp.Shift _,LossyOp.Sum _,LossyOp.Spread _ ->
                Slices.each(result(ops, index, memory).data(), receiver);
        }
    }

    /** Array {@code index} of those that the first {@code ops} operations give, in another order if that is all that the last of them do. */
    private ArrayView view(int ops, int index, SegmentAllocator memory) throws IOException {
        if (ops == 0) {
            return ArrayView.of(source(index).read(memory));
        }
        return switch (move.ops().get(ops - 1)) {
            case TensorOp.Permute(var axes) -> view(ops - 1, index, memory).permute(axes);
            case TensorOp.Flip(var axes) -> view(ops - 1, index, memory).flip(axes);
            case TensorOp.Reshape _,TensorOp.Cast _,TensorOp.Unstack _,TensorOp.Stack _,PieceOp.Blocks _,PieceOp.Split _,PieceOp.Join _,LossyOp.Shift _,LossyOp.Sum _,LossyOp.Spread _ ->
                ArrayView.of(result(ops, index, memory));
        };
    }

    private Node.Numbers source(int index) { return sources.numbers(move.from().get(index).path()); }

    /** Array {@code index} of those that the first {@code ops} operations give. */
    private Array result(int ops, int index, SegmentAllocator memory) throws IOException {
        if (ops == 0) {
            return source(index).read(memory);
        }
        TensorOp op = move.ops().get(ops - 1);
        return switch (op) {
            case TensorOp.Unstack _ -> layer(ops - 1, index / count(ops - 1), index % count(ops - 1), memory);
            case TensorOp.Stack(int layers) -> {
                List<Integer> places = IntStream.range(0, layers).map(layer -> layer * count(ops) + index).boxed()
                        .toList();
                yield together(op, ops - 1, places, memory);
            }
            case TensorOp.Cast cast -> cast(cast, result(ops - 1, index, memory), memory);
            case TensorOp.Reshape _,TensorOp.Permute _,TensorOp.Flip _,PieceOp.Blocks _,LossyOp.Shift _ ->
                op.apply(List.of(result(ops - 1, index, memory)), memory).getFirst();
            case PieceOp.Split split -> split.part(result(ops - 1, index / split.sizes().size(), memory),
                    index % split.sizes().size(), memory);
            case LossyOp.Spread(int terms) ->
                op.apply(List.of(result(ops - 1, index / terms, memory)), memory).get(index % terms);
            case PieceOp.Join(_, var sizes) -> together(op, ops - 1, neighbours(index, sizes.size()), memory);
            case LossyOp.Sum(int terms) -> together(op, ops - 1, neighbours(index, terms), memory);
        };
    }

    /** How many arrays the first {@code ops} operations give. */
    private int count(int ops) {
        int count = move.from().size();
        for (TensorOp op : move.ops().subList(0, ops)) {
            count = op.results(count);
        }
        return count;
    }

    private static List<Integer> neighbours(int group, int size) {
        return IntStream.range(group * size, (group + 1) * size).boxed().toList();
    }

    /** The one array that an operation makes of some arrays that the first {@code ops} operations give. */
    private Array together(TensorOp op, int ops, List<Integer> places, SegmentAllocator memory) throws IOException {
        List<Array> arrays = new ArrayList<>(places.size());
        for (int place : places) {
            arrays.add(result(ops, place, memory));
        }
        return op.apply(arrays, memory).getFirst();
    }

    /** One layer of array {@code index} of those that the first {@code ops} operations give. */
    private Array layer(int ops, int layer, int index, SegmentAllocator memory) throws IOException {
        if (ops == 0) {
            return result(0, index, memory).at(layer);
        }
        TensorOp op = move.ops().get(ops - 1);
        if (op instanceof TensorOp.Cast cast) {
            return cast(cast, layer(ops - 1, layer, index, memory), memory);
        }
        if (op instanceof TensorOp.Stack) {
            return result(ops - 1, layer * count(ops) + index, memory);
        }
        Optional<TensorOp> inside = ofOneLayer(op);
        return inside.isPresent()
                ? inside.get().apply(List.of(layer(ops - 1, layer, index, memory)), memory).getFirst()
                : result(ops, index, memory).at(layer);
    }

    /** What an operation on a stack does to each of its layers, if it leaves the first axis and the number of arrays alone. */
    private static Optional<TensorOp> ofOneLayer(TensorOp op) {
        return switch (op) {
            case TensorOp.Reshape(Shape from, Shape to) when from.rank() > 0 && to.rank() > 0
                    && from.extent(0) == to.extent(0) ->
                Optional.of(new TensorOp.Reshape(from.withoutFirst(), to.withoutFirst()));
            case TensorOp.Permute(var axes) when !axes.isEmpty() && axes.getFirst() == 0 ->
                Optional.of(new TensorOp.Permute(inner(axes.subList(1, axes.size()))));
            case TensorOp.Flip(var axes) when !axes.contains(0) -> Optional.of(new TensorOp.Flip(inner(axes)));
            case TensorOp.Reshape _,TensorOp.Permute _,TensorOp.Flip _,TensorOp.Cast _,TensorOp.Unstack _,TensorOp.Stack _,PieceOp.Blocks _,PieceOp.Split _,PieceOp.Join _,LossyOp.Shift _,LossyOp.Sum _,LossyOp.Spread _ ->
                Optional.empty();
        };
    }

    private static List<Integer> inner(List<Integer> axes) { return axes.stream().map(axis -> axis - 1).toList(); }

    private Array cast(TensorOp.Cast cast, Array array, SegmentAllocator memory) throws IOException {
        return new PiecedNumbers(array.spec().withDtype(cast.to()), (pieces, receiver) -> Slices.each(array.data(),
                casting(cast, pieces, receiver))).read(memory);
    }

    /** Casts pieces before another takes them. */
    private Node.Receiver casting(TensorOp.Cast cast, SegmentAllocator memory, Node.Receiver receiver) {
        SegmentAllocator after = new Reused(memory);
        SegmentAllocator back = new Reused(memory);
        return bits -> {
            Shape shape = Shape.of(Math.toIntExact(bits.byteSize() / cast.from().bytes()));
            Array piece = Array.of(new TensorSpec(cast.from(), shape), bits);
            Array result = piece.cast(cast.to(), after);
            if (!cast.isExact() && !result.cast(cast.from(), back).bitEquals(piece)) {
                lost.accept(cast);
            }
            receiver.accept(result.data());
        };
    }
}
