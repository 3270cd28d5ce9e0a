package org.dovetail.parity.golden;

import java.util.List;
import java.util.Optional;
import org.dovetail.core.ConvDimensionNumbers;
import org.dovetail.core.ConvOptions;
import org.dovetail.core.ConvTransposeOptions;
import org.dovetail.core.Convolutions;
import org.dovetail.core.Padding;
import org.dovetail.core.PoolWindow;
import org.dovetail.core.Pooling;
import org.dovetail.core.Pooling.PadCount;
import org.dovetail.core.Tensor;
import tools.jackson.databind.JsonNode;

/** Convolutions and pooling by JAX's names and parameters. */
record GoldenWindow(String name, JsonNode parameters) {
    Tensor apply(List<Tensor> operands) {
        Tensor x = operands.getFirst();
        return switch (name) {
            case "conv_general_dilated" -> Convolutions.convGeneralDilated(x, operands.get(1), convolution());
            case "conv_transpose" -> Convolutions.convTranspose(x, operands.get(1), transposed());
            case "reduce_window_add" -> Pooling.sumPool(x, window("window_dimensions", "window_strides"));
            case "reduce_window_max" -> Pooling.maxPool(x, window("window_dimensions", "window_strides"));
            case "reduce_window_min" -> Pooling.minPool(x, window("window_dimensions", "window_strides"));
            case "max_pool" -> Pooling.maxPool(x, window("window_shape", "strides"));
            case "min_pool" -> Pooling.minPool(x, window("window_shape", "strides"));
            case "avg_pool" -> Pooling.avgPool(x, window("window_shape", "strides"),
                    parameters.path("count_include_pad").asBoolean() ? PadCount.INCLUDED : PadCount.EXCLUDED);
            default -> throw new IllegalArgumentException("what is " + name + " here?");
        };
    }

    private List<Integer> numbers(String key) {
        return parameters.path(key).valueStream().map(JsonNode::asInt).toList();
    }

    private Padding padding() {
        JsonNode padding = parameters.path("padding");
        return padding.isString()
                ? Padding.named(padding.asString())
                : Padding.of(padding.valueStream().flatMap(JsonNode::valueStream).mapToInt(JsonNode::asInt).toArray());
    }

    private ConvOptions convolution() {
        List<String> axes = parameters.path("dimension_numbers").valueStream().map(JsonNode::asString).toList();
        return new ConvOptions(numbers("window_strides"), padding(), numbers("lhs_dilation"), numbers("rhs_dilation"),
                Optional.of(ConvDimensionNumbers.of(axes.get(0), axes.get(1), axes.get(2))),
                parameters.path("feature_group_count").asInt(1), parameters.path("batch_group_count").asInt(1));
    }

    private ConvTransposeOptions transposed() {
        return new ConvTransposeOptions(numbers("strides"), padding(), numbers("rhs_dilation"), Optional.empty(),
                parameters.path("transpose_kernel").asBoolean(false),
                parameters.path("use_consistent_padding").asBoolean(false));
    }

    private PoolWindow window(String shape, String strides) {
        return new PoolWindow(numbers(shape), numbers(strides), padding(), numbers("base_dilation"),
                numbers("window_dilation"));
    }
}
