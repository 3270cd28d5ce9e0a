package org.dovetail.parity.golden;

import java.util.List;
import java.util.Locale;
import org.dovetail.core.Along;
import org.dovetail.core.Logic;
import org.dovetail.core.Norms;
import org.dovetail.core.Pointwise;
import org.dovetail.core.Quantiles;
import org.dovetail.core.Reductions;
import org.dovetail.core.Selection;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import tools.jackson.databind.JsonNode;

/**
 * A function of {@code jax.numpy} with parameters, and what it is here.
 *
 * @param name its name in Python
 * @param parameters its parameters
 */
record GoldenNumpy(String name, JsonNode parameters) {
    List<Tensor> apply(List<Tensor> operands) {
        if (name.equals("divmod")) {
            Pointwise.DivMod both = Pointwise.divmod(operands.get(0), operands.get(1));
            return List.of(both.quotient(), both.remainder());
        }
        return new GoldenNumpyShapes(name, parameters).several(operands).orElseGet(() -> List.of(one(operands)));
    }

    private Tensor one(List<Tensor> operands) {
        return switch (operands.size()) {
            case 0 -> new GoldenNumpyShapes(name, parameters).made();
            case 1 -> unary(operands.getFirst());
            case 2 -> binary(operands.get(0), operands.get(1));
            default -> new GoldenNumpyShapes(name, parameters).many(operands);
        };
    }

    static Number number(JsonNode json) {
        if (json.isIntegralNumber()) {
            return json.asInt();
        }
        return json.asDouble();
    }

    static int[] ints(JsonNode json) { return json.valueStream().mapToInt(JsonNode::asInt).toArray(); }

    private Along along() {
        Along along = Along.axes(ints(parameters.path("axis")));
        return parameters.path("keepdims").asBoolean(false) ? along.keepDims() : along;
    }

    private Tensor unary(Tensor x) {
        return switch (name) {
            case "square" -> Pointwise.square(x);
            case "reciprocal" -> Pointwise.reciprocal(x);
            case "log2" -> Pointwise.log2(x);
            case "log10" -> Pointwise.log10(x);
            case "deg2rad" -> Pointwise.deg2rad(x);
            case "rad2deg" -> Pointwise.rad2deg(x);
            case "isinf" -> Logic.isInf(x);
            case "logical_not" -> Logic.logicalNot(x);
            case "floor_divide" -> Pointwise.floorDivide(x, 3);
            case "mod" -> Pointwise.mod(x, number(parameters.path("number")));
            case "power_of_number" -> x.pow(number(parameters.path("number")));
            case "round" -> Pointwise.round(x, parameters.path("decimals").asInt());
            case "nan_to_num" -> parameters.isEmpty()
                    ? Pointwise.nanToNum(x)
                    : Pointwise.nanToNum(x, number(parameters.path("nan")), number(parameters.path("posinf")),
                            number(parameters.path("neginf")));
            case "where_numbers" ->
                Tensors.where(x, number(parameters.path("yes")), number(parameters.path("no")));
            case "piecewise" -> Selection.piecewise(x, List.of(x.lt(0), x.gt(-1)),
                    List.of(Tensor::neg, y -> y.mul(3), y -> y.mul(y)));
            case "norm" -> parameters.has("ord") ? Norms.norm(x, order(), along()) : Norms.norm(x, along());
            case "matrix_norm" -> Norms.matrixNorm(x, Norms.OfMatrix.valueOf(parameters.path("kind").asString()));
            case "quantile" -> quantile(x);
            case "percentile" -> Quantiles.percentile(x, number(parameters.path("q")), along());
            case "median" -> Quantiles.median(x, along());
            default -> parameters.has("axis") && !parameters.has("n") && parameters.has("keepdims")
                    ? reduced(x, along())
                    : new GoldenNumpyShapes(name, parameters).unary(x);
        };
    }

    private double order() {
        return switch (parameters.path("ord").asString()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(parameters.path("ord").asString());
        };
    }

    private Tensor quantile(Tensor x) {
        JsonNode part = parameters.path("q");
        if (part.isArray()) {
            return Quantiles.quantile(x, part.valueStream().map(GoldenNumpy::number).toList(), along());
        }
        String method = parameters.path("method").asString("linear");
        return Quantiles.quantile(x, number(part), along(), Quantiles.Method.valueOf(method.toUpperCase(Locale.ROOT)));
    }

    private Tensor reduced(Tensor x, Along along) {
        JsonNode initial = parameters.path("initial");
        double ddof = parameters.path("ddof").asDouble(0);
        return switch (name) {
            case "sum" -> Reductions.sum(x, along);
            case "prod" -> Reductions.prod(x, along);
            case "max" -> initial.isMissingNode()
                    ? Reductions.max(x, along)
                    : Reductions.max(x, along, number(initial));
            case "min" -> initial.isMissingNode()
                    ? Reductions.min(x, along)
                    : Reductions.min(x, along, number(initial));
            case "ptp" -> Reductions.ptp(x, along);
            case "mean" -> Reductions.mean(x, along);
            case "var" -> Reductions.var(x, along, ddof);
            case "std" -> Reductions.std(x, along, ddof);
            case "nansum" -> Reductions.nansum(x, along);
            case "nanmean" -> Reductions.nanmean(x, along);
            case "nanmax" -> Reductions.nanmax(x, along);
            case "nanmin" -> Reductions.nanmin(x, along);
            case "count_nonzero" -> Reductions.countNonzero(x, along);
            case "all" -> Reductions.all(x, along);
            case "any" -> Reductions.any(x, along);
            case "logsumexp" -> Reductions.logSumExp(x, along);
            default -> throw new IllegalArgumentException("what is " + name + " here?");
        };
    }

    private Logic.Closeness closeness() {
        Logic.Closeness closeness = Logic.Closeness.DEFAULT
                .rtol(parameters.path("rtol").asDouble(Logic.Closeness.DEFAULT.rtol()))
                .atol(parameters.path("atol").asDouble(Logic.Closeness.DEFAULT.atol()));
        return parameters.path("equal_nan").asBoolean(false) ? closeness.withEqualNan() : closeness;
    }

    private Tensor binary(Tensor x, Tensor y) {
        if (parameters.path("where").asBoolean(false)) {
            return reduced(x, along().where(y));
        }
        return switch (name) {
            case "floor_divide" -> Pointwise.floorDivide(x, y);
            case "mod" -> Pointwise.mod(x, y);
            case "fmax" -> Pointwise.fmax(x, y);
            case "fmin" -> Pointwise.fmin(x, y);
            case "hypot" -> Pointwise.hypot(x, y);
            case "heaviside" -> Pointwise.heaviside(x, y);
            case "power" -> x.pow(y);
            case "logical_and" -> Logic.logicalAnd(x, y);
            case "logical_or" -> Logic.logicalOr(x, y);
            case "logical_xor" -> Logic.logicalXor(x, y);
            case "left_shift" -> Logic.leftShift(x, y);
            case "right_shift" -> Logic.rightShift(x, y);
            case "isclose" -> Logic.isClose(x, y, closeness());
            case "allclose" -> Logic.allClose(x, y, closeness());
            case "array_equal" -> Logic.arrayEqual(x, y);
            case "where_right" -> Tensors.where(x, y, number(parameters.path("number")));
            case "where_left" -> Tensors.where(x, number(parameters.path("number")), y);
            case "average" -> Reductions.average(x, y, along());
            default -> new GoldenNumpyShapes(name, parameters).binary(x, y);
        };
    }
}
