package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.fn.F1;

/** Values chosen by several conditions, as {@code jax.numpy} has it; by one condition {@link Tensors#where}. */
public final class Selection {
    private Selection() {}

    /**
     * At each place the value of the first condition that is true there, as {@code jnp.select}.
     *
     * @param conditions truth values
     * @param values a tensor for each; dtypes are promoted and shapes broadcast
     * @param otherwise where no condition is true
     * @return the chosen values
     * @throws IllegalArgumentException if there is not a value for each condition
     */
    public static Tensor select(List<Tensor> conditions, List<Tensor> values, Tensor otherwise) {
        if (conditions.size() != values.size() || conditions.isEmpty()) {
            throw new IllegalArgumentException("select: a value for each condition is expected, and at least one; got "
                    + conditions.size() + " conditions and " + values.size() + " values");
        }
        Tensor chosen = otherwise;
        for (int i = conditions.size() - 1; i >= 0; i--) {
            chosen = Tensors.where(conditions.get(i), values.get(i), chosen);
        }
        return chosen;
    }

    /**
     * At each place what a function gives, that of the last condition that is true there, as {@code jnp.piecewise}.
     *
     * @param x the operand
     * @param conditions truth values of its shape
     * @param functions one for each, which keeps the shape, and one more for the rest
     * @return values of the operand's dtype
     * @throws IllegalArgumentException if there is not one function more than there are conditions
     */
    public static Tensor piecewise(Tensor x, List<Tensor> conditions, List<F1<Tensor, Tensor>> functions) {
        if (functions.size() != conditions.size() + 1) {
            throw new IllegalArgumentException("piecewise: a function for each condition and one for the rest are "
                    + "expected; got " + conditions.size() + " conditions and " + functions.size() + " functions");
        }
        List<Tensor> values = new ArrayList<>(functions.stream().map(function -> function.apply(x).cast(x.dtype()))
                .toList());
        Tensor otherwise = values.removeLast();
        return select(conditions.reversed(), values.reversed(), otherwise);
    }
}
