package org.dovetail.core.sweep;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;

/**
 * How far a result may be from the reference backend's: the one table of tolerances between backends.
 *
 * @param units times the distance of 1 to the next larger number of the dtype
 * @param scale how large the numbers are of which a sum is made: where they cancel, the error is one of theirs
 * @param reason why, with what was measured
 */
public record Tolerance(double units, double scale, String reason) {
    /** Every bit, of all NaNs one. */
    public static final Tolerance BITS = new Tolerance(0, 0, "the same formula, rounded in the same places");

    /** An entry of the table; the first that fits counts. */
    private record Entry(List<String> backends, String functions, Kind kind, Tolerance tolerance) {
        boolean fits(String backend, String function, DType dtype) {
            return backends.contains(backend) && function.matches(functions) && dtype.kind() == kind;
        }
    }

    private static final List<Entry> TABLE = List.of(
            new Entry(List.of("compiled", "nd4j"),
                    "(Tensor\\.)?(dot|matmul|sum|mean|psum|pmean|all_gather|softmax|log_softmax|log_sum_exp|cross_entropy"
                            + "|standardize|attention|cosine|kl_divergence).*",
                    Kind.FLOAT,
                    new Tolerance(32, 1,
                            "sums are made in another order, of float32 in float32 and not in float64; measured 17 for 165 products of up to 4")),
            new Entry(List.of("compiled", "nd4j"),
                    "numpy_(sum|mean|nan(sum|mean)|var|std|average|logsumexp|norm|trace|trapezoid).*|"
                            + "numpy_(einsum|dot_product|vdot|inner|tensordot|convolve).*",
                    Kind.FLOAT, new Tolerance(8, 9, "the same, of products of up to 9; measured 3 for 33 of them")),
            new Entry(List.of("compiled", "nd4j"), "conv.*|avg_pool.*|(max|min)_pool_gradient.*", Kind.FLOAT,
                    new Tolerance(32, 4, "the same, of products of up to 4")));

    /** The tolerance of a backend for a function that gives a dtype; bits where the table has none. */
    public static Tolerance of(String backend, String function, DType result) {
        return TABLE.stream().filter(entry -> entry.fits(backend, function, result)).map(Entry::tolerance).findFirst()
                .orElse(BITS);
    }

    /** That of the derivative of a whole program, whose parts cancel: of its largest element, or of 1. */
    public static Tolerance ofDerivative(Array expected) {
        double largest = 1;
        for (long i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.doubleAt(i)));
        }
        return new Tolerance(64, largest, "sums of cotangents and tangents are made in another order");
    }

    /** Whether a result is near enough; without a tolerance every bit must be the same, of all NaNs one. */
    public boolean accepts(Array expected, Array got) {
        if (!expected.spec().equals(got.spec())) {
            return false;
        }
        boolean isInteger = expected.dtype().kind() != Kind.FLOAT;
        for (long i = 0; i < expected.size(); i++) {
            boolean near = isInteger
                    ? expected.longAt(i) == got.longAt(i)
                    : isNear(expected.dtype(), expected.doubleAt(i), got.doubleAt(i));
            if (!near) {
                return false;
            }
        }
        return true;
    }

    private boolean isNear(DType dtype, double expected, double got) {
        return Double.compare(expected, got) == 0
                || units > 0 && Double.isFinite(expected)
                        && Math.abs(expected - got) <= units * unit(dtype) * Math.max(scale, Math.abs(expected));
    }

    private static double unit(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 0x1p-52;
            case FLOAT32 -> 0x1p-23;
            case FLOAT16 -> 0x1p-10;
            case BFLOAT16 -> 0x1p-7;
            default -> throw new IllegalArgumentException(dtype + " is no float that is computed");
        };
    }
}
