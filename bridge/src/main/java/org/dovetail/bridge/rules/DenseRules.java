package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** The kinds that have a kernel: linear layers, convolutions and embeddings. */
final class DenseRules {
    private static final String AS_IN_HAIKU = " as in Haiku; a padding of hk.pad.same with a stride needs explicit pairs";
    private static final String AS_IN_NNX = " as in NNX; CIRCULAR and REFLECT paddings have no counterpart";
    private static final TableRule.Advice IDS = TableRule.Advice
            .line(_ -> "keep ids in range: beyond the last, Haiku clamps and NNX gives NaN");

    private DenseRules() {}

    static LayerRule linear() {
        return new TableRule(TableRule.Names.of("Linear"),
                Fields.of(Field.required("w", "kernel", Layout.EQUAL), Field.optional("b", "bias", Layout.EQUAL)),
                (_, specs) -> {
                    Shape w = shape(specs, "w");
                    return w.rank() == 2
                            && (!specs.containsKey("b") || shape(specs, "b").equals(Shape.of(w.extent(1))));
                }, TableRule.Advice.NONE, TableRule.Advice.NONE);
    }

    static LayerRule embed() {
        return new TableRule(TableRule.Names.of("Embed"),
                Fields.of(Field.required("embeddings", "embedding", Layout.EQUAL)),
                (_, specs) -> shape(specs, "embeddings").rank() == 2, IDS, IDS);
    }

    /** All convolutions: plain, depthwise, transposed, and transposed with a transposed kernel, of one to three dimensions. */
    static List<LayerRule> convolutions() {
        List<LayerRule> rules = new ArrayList<>();
        for (int d = 1; d <= 3; d++) {
            String name = "Conv" + d + "D";
            rules.add(convolution(d, Layout.EQUAL, false,
                    new TableRule.Names(name, Set.of(name, "ConvND"), Set.of("Conv", "ConvND"), false),
                    DenseRules::conv, blanks -> "hk." + name + "(" + blanks.extent("w", -1, "output_channels")
                            + window(blanks) + ", stride=strides, rate=kernel_dilation, padding=padding"
                            + bias(blanks) + ", feature_group_count=feature_group_count); these" + AS_IN_NNX));
        }
        for (int d = 1; d <= 3; d++) {
            String name = "DepthwiseConv" + d + "D";
            rules.add(convolution(d, Layout.EQUAL, true, new TableRule.Names(name, Set.of(name), Set.of(), false),
                    DenseRules::depthwise, blanks -> "hk." + name + "(" + blanks.extent("w", -1, "out_features")
                            + " // in_features" + window(blanks) + ", stride=strides, rate=kernel_dilation,"
                            + " padding=padding" + bias(blanks) + "); these" + AS_IN_NNX));
        }
        for (int d = 1; d <= 3; d++) {
            String name = "Conv" + d + "DTranspose";
            rules.add(convolution(d, Layout.SWAPPED, false,
                    new TableRule.Names(name, Set.of(name, "ConvNDTranspose"),
                            Set.of("ConvTranspose", "ConvNDTranspose"), false),
                    blanks -> transposed(blanks, -2, -1, "False"),
                    blanks -> transposedInHaiku(name, blanks) + "transpose_kernel=False"));
        }
        for (int d = 1; d <= 3; d++) {
            String name = "Conv" + d + "DTranspose";
            rules.add(convolution(d, Layout.FLIPPED, false,
                    new TableRule.Names(name + "(transpose_kernel)", Set.of(),
                            Set.of("ConvTranspose(transpose_kernel)", "ConvNDTranspose(transpose_kernel)"), true),
                    blanks -> transposed(blanks, -1, -2, "True"),
                    blanks -> transposedInHaiku(name, blanks) + "transpose_kernel=True"));
        }
        return rules;
    }

    private static String conv(Blanks blanks) {
        return "nnx.Conv("
                + (blanks.specs().isEmpty() ? "in_features, " : blanks.extent("kernel", -2, "") + " * groups, ")
                + blanks.extent("kernel", -1, "out_features") + ", kernel_size="
                + blanks.window("kernel", "kernel_shape")
                + ", strides=stride, kernel_dilation=rate, padding=padding, feature_group_count=groups"
                + blanks.without("bias", "use_bias") + ", rngs=rngs); stride, rate, padding and groups" + AS_IN_HAIKU
                + ", an average pooling with SAME count_include_pad=False";
    }

    private static String depthwise(Blanks blanks) {
        return "nnx.Conv(channels, " + blanks.extent("kernel", -1, "channels * channel_multiplier") + ", kernel_size="
                + blanks.window("kernel", "kernel_shape") + ", strides=stride, kernel_dilation=rate, padding=padding,"
                + " feature_group_count=channels" + blanks.without("bias", "use_bias")
                + ", rngs=rngs); channels are those"
                + " of the input, stride, rate and padding" + AS_IN_HAIKU;
    }

    private static String transposed(Blanks blanks, int in, int out, String kernel) {
        return "nnx.ConvTranspose(" + blanks.extent("kernel", in, "in_features") + ", "
                + blanks.extent("kernel", out, "out_features") + ", kernel_size="
                + blanks.window("kernel", "kernel_shape") + ", strides=stride, padding=padding, transpose_kernel="
                + kernel + blanks.without("bias", "use_bias") + ", rngs=rngs); stride and padding as in Haiku, whose"
                + " output_shape needs explicit pairs";
    }

    private static String transposedInHaiku(String name, Blanks blanks) {
        return "hk." + name + "(" + blanks.extent("w", -2, "output_channels") + window(blanks)
                + ", stride=strides, padding=padding" + bias(blanks)
                + "); strides and padding as in NNX, which must have"
                + " had ";
    }

    private static String window(Blanks blanks) { return ", kernel_shape=" + blanks.window("w", "kernel_size"); }

    /** Haiku's arguments that its bias tells: whether there is one, and whether channels come first. */
    private static String bias(Blanks blanks) {
        return blanks.without("b", "with_bias") + (blanks.rank("b") > 1 ? ", data_format='channels_first'" : "");
    }

    private static LayerRule convolution(int dimensions, Layout layout, boolean depthwise, TableRule.Names names,
            Function<Blanks, String> toNnx, Function<Blanks, String> toHaiku) {
        return new TableRule(names,
                Fields.of(Field.required("w", "kernel", layout), Field.optional("b", "bias", Layout.SQUEEZED)),
                (style, specs) -> {
                    Shape w = shape(specs, "w");
                    if (w.rank() != dimensions + 2 || depthwise && w.extent(-2) != 1) {
                        return false;
                    }
                    boolean outputsLast = layout == Layout.EQUAL || layout == Layout.SWAPPED && style == Style.NNX;
                    return !specs.containsKey("b")
                            || isBias(style, shape(specs, "b"), w.extent(outputsLast ? -1 : -2), dimensions);
                }, TableRule.Advice.line(toNnx), TableRule.Advice.line(toHaiku));
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
