package org.dovetail.bridge.rules;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** The normalisations without state; all hold a scale, an offset, or both. */
final class NormRules {
    private static final Fields SCALE_AND_OFFSET = Fields.of(Field.optional("scale", "scale", Layout.SQUEEZED),
            Field.optional("offset", "bias", Layout.SQUEEZED));

    private NormRules() {}

    static List<LayerRule> all() {
        return List.of(
                norm("RMSNorm", Fields.of(Field.required("scale", "scale", Layout.SQUEEZED)),
                        blanks -> "(" + features(blanks) + ", epsilon=1e-5, rngs=rngs)", _ -> "(axis=-1, eps=1e-6)"),
                norm("LayerNorm", SCALE_AND_OFFSET,
                        blanks -> "(" + features(blanks) + ", epsilon=1e-5, use_fast_variance=False" + fields(blanks)
                                + ", rngs=rngs)",
                        blanks -> "(-1, " + created(blanks) + ", eps=1e-6, use_fast_variance=True)"),
                norm("GroupNorm", SCALE_AND_OFFSET,
                        blanks -> "(" + features(blanks) + ", num_groups=groups, epsilon=1e-5, use_fast_variance=False"
                                + fields(blanks) + ", rngs=rngs)",
                        blanks -> "(groups=num_groups, " + created(blanks) + ", eps=1e-6)"),
                norm("InstanceNorm", SCALE_AND_OFFSET,
                        blanks -> "(" + features(blanks) + ", epsilon=1e-5, use_fast_variance=False" + fields(blanks)
                                + ", rngs=rngs)",
                        blanks -> "(" + created(blanks) + ", eps=1e-6)"));
    }

    private static LayerRule norm(String kind, Fields fields, Function<Blanks, String> nnxArguments,
            Function<Blanks, String> haikuArguments) {
        return new TableRule(TableRule.Names.of(kind), fields, (style, specs) -> isVector(style, specs.values()),
                TableRule.Advice.line(blanks -> "nnx." + kind + nnxArguments.apply(blanks)
                        + "; unless Haiku's were set: NNX has other defaults"),
                TableRule.Advice.line(blanks -> "hk." + kind + haikuArguments.apply(blanks)
                        + "; unless NNX's were set: Haiku has other defaults, and but for LayerNorm no fast variance"));
    }

    /** The number of features, by the one that is there of a scale and a bias of NNX's. */
    static String features(Blanks blanks) {
        return blanks.extent("scale", -1, blanks.extent("bias", -1, "num_features"));
    }

    /** NNX's arguments for a scale or a bias that is not there. */
    static String fields(Blanks blanks) {
        return blanks.without("scale", "use_scale") + blanks.without("bias", "use_bias");
    }

    /** Haiku's arguments for scale and offset. */
    static String created(Blanks blanks) {
        return "create_scale=" + blanks.has("scale") + ", create_offset=" + blanks.has("offset");
    }

    /** Whether all arrays have one shape: in NNX one axis, in Haiku any number of axes of extent 1 besides. */
    static boolean isVector(Style style, Collection<TensorSpec> specs) {
        List<Shape> shapes = specs.stream().map(TensorSpec::shape).distinct().toList();
        return shapes.size() == 1 && shapes.getFirst().rank() >= 1
                && (style == Style.HAIKU || shapes.getFirst().rank() == 1);
    }
}
