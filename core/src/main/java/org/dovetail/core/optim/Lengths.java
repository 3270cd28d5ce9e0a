package org.dovetail.core.optim;

import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.Along;
import org.dovetail.core.Norms;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.Tree;

/** Lengths of tensors and trees. */
final class Lengths {
    private Lengths() {}

    /** The root of the sum of all squares in a tree, leaf by leaf in order. */
    static Tensor global(Object tree) {
        return squared(Tree.leaves(tree)).sqrt();
    }

    /** The sum of all squares. */
    static Tensor squared(List<Tensor> leaves) {
        return leaves.stream().map(x -> x.mul(x).sum()).reduce(Tensor::add).orElseGet(Tensors::zeros);
    }

    /** The norm of a tensor, or a smallest one: {@code optax.safe_norm}, whose derivative is 0 where the norm is too small. */
    static Tensor safe(Tensor x, Scalar least) {
        Tensor limit = least.tensor(x.dtype());
        Tensor isSmall = Norms.norm(x).le(limit);
        return Tensors.where(isSmall, limit, Norms.norm(Tensors.where(isSmall, one(x), x)));
    }

    /** The root of the mean square. */
    static Tensor rootMeanSquare(Tensor x) { return x.mul(x).mean().sqrt(); }

    private static Tensor one(Tensor like) { return Tensors.ones(like.dtype(), Shape.of()); }

    /** The norm of the weights of each unit of a layer, repeated to the shape of the weights; a unit is an element of the last axis. */
    static Tensor unitWise(Tensor x) {
        boolean isVector = x.shape().extents().stream().filter(extent -> extent != 1).count() <= 1;
        if (!isVector && x.rank() > 5) {
            throw new IllegalArgumentException("adaptiveGradClip: weights of at most 5 axes are expected; got "
                    + x.spec() + ". Mask this one");
        }
        int summed = isVector ? x.rank() : x.rank() <= 3 ? 1 : x.rank() - 1;
        Tensor lengths = summed == 0
                ? x.mul(x).sqrt()
                : Norms.norm(x, Along.axes(IntStream.range(0, summed).toArray()).keepDims());
        return lengths.broadcastTo(x.shape());
    }
}
