package org.dovetail.parity.golden;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dovetail.core.Array;
import org.dovetail.core.DType;

/**
 * How far the reference backend may be from JAX.
 *
 * @param units times the distance of 1 to the next larger number of the dtype
 * @param scale how large the numbers are of which a sum is made
 * @param reason why
 */
public record GoldenTolerance(double units, double scale, String reason) {
    private record Entry(String functions, String results, Set<DType> dtypes, GoldenTolerance tolerance) {
        Entry(String functions, String results, GoldenTolerance tolerance) {
            this(functions, results, EnumSet.allOf(DType.class), tolerance);
        }

        boolean fits(String function, String result, DType dtype) {
            return function.matches(functions) && result.matches(results) && dtypes.contains(dtype);
        }
    }

    static final GoldenTolerance BITS = new GoldenTolerance(0, 0, "the same formula, rounded in the same places");
    private static final List<Entry> TABLE = List.of(
            new Entry(
                    "numpy\\.(sum|prod|nansum|mean|nanmean|var|std|average|logsumexp|(matrix_)?norm|trace|trapezoid|cum.*)",
                    ".*", new GoldenTolerance(8, 1,
                            "XLA adds in another order and rounds after each term, the reference once; measured 3")),
            new Entry("numpy\\.(einsum|dot(_general)?|matmul|vdot|inner|tensordot|convolve)", ".*",
                    new GoldenTolerance(8, 4,
                            "the same, of products of up to 4; measured 2")),
            new Entry("numpy\\.(linspace|log2|log10|hypot|interp|quantile|percentile|median|cross|gradient)", ".*",
                    new GoldenTolerance(8, 1,
                            "JAX compiles them as one, where a product is fused with a sum and a division by a constant is a product; measured 5.2 for a percentile, 1 for others")),
            new Entry("numpy\\..*", "jvp|vjp.*", new GoldenTolerance(4, 2,
                    "the derivative is a sum of products, or of the cotangents of a repeated value; measured 2")),
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
            new Entry("qr|cholesky|cholesky_of_lower|triangular_solve|Linalg\\..*", ".*", new GoldenTolerance(16, 1,
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
            new Entry("(softmax|safe_softmax|sigmoid_binary|poly_loss)_cross_entropy(_epsilon)?|.*kl_divergence.*",
                    ".*",
                    new GoldenTolerance(16, 1,
                            "they hold sums, whose terms cancel; measured 9.0 for a derivative of 12 classes")),
            new Entry("(softmax|log_softmax|logsumexp).*", ".*", new GoldenTolerance(4, 1,
                    "they hold sums; measured less than 4")),
            new Entry("standardize|dot_product_attention|cosine_.*", ".*", new GoldenTolerance(8, 1,
                    "they hold sums; measured 5.0 for a derivative of attention, 4.1 of standardize, 2.0 of a cosine")),
            new Entry(
                    "elu_alpha|celu.*|gelu.*|silu|Nn\\.swish|Nn\\.hardSwish|mish|softplus|soft_sign|sigmoid.*|log_sigmoid|hard_si.*|squareplus.*|glu"
                            + "|log_cosh",
                    ".*", new GoldenTolerance(4, 1,
                            "JAX compiles them as one, where products are fused with sums; measured 2.0. Of 16 bits it rounds in other places; measured 0.96")),
            new Entry("normal|truncated_normal|exponential|gumbel|laplace|logistic", "out0", EnumSet.of(DType.FLOAT64),
                    new GoldenTolerance(256, 1,
                            "float64 has not XLA's functions, whose log1p is up to 2.4e-14 away; measured 109")),
            new Entry("truncated_normal|gumbel|logistic", "out0", EnumSet.of(DType.FLOAT16), new GoldenTolerance(4, 1,
                    "compiled, XLA rounds 16-bit floats less often; measured 3.0 between bounds of their own, 1.1 else")),
            new Entry("(jax_|hk_)?(delta_)?[oO]rthogonal", "out0", new GoldenTolerance(16, 1,
                    "LAPACK rounds after each step, here they are computed in float64; measured 2.1")),
            new Entry("axes/(vmap|vmap_of_grad|grad_of_vmap)", ".*", new GoldenTolerance(8, 1,
                    "sums over lanes, which XLA adds in another order and rounds after each term; measured 3.2")),
            new Entry("pad|broadcast_in_dim", "vjp.*", new GoldenTolerance(16, 1,
                    "the cotangent of a repeated value is a sum; measured 9 for a sum of 125")),
            new Entry("optim/(lamb.*|lars.*|scale_by_trust_ratio)", ".*/h", new GoldenTolerance(2, 1,
                    "jnp.linalg.norm is compiled and rounds bfloat16 less often; measured 0.0117, 1.5 units of bfloat16 at 1")),
            new Entry("optim/radam_nesterov", ".*/h", new GoldenTolerance(0x1p-10, 1,
                    "a compiled step rounds bfloat16 less often; measured 2^-11, of updates of up to 0.02")),
            new Entry("optim/multi_steps.*", ".*/h", new GoldenTolerance(0x1p-16, 1,
                    "the branch of lax.cond is compiled and gives -0 for an update of 0")),
            new Entry("optim/(adagrad|rmsprop.*)", ".*", EnumSet.of(DType.FLOAT32),
                    new GoldenTolerance(2, 1, "they hold rsqrt; measured 1")),
            new Entry("optim/(.*_jit|radam.*|apply_if_finite.*|multi_steps.*)", ".*", EnumSet.of(DType.FLOAT32),
                    new GoldenTolerance(4, 1,
                            "XLA compiles the step, or lax.cond its branch, where a product is fused with a sum; measured 2.8")),
            new Entry("optim/(.*clip.*|centralize)", ".*", EnumSet.of(DType.FLOAT32), new GoldenTolerance(8, 1,
                    "sums, which XLA adds in another order, and then whole updates are scaled; measured 5")),
            new Entry("optim/(lamb.*|lars.*|scale_by_trust_ratio)", ".*", new GoldenTolerance(16, 1,
                    "norms of tensors, by whose ratio whole updates are scaled; measured 9")));

    public static GoldenTolerance of(String function, String result, DType dtype) {
        return TABLE.stream().filter(entry -> entry.fits(function, result, dtype)).map(Entry::tolerance).findFirst()
                .orElse(BITS);
    }

    /** Where two arrays differ; empty when they are near enough. */
    public Optional<String> difference(Array expected, Array got) {
        if (!expected.spec().equals(got.spec())) {
            return Optional.of(got.spec() + " instead of " + expected.spec());
        }
        for (long i = 0; i < expected.size(); i++) {
            if (expected.dtype().kind() != DType.Kind.FLOAT
                    ? expected.longAt(i) != got.longAt(i)
                    : !isNear(expected.dtype(), expected.doubleAt(i), got.doubleAt(i))) {
                return Optional.of("element " + i + " is " + got.doubleAt(i) + ", not " + expected.doubleAt(i) + ": "
                        + Math.abs(got.doubleAt(i) - expected.doubleAt(i)) / unit(expected.dtype())
                                / Math.max(1e-30, Math.max(scale, Math.abs(expected.doubleAt(i))))
                        + " units");
            }
        }
        return Optional.empty();
    }

    private boolean isNear(DType dtype, double expected, double got) {
        return Double.compare(expected, got) == 0 || units > 0 && Double.isFinite(expected)
                && Math.abs(expected - got) <= units * unit(dtype) * Math.max(scale, Math.abs(expected));
    }

    private static double unit(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 0x1p-52;
            case FLOAT16 -> 0x1p-10;
            case BFLOAT16 -> 0x1p-7;
            default -> 0x1p-23;
        };
    }

    public static String text(Array array) {
        StringBuilder text = new StringBuilder(array.toString());
        for (long i = 0; i < Math.min(200, array.size()); i++) {
            text.append(i == 0 ? " " : ", ").append(array.doubleAt(i));
        }
        return text.toString();
    }
}
