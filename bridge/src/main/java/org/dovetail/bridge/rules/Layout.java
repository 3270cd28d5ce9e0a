package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dovetail.core.Shape;

/** How the axes of one array of a layer lie in Haiku and in NNX. */
enum Layout {
    /** Alike. */
    EQUAL,
    /** Haiku keeps axes of extent 1 that NNX does not have. */
    SQUEEZED,
    /** The last two axes are exchanged. */
    SWAPPED,
    /** All axes but the last two run backwards. */
    FLIPPED;

    /** The operations from a Haiku shape to an NNX shape, or empty when there are none. */
    Optional<List<TensorOp>> toNnx(Shape haiku, Shape nnx) {
        return switch (this) {
            case EQUAL -> when(haiku.equals(nnx), haiku.equals(nnx), new TensorOp.Reshape(haiku, nnx));
            case SQUEEZED -> when(haiku.squeezed().equals(nnx.squeezed()), haiku.equals(nnx),
                    new TensorOp.Reshape(haiku, nnx));
            case SWAPPED -> when(nnx.equals(swapped(haiku)), haiku.extent(-1) == 1 && haiku.extent(-2) == 1,
                    new TensorOp.Permute(swap(haiku.rank())));
            case FLIPPED -> when(haiku.equals(nnx), spatial(haiku).size() == 1,
                    new TensorOp.Flip(IntStream.range(0, haiku.rank() - 2).boxed().toList()));
        };
    }

    /** The NNX shape for a Haiku shape. */
    Shape nnx(Shape haiku) {
        return switch (this) {
            case EQUAL, FLIPPED -> haiku;
            case SQUEEZED -> haiku.squeezed().rank() == 0 ? Shape.of(1) : haiku.squeezed();
            case SWAPPED -> swapped(haiku);
        };
    }

    /** The Haiku shape for an NNX shape, without axes of extent 1. */
    Shape haiku(Shape nnx) {
        return this == SWAPPED ? swapped(nnx) : nnx;
    }

    /** An operation that moves no number is left out, so that kinds which differ in it alone count as one. */
    private static Optional<List<TensorOp>> when(boolean fits, boolean idle, TensorOp op) {
        if (!fits) {
            return Optional.empty();
        }
        return Optional.of(idle ? List.of() : List.of(op));
    }

    private static Shape swapped(Shape shape) { return shape.permuted(swap(shape.rank())); }

    private static List<Integer> swap(int rank) {
        List<Integer> axes = new ArrayList<>(IntStream.range(0, rank - 2).boxed().toList());
        axes.add(rank - 1);
        axes.add(rank - 2);
        return axes;
    }

    private static Shape spatial(Shape shape) { return new Shape(shape.extents().subList(0, shape.rank() - 2)); }
}
