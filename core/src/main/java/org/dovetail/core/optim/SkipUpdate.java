package org.dovetail.core.optim;

import java.util.List;
import java.util.Map;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/** Decides whether {@link MultiSteps} leaves out a gradient: {@code optax.ShouldSkipUpdateFunction}. */
@FunctionalInterface
public interface SkipUpdate {
    /**
     * What was decided.
     *
     * @param shouldSkip a truth value
     * @param state what to remember of it, a tree
     */
    record Decision(Tensor shouldSkip, Object state) {}

    /**
     * Decides about one gradient.
     *
     * @param updates the gradient
     * @param gradientStep how many updates were made, an int32 scalar
     * @param params the parameters, if the caller gives them
     * @return the decision
     */
    Decision decide(Object updates, Tensor gradientStep, @Nullable Object params);

    /**
     * Leaves out gradients that hold an infinite number or a NaN, as {@code optax.skip_not_finite}.
     *
     * @return the rule; it remembers {@code should_skip} and {@code num_not_finite}
     */
    static SkipUpdate notFinite() {
        return (updates, _, _) -> {
            Tensor count = total(Tree.leaves(updates).stream().map(x -> x.isFinite().not().sum()).toList(),
                    DType.INT32);
            Tensor shouldSkip = count.gt(0);
            return new Decision(shouldSkip, Map.of("should_skip", shouldSkip, "num_not_finite", count));
        };
    }

    /**
     * Leaves out gradients whose squares sum up to too much, or to a NaN, as {@code optax.skip_large_updates}.
     *
     * @param maxSquaredNorm the sum from which on they are left out
     * @return the rule; it remembers {@code should_skip} and {@code norm_squared}
     */
    static SkipUpdate large(double maxSquaredNorm) {
        return (updates, _, _) -> {
            Tensor norm = total(Tree.leaves(updates).stream().map(x -> x.mul(x).sum()).toList(), DType.FLOAT32);
            Tensor shouldSkip = norm.lt(maxSquaredNorm).not();
            return new Decision(shouldSkip, Map.of("should_skip", shouldSkip, "norm_squared", norm));
        };
    }

    private static Tensor total(List<Tensor> counts, DType dtype) {
        return counts.stream().map(x -> x.cast(dtype)).reduce(Tensor::add)
                .orElseGet(() -> Tensors.zeros(dtype, Shape.of()));
    }
}
