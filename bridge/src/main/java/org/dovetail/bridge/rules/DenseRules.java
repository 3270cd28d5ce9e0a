package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** The kinds that have a kernel: linear layers, convolutions and embeddings. */
final class DenseRules {
    private static final String CONV_TO_NNX = "nnx.Conv(in_features, out_features, kernel_size=(…), strides=stride,"
            + " kernel_dilation=rate, feature_group_count=…, rngs=rngs); a padding of hk.pad.same with a stride needs"
            + " explicit pairs, an average pooling with SAME count_include_pad=False";
    private static final String CONV_TO_HAIKU = "(output_channels, kernel_shape, stride=strides, rate=kernel_dilation,"
            + " feature_group_count=…); CIRCULAR and REFLECT paddings have no counterpart";
    private static final String DEPTHWISE_TO_HAIKU = "(channel_multiplier, kernel_shape, stride=strides,"
            + " rate=kernel_dilation); CIRCULAR and REFLECT paddings have no counterpart";

    private DenseRules() {}

    static LayerRule linear() {
        return new TableRule(TableRule.Names.of("Linear"),
                List.of(Field.required("w", "kernel", Layout.EQUAL), Field.optional("b", "bias", Layout.EQUAL)),
                (_, specs) -> {
                    Shape w = shape(specs, "w");
                    return w.rank() == 2
                            && (!specs.containsKey("b") || shape(specs, "b").equals(Shape.of(w.extent(1))));
                }, Optional.empty(), Optional.empty());
    }

    static LayerRule embed() {
        return new TableRule(TableRule.Names.of("Embed"),
                List.of(Field.required("embeddings", "embedding", Layout.EQUAL)),
                (_, specs) -> shape(specs, "embeddings").rank() == 2,
                Optional.of("keep ids in range: beyond the last, Haiku clamps and NNX gives NaN"),
                Optional.of("keep ids in range: beyond the last, Haiku clamps and NNX gives NaN"));
    }

    /** All convolutions: plain, depthwise, transposed, and transposed with a transposed kernel, of one to three dimensions. */
    static List<LayerRule> convolutions() {
        List<LayerRule> rules = new ArrayList<>();
        for (int d = 1; d <= 3; d++) {
            rules.add(convolution(d, Layout.EQUAL, false,
                    new TableRule.Names("Conv" + d + "D", Set.of("Conv" + d + "D", "ConvND"), Set.of("Conv", "ConvND"),
                            false),
                    CONV_TO_NNX, "hk.Conv" + d + "D" + CONV_TO_HAIKU));
        }
        for (int d = 1; d <= 3; d++) {
            String name = "DepthwiseConv" + d + "D";
            rules.add(convolution(d, Layout.EQUAL, true, new TableRule.Names(name, Set.of(name), Set.of(), false),
                    CONV_TO_NNX + "; here feature_group_count is the number of input channels",
                    "hk." + name + DEPTHWISE_TO_HAIKU));
        }
        for (int d = 1; d <= 3; d++) {
            String name = "Conv" + d + "DTranspose";
            rules.add(convolution(d, Layout.SWAPPED, false,
                    new TableRule.Names(name, Set.of(name, "ConvNDTranspose"),
                            Set.of("ConvTranspose", "ConvNDTranspose"),
                            false),
                    transposed(false), "hk." + name + "(output_channels, kernel_shape, stride=strides); the NNX layer"
                            + " must have had transpose_kernel=False"));
        }
        for (int d = 1; d <= 3; d++) {
            rules.add(convolution(d, Layout.FLIPPED, false,
                    new TableRule.Names("Conv" + d + "DTranspose(transpose_kernel)", Set.of(),
                            Set.of("ConvTranspose(transpose_kernel)", "ConvNDTranspose(transpose_kernel)"), true),
                    transposed(true),
                    "hk.Conv" + d + "DTranspose(output_channels, kernel_shape, stride=strides); the NNX"
                            + " layer must have had transpose_kernel=True"));
        }
        return rules;
    }

    private static String transposed(boolean kernel) {
        return "nnx.ConvTranspose(in_features, out_features, kernel_size=(…), strides=stride, transpose_kernel="
                + (kernel ? "True" : "False") + ", rngs=rngs); Haiku's output_shape needs explicit padding pairs";
    }

    private static LayerRule convolution(int dimensions, Layout layout, boolean depthwise, TableRule.Names names,
            String toNnx, String toHaiku) {
        return new TableRule(names,
                List.of(Field.required("w", "kernel", layout), Field.optional("b", "bias", Layout.SQUEEZED)),
                (style, specs) -> {
                    Shape w = shape(specs, "w");
                    if (w.rank() != dimensions + 2 || depthwise && w.extent(-2) != 1) {
                        return false;
                    }
                    boolean outputsLast = layout == Layout.EQUAL || layout == Layout.SWAPPED && style == Style.NNX;
                    return !specs.containsKey("b")
                            || isBias(style, shape(specs, "b"), w.extent(outputsLast ? -1 : -2), dimensions);
                }, Optional.of(toNnx), Optional.of(toHaiku));
    }

    /** {@code [C]}; in Haiku with channels first also {@code [C,1,…]}, with two more axes whatever the rank for a depthwise one. */
    private static boolean isBias(Style style, Shape bias, int channels, int dimensions) {
        int most = style == Style.NNX ? 1 : Math.max(dimensions, 2) + 1;
        return bias.rank() >= 1 && bias.rank() <= most && bias.extent(0) == channels
                && IntStream.range(1, bias.rank()).allMatch(axis -> bias.extent(axis) == 1);
    }

    private static Shape shape(Map<String, TensorSpec> specs, String role) {
        TensorSpec spec = specs.get(role);
        if (spec == null) {
            throw new IllegalArgumentException("a layer without " + role + ": " + specs);
        }
        return spec.shape();
    }
}
