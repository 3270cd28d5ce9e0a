package org.dovetail.core.transform;

import java.util.List;
import java.util.function.Function;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Tensor;
import org.dovetail.core.internal.prim.Jvp;
import org.dovetail.core.internal.trace.JvpTrace;
import org.dovetail.core.internal.trace.Linearized;
import org.dovetail.core.internal.trace.PartialTrace;
import org.jspecify.annotations.Nullable;

/** Derivatives of functions from lists of tensors to lists of tensors: what front ends build {@code grad} and its kin on. */
public final class Differentiation {
    private Differentiation() {}

    /**
     * Results with a way back.
     *
     * @param results the function's results
     * @param pullback takes a cotangent for each result and gives one for each differentiated argument; null stands for zero in both
     */
    public record Vjp(List<Tensor> results,
            Function<List<? extends @Nullable Tensor>, List<@Nullable Tensor>> pullback) {}

    /**
     * Results with their tangents.
     *
     * @param results the function's results
     * @param tangents a tangent for each; null stands for zero
     */
    public record Tangents(List<Tensor> results, List<@Nullable Tensor> tangents) {}

    /**
     * Refuses what has no gradient.
     *
     * @param caller who differentiates
     * @param value what the function gave
     * @throws IllegalArgumentException unless it is a float scalar
     */
    public static void requireScalar(String caller, Tensor value) {
        if (value.rank() != 0) {
            throw new IllegalArgumentException(caller + ": the function must give a scalar; got " + value.spec()
                    + ". Reduce it with mean() or sum()");
        }
        if (value.dtype().kind() != Kind.FLOAT) {
            throw new IllegalArgumentException(caller + ": the function must give a float; got " + value.spec()
                    + ". Cast it with cast(DType.FLOAT32)");
        }
    }

    /**
     * Reverse mode, as {@code jax.vjp}.
     *
     * @param function the function
     * @param arguments its arguments
     * @param differentiated for which of them cotangents are wanted
     * @return results and pullback
     */
    public static Vjp vjp(Function<List<Tensor>, List<Tensor>> function, List<Tensor> arguments,
            List<Boolean> differentiated) {
        Linearized linearized = PartialTrace.linearize(function, arguments, differentiated);
        return new Vjp(linearized.results(), linearized::pullBack);
    }

    /**
     * Forward mode, as {@code jax.jvp}.
     *
     * @param function the function
     * @param arguments its arguments
     * @param tangents a direction for each; null stands for zero
     * @return results and tangents
     */
    public static Tangents jvp(Function<List<Tensor>, List<Tensor>> function, List<Tensor> arguments,
            List<@Nullable Tensor> tangents) {
        Jvp jvp = JvpTrace.run(function, arguments, tangents);
        return new Tangents(jvp.primals(), jvp.tangents());
    }
}
