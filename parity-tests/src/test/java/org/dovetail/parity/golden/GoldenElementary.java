package org.dovetail.parity.golden;

import java.util.List;
import java.util.Locale;
import org.dovetail.core.Linalg;
import org.dovetail.core.QrResult;
import org.dovetail.core.Sequences;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.TopKResult;
import org.dovetail.core.TriangularOptions;
import org.dovetail.core.internal.prim.BitCount;
import org.dovetail.core.internal.prim.Special;
import org.dovetail.core.internal.prim.Triangular;
import tools.jackson.databind.JsonNode;

/**
 * An elementary, cumulative or sorting function of JAX, or a factor of matrices, and what it is here.
 *
 * @param name JAX's name
 * @param parameters its parameters
 */
record GoldenElementary(String name, JsonNode parameters) {
    Tensor apply(List<Tensor> operands) {
        Tensor x = operands.getFirst();
        int result = parameters.path("result").asInt(0);
        return switch (name) {
            case "tan", "asin", "acos", "atan", "sinh", "cosh", "asinh", "acosh", "atanh", "exp2", "cbrt", "erfc",
                    "lgamma", "digamma", "atan2" ->
                Special.valueOf(name.toUpperCase(Locale.ROOT)).of(operands);
            case "polygamma" -> Tensors.polygamma(x, operands.get(1));
            case "nextafter" -> Special.NEXT_AFTER.of(operands);
            case "logaddexp" -> Special.LOG_ADD_EXP.of(operands);
            case "is_nan" -> Tensors.isNaN(x);
            case "population_count" -> BitCount.POPULATION_COUNT.of(x);
            case "clz" -> BitCount.COUNT_LEADING_ZEROS.of(x);
            case "cumsum" -> isReversed() ? Sequences.cumsumReversed(x, axis()) : Sequences.cumsum(x, axis());
            case "cumprod" -> isReversed() ? Sequences.cumprodReversed(x, axis()) : Sequences.cumprod(x, axis());
            case "cummax" -> isReversed() ? Sequences.cummaxReversed(x, axis()) : Sequences.cummax(x, axis());
            case "cummin" -> isReversed() ? Sequences.cumminReversed(x, axis()) : Sequences.cummin(x, axis());
            case "cumlogsumexp" ->
                isReversed() ? Sequences.cumlogsumexpReversed(x, axis()) : Sequences.cumlogsumexp(x, axis());
            case "sort" -> Sequences.sort(parameters.path("dimension").asInt(), parameters.path("num_keys").asInt(),
                    operands.toArray(Tensor[]::new)).get(result);
            case "top_k" -> {
                TopKResult top = Sequences.topK(x, parameters.path("k").asInt(), parameters.path("axis").asInt());
                yield result == 0 ? top.values() : top.indices();
            }
            case "qr" -> {
                QrResult factors = parameters.path("full_matrices").asBoolean() ? Linalg.qrComplete(x) : Linalg.qr(x);
                yield result == 0 ? factors.q() : factors.r();
            }
            case "cholesky" -> Linalg.cholesky(x);
            case "cholesky_of_lower" -> new Triangular.Cholesky().of(x);
            case "triangular_solve" -> Linalg.triangularSolve(x, operands.get(1),
                    new TriangularOptions(parameters.path("left_side").asBoolean(),
                            parameters.path("lower").asBoolean(), parameters.path("transpose_a").asBoolean(),
                            parameters.path("unit_diagonal").asBoolean()));
            default -> throw new IllegalArgumentException("what is " + name + " here?");
        };
    }

    private int axis() { return parameters.path("axis").asInt(); }

    private boolean isReversed() { return parameters.path("reverse").asBoolean(); }
}
