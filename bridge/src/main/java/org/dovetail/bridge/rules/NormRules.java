package org.dovetail.bridge.rules;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** The normalisations without state; all hold a scale, an offset, or both. */
final class NormRules {
    private static final Field SCALE = Field.optional("scale", "scale", Layout.SQUEEZED);
    private static final Field OFFSET = Field.optional("offset", "bias", Layout.SQUEEZED);

    private NormRules() {}

    static List<LayerRule> all() {
        return List.of(
                norm("RMSNorm", List.of(Field.required("scale", "scale", Layout.SQUEEZED)),
                        "(num_features, epsilon=1e-5, rngs=rngs)", "(axis=-1, eps=1e-6)"),
                norm("LayerNorm", List.of(SCALE, OFFSET),
                        "(num_features, epsilon=1e-5, use_fast_variance=False, rngs=rngs)",
                        "(-1, create_scale=True, create_offset=True, eps=1e-6, use_fast_variance=True)"),
                norm("GroupNorm", List.of(SCALE, OFFSET),
                        "(num_features, num_groups=groups, epsilon=1e-5, use_fast_variance=False, rngs=rngs)",
                        "(groups=num_groups, eps=1e-6)"),
                norm("InstanceNorm", List.of(SCALE, OFFSET),
                        "(num_features, epsilon=1e-5, use_fast_variance=False, rngs=rngs)",
                        "(create_scale=True, create_offset=True, eps=1e-6)"));
    }

    private static LayerRule norm(String kind, List<Field> fields, String nnxArguments, String haikuArguments) {
        return new TableRule(TableRule.Names.of(kind), fields, (style, specs) -> isVector(style, specs.values()),
                Optional.of("nnx." + kind + nnxArguments + ", unless Haiku's were set: NNX has other defaults"),
                Optional.of("hk." + kind + haikuArguments + ", unless NNX's were set: Haiku has other defaults"));
    }

    /** Whether all arrays have one shape: in NNX one axis, in Haiku any number of axes of extent 1 besides. */
    static boolean isVector(Style style, Collection<TensorSpec> specs) {
        List<Shape> shapes = specs.stream().map(TensorSpec::shape).distinct().toList();
        return shapes.size() == 1 && shapes.getFirst().rank() >= 1
                && (style == Style.HAIKU || shapes.getFirst().rank() == 1);
    }
}
