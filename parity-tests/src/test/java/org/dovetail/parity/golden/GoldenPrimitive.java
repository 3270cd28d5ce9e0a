package org.dovetail.parity.golden;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dovetail.core.DType;
import org.dovetail.core.Losses;
import org.dovetail.core.Nn;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.internal.prim.DotGeneral;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Cast;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.Reduction.ArgReduce;
import org.dovetail.core.internal.prim.Reduction.Op;
import org.dovetail.core.internal.prim.Reduction.Reduce;
import org.dovetail.core.internal.prim.Shaping;
import org.dovetail.core.internal.prim.Simple;
import tools.jackson.databind.JsonNode;

/**
 * A function of JAX with parameters, and what it is here.
 *
 * @param name JAX's name
 * @param parameters its parameters
 */
record GoldenPrimitive(String name, JsonNode parameters) {
    Tensor apply(List<Tensor> operands) {
        Simple primitive = primitive(operands);
        return primitive != null ? primitive.of(operands) : composed(operands);
    }

    private static List<Integer> numbers(JsonNode json) { return json.valueStream().map(JsonNode::asInt).toList(); }

    private static DType dtype(JsonNode name) { return DType.named(name.asString()).orElseThrow(); }

    private static <E extends Enum<E> & Simple> Stream<Simple> named(E[] operations, String name) {
        return Stream.of(operations).filter(op -> op.toString().equals(name)).map(op -> op);
    }

    private Simple primitive(List<Tensor> operands) {
        return switch (name) {
            case "not", "neg", "abs", "sign", "floor", "ceil", "round", "is_finite", "sqrt", "rsqrt", "exp", "expm1",
                    "log", "log1p", "tanh", "logistic", "sin", "cos", "erf", "erf_inv" ->
                named(Unary.values(), name).findFirst().orElseThrow();
            case "add", "sub", "mul", "div", "rem", "max", "min", "and", "or", "xor", "shift_left",
                    "shift_right_logical", "shift_right_arithmetic" ->
                named(Binary.values(), name).findFirst().orElseThrow();
            case "eq", "ne", "lt", "le", "gt", "ge" -> named(Compare.values(), name).findFirst().orElseThrow();
            case "cast" -> new Cast(dtype(parameters.path("new_dtype")));
            case "reduce_sum", "reduce_prod", "reduce_max", "reduce_min", "reduce_and", "reduce_or" ->
                new Reduce(Op.valueOf(name.substring(7).toUpperCase(Locale.ROOT)), numbers(parameters.path("axes")));
            case "argmax", "argmin" -> new ArgReduce(name.equals("argmax") ? Op.MAX : Op.MIN,
                    parameters.path("axis").asInt(), dtype(parameters.path("index_dtype")));
            case "dot_general" -> {
                JsonNode dimensions = parameters.path("dimension_numbers");
                yield new DotGeneral(numbers(dimensions.path(0).path(0)), numbers(dimensions.path(0).path(1)),
                        numbers(dimensions.path(1).path(0)), numbers(dimensions.path(1).path(1)));
            }
            default -> shaping(operands);
        };
    }

    private Simple shaping(List<Tensor> operands) {
        return switch (name) {
            case "reshape" -> new Shaping.Reshape(new Shape(numbers(parameters.path("new_sizes"))));
            case "broadcast_in_dim" -> new Shaping.Broadcast(new Shape(numbers(parameters.path("shape"))),
                    numbers(parameters.path("broadcast_dimensions")));
            case "transpose" -> new Shaping.Transpose(numbers(parameters.path("permutation")));
            case "slice" -> new Shaping.Slice(numbers(parameters.path("start_indices")),
                    numbers(parameters.path("limit_indices")), parameters.path("strides").isNull()
                            ? Collections.nCopies(operands.getFirst().rank(), 1)
                            : numbers(parameters.path("strides")));
            case "pad" -> {
                JsonNode padding = parameters.path("padding_config");
                yield new Shaping.Pad(padding.valueStream().map(axis -> axis.path(0).asInt()).toList(),
                        padding.valueStream().map(axis -> axis.path(1).asInt()).toList(),
                        padding.valueStream().map(axis -> axis.path(2).asInt()).toList());
            }
            case "concatenate" -> new Shaping.Concatenate(parameters.path("dimension").asInt());
            case "rev" -> new Shaping.Reverse(numbers(parameters.path("dimensions")));
            case "iota" -> new Shaping.Iota(new TensorSpec(dtype(parameters.path("dtype")),
                    new Shape(numbers(parameters.path("shape")))), parameters.path("dimension").asInt());
            default -> null;
        };
    }

    private Tensor composed(List<Tensor> operands) {
        Tensor x = operands.getFirst();
        int axis = parameters.path("axis").asInt(0);
        return switch (name) {
            case "pow" -> x.pow(operands.get(1));
            case "square" -> x.pow(2);
            case "relu" -> Nn.relu(x);
            case "integer_pow" -> x.pow(parameters.path("y").asInt());
            case "select" -> Tensors.where(x, operands.get(1), operands.get(2));
            case "select_n" -> Tensors.where(x.eq(0), operands.get(1),
                    Tensors.where(x.eq(1), operands.get(2), operands.get(3)));
            case "clamp" -> Ternary.CLAMP.of(x.broadcastTo(operands.get(1).shape()), operands.get(1),
                    operands.get(2).broadcastTo(operands.get(1).shape()));
            case "softmax" -> Nn.softmax(x, axis);
            case "log_softmax" -> Nn.logSoftmax(x, axis);
            case "logsumexp" -> {
                Tensor sum = Nn.logSumExp(parameters.path("axis").isNull() ? x.reshape(-1) : x, axis);
                yield parameters.path("keepdims").asBoolean(false) ? sum.expandDims(axis) : sum;
            }
            case "one_hot" -> Nn.oneHot(x, parameters.path("num_classes").asInt());
            case "softmax_cross_entropy_with_integer_labels" ->
                Losses.softmaxCrossEntropyWithIntegerLabels(x, operands.get(1));
            case "mean_softmax_cross_entropy" ->
                Losses.softmaxCrossEntropyWithIntegerLabels(x, operands.get(1)).mean();
            case "dynamic_slice", "dynamic_update_slice", "gather", "scatter", "scatter_add", "scatter_mul",
                    "scatter_min", "scatter_max", "take", "take_along_axis", "at_get", "at_set", "at_add",
                    "at_multiply", "at_min", "at_max" ->
                new GoldenIndexing(name, parameters, operands).apply();
            default -> new GoldenWindow(name, parameters).apply(operands);
        };
    }
}
