package org.dovetail.parity.golden;

import java.util.List;
import java.util.Optional;
import org.dovetail.core.Array;
import org.dovetail.core.DType;

/**
 * How far the reference backend may be from JAX.
 *
 * @param units times the distance of 1 to the next larger float32
 * @param scale how large the numbers are of which a sum is made
 * @param reason why
 */
public record GoldenTolerance(double units, double scale, String reason) {
    private record Entry(String functions, String results, GoldenTolerance tolerance) {}

    static final GoldenTolerance BITS = new GoldenTolerance(0, 0, "the same formula, rounded in the same places");
    private static final List<Entry> TABLE = List.of(
            new Entry("rsqrt", ".*", new GoldenTolerance(2, 0,
                    "XLA refines an estimate that differs from processor to processor; measured 1.7")),
            new Entry("atan|Tensors\\.arctan", "out0", new GoldenTolerance(2, 0,
                    "XLA has another formula for fewer than 64 numbers; measured 1.1")),
            new Entry("asin|acos|asinh|acosh", "jvp|vjp0", new GoldenTolerance(2, 0,
                    "they hold rsqrt; measured 1.2")),
            new Entry("logaddexp|cumlogsumexp", "jvp", new GoldenTolerance(4, 0,
                    "JAX compiles the derivative as one, where a product is fused with a sum; measured 1.5")),
            new Entry("Tensor\\.div", "out0", new GoldenTolerance(1, 0,
                    "XLA multiplies by the reciprocal of a divisor that is repeated; measured 0.7")),
            new Entry("Tensor\\.tanh|Tensors\\.arc.*", "jvp|vjp0", new GoldenTolerance(2, 1,
                    "jax.numpy compiles a derivative as one, where a product is fused with a sum; measured 1")),
            new Entry("ControlFlow\\..*", ".*", new GoldenTolerance(4, 1,
                    "XLA compiles a body as one, where a product is fused with a sum; measured 3.3")),
            new Entry("qr|cholesky|cholesky_of_lower|triangular_solve", ".*", new GoldenTolerance(16, 1,
                    "LAPACK rounds after each step, here they are computed in float64; measured 6 for a derivative, 3 for factors")),
            new Entry("programs/.*", ".*", new GoldenTolerance(32, 1,
                    "loops of sums whose rounding is carried from step to step, and compiled ones round in other places; measured 15")),
            new Entry("reduce_prod|Tensor\\.prod", ".*", new GoldenTolerance(4, 1,
                    "XLA rounds after each factor, the reference once; its derivative is a sum; measured 2")),
            new Entry("(reduce_sum|dot_general|mean_).*", ".*", new GoldenTolerance(32, 1,
                    "XLA adds in another order and rounds after each term, the reference once; measured 20 for a sum of 257")),
            new Entry("conv_.*", ".*", new GoldenTolerance(48, 8,
                    "XLA adds in another order and rounds after each term, the reference once; measured 32 for two sums of 297 products of up to 4")),
            new Entry("avg_pool|reduce_window_add", ".*", new GoldenTolerance(4, 1,
                    "XLA rounds after each term, the reference once; sums of at most 16")),
            new Entry("(max|min)_pool|reduce_window_(max|min)", "vjp.*", new GoldenTolerance(4, 1,
                    "an element chosen by several windows has a sum of cotangents")),
            new Entry("(softmax|log_softmax|logsumexp).*", ".*", new GoldenTolerance(4, 1,
                    "they hold sums; measured less than 4")),
            new Entry("axes/(vmap|vmap_of_grad|grad_of_vmap)/.*", ".*", new GoldenTolerance(8, 1,
                    "sums over lanes, which XLA adds in another order and rounds after each term; measured 3.2")),
            new Entry("pad|broadcast_in_dim", "vjp.*", new GoldenTolerance(16, 1,
                    "the cotangent of a repeated value is a sum; measured 9 for a sum of 125")),
            new Entry("optim/(lamb.*|lars.*|scale_by_trust_ratio)", ".*/h", new GoldenTolerance(0x1p17, 1,
                    "jnp.linalg.norm is compiled and rounds bfloat16 less often; measured 0.0117, 1.5 units of bfloat16 at 1")),
            new Entry("optim/radam_nesterov", ".*/h", new GoldenTolerance(64, 1,
                    "a compiled step rounds bfloat16 less often; measured 32, of updates of up to 0.02")),
            new Entry("optim/(adagrad|rmsprop.*)", ".*", new GoldenTolerance(2, 1, "they hold rsqrt; measured 1")),
            new Entry("optim/(.*_jit|radam.*|apply_if_finite.*|multi_steps.*)", ".*", new GoldenTolerance(4, 1,
                    "XLA compiles the step, or lax.cond its branch, where a product is fused with a sum; measured 2.8")),
            new Entry("optim/(.*clip.*|centralize)", ".*", new GoldenTolerance(8, 1,
                    "sums, which XLA adds in another order, and then whole updates are scaled; measured 5")),
            new Entry("optim/(lamb.*|lars.*|scale_by_trust_ratio)", ".*", new GoldenTolerance(16, 1,
                    "norms of tensors, by whose ratio whole updates are scaled; measured 9")));

    public static GoldenTolerance of(String function, String result) {
        return TABLE.stream().filter(entry -> function.matches(entry.functions) && result.matches(entry.results))
                .map(Entry::tolerance).findFirst().orElse(BITS);
    }

    /** Where two arrays differ; empty when they are near enough. */
    public Optional<String> difference(Array expected, Array got) {
        if (!expected.spec().equals(got.spec())) {
            return Optional.of(got.spec() + " instead of " + expected.spec());
        }
        for (long i = 0; i < expected.size(); i++) {
            if (expected.dtype().kind() != DType.Kind.FLOAT
                    ? expected.longAt(i) != got.longAt(i)
                    : !isNear(expected.doubleAt(i), got.doubleAt(i))) {
                return Optional.of("element " + i + " is " + got.doubleAt(i) + ", not " + expected.doubleAt(i) + ": "
                        + Math.abs(got.doubleAt(i) - expected.doubleAt(i)) / 0x1p-23
                                / Math.max(1e-30, Math.max(scale, Math.abs(expected.doubleAt(i))))
                        + " units");
            }
        }
        return Optional.empty();
    }

    private boolean isNear(double expected, double got) {
        return Double.compare(expected, got) == 0 || units > 0 && Double.isFinite(expected)
                && Math.abs(expected - got) <= units * 0x1p-23 * Math.max(scale, Math.abs(expected));
    }

    public static String text(Array array) {
        StringBuilder text = new StringBuilder(array.toString());
        for (long i = 0; i < Math.min(200, array.size()); i++) {
            text.append(i == 0 ? " " : ", ").append(array.doubleAt(i));
        }
        return text.toString();
    }
}
