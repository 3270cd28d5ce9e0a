package org.dovetail.core.optim;

import java.util.stream.IntStream;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/** Transformations that are one line each. */
final class Elementary {
    private Elementary() {}

    /** The updates as they are. */
    record Identity() implements Stateless {
        @Override
        public <P> P apply(P updates, @Nullable P params) { return updates; }
    }

    /** Zeros. */
    record SetToZero() implements Stateless {
        @Override
        public <P> P apply(P updates, @Nullable P params) {
            return Tree.map(u -> Tensors.zeros(u.dtype(), u.shape()), updates);
        }
    }

    /** The updates times a number. */
    record Scale(Scalar stepSize) implements Stateless {
        @Override
        public <P> P apply(P updates, @Nullable P params) { return Tree.map(stepSize::times, updates); }
    }

    /** The updates less their mean along all axes but the first. */
    record Centralize() implements Stateless {
        @Override
        public <P> P apply(P updates, @Nullable P params) { return Tree.map(Centralize::centered, updates); }

        private static Tensor centered(Tensor u) {
            if (u.rank() < 2) {
                return u;
            }
            int[] axes = IntStream.range(1, u.rank()).toArray();
            Shape kept = new Shape(IntStream.range(0, u.rank()).mapToObj(i -> i == 0 ? u.dim(0) : 1).toList());
            return u.sub(u.mean(axes).reshape(kept));
        }
    }

    /** Updates that leave no parameter below 0. */
    record KeepParamsNonnegative() implements Stateless {
        @Override
        public <P> P apply(P updates, @Nullable P params) {
            return Tree.map((u, p) -> Tensors.where(p.add(u).lt(0), p.neg(), u), updates,
                    Stateless.required("keepParamsNonnegative", params));
        }
    }

    /** Zeros for NaNs. */
    record ZeroNans() implements GradientTransformation<ZeroNansState> {
        @Override
        public ZeroNansState init(Object params) {
            return new ZeroNansState(Tree.map(_ -> Tensors.zeros(DType.BOOL, Shape.of()), params));
        }

        @Override
        public <P> Updated<P, ZeroNansState> update(P updates, ZeroNansState state, @Nullable P params) {
            P clean = Tree.map(u -> Tensors.where(Tensors.isNaN(u), Tensors.zeros(u.dtype(), Shape.of()), u), updates);
            return new Updated<>(clean, new ZeroNansState(Tree.map(u -> Tensors.isNaN(u).any(), (Object) updates)));
        }
    }
}
