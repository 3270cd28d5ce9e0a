package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/** Transformations that keep updates from being too large. */
final class Clipping {
    private static final double SMALLEST_NORM = 1e-6;

    private Clipping() {}

    /** Each number between two bounds. */
    record Clip(Scalar maxDelta) implements Stateless {
        @Override
        public <P> P apply(P updates, @Nullable P params) {
            return Tree.map(u -> u.maximum(maxDelta.negated().tensor(u.dtype())).minimum(maxDelta.tensor(u.dtype())),
                    updates);
        }
    }

    /** The root of the mean square of each tensor. */
    record ByBlockRms(Scalar threshold) implements Stateless {
        @Override
        public <P> P apply(P updates, @Nullable P params) {
            return Tree.map(u -> u.div(threshold.divides(Lengths.rootMeanSquare(u)).maximum(1.0)), updates);
        }
    }

    /** The norm of all. */
    record ByGlobalNorm(Scalar maxNorm) implements Stateless {
        @Override
        public <P> P apply(P updates, @Nullable P params) {
            Tensor norm = Lengths.global(updates);
            Tensor isSmall = norm.lt(maxNorm.tensor(norm.dtype()));
            return Tree.map(u -> Tensors.where(isSmall, u, maxNorm.times(u.div(norm.cast(u.dtype())))), updates);
        }
    }

    /** The norm of each unit's weights, in proportion to that of the parameters. */
    record Adaptive(Scalar clipping, Scalar eps) implements Stateless {
        @Override
        public <P> P apply(P updates, @Nullable P params) {
            return Tree.map(this::clipped, updates, Stateless.required("adaptiveGradClip", params));
        }

        private Tensor clipped(Tensor update, Tensor param) {
            Tensor norm = Lengths.unitWise(update);
            Tensor limit = clipping.times(Lengths.unitWise(param).maximum(eps.tensor(param.dtype())));
            Tensor scaled = update.mul(limit.div(norm.maximum(SMALLEST_NORM)));
            return Tensors.where(norm.lt(limit), update, scaled);
        }
    }
}
