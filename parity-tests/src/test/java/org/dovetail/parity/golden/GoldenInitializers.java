package org.dovetail.parity.golden;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dovetail.core.DType;
import org.dovetail.core.Fans;
import org.dovetail.core.Init;
import org.dovetail.core.Init.Distribution;
import org.dovetail.core.Key;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.haiku.Initializers;
import org.dovetail.haiku.PrngSequence;
import tools.jackson.databind.JsonNode;

/**
 * An initializer of {@code jax.nn.initializers} or {@code hk.initializers}, and what it is here.
 *
 * @param name its name, behind that of its library
 * @param parameters its parameters
 */
record GoldenInitializers(String name, JsonNode parameters) {
    Tensor draw(Key key) {
        Shape shape = new Shape(parameters.path("shape").valueStream().map(JsonNode::asInt).toList());
        DType dtype = DType.named(parameters.path("dtype").asString()).orElseThrow();
        return name.startsWith("jax_")
                ? ofJax(name.substring(4)).apply(key, shape, dtype)
                : ofHaiku(name.substring(3)).make(new PrngSequence(key)::next, shape, dtype);
    }

    private Init ofJax(String function) {
        Fans fans = parameters.has("in_axis")
                ? new Fans(axes("in_axis"), axes("out_axis"), axes("batch_axis"))
                : Fans.DEFAULT;
        return switch (function) {
            case "uniform" -> Init.uniform(number("scale", 1));
            case "normal" -> Init.normal(number("stddev", 1));
            case "truncated_normal" -> parameters.has("lower")
                    ? Init.truncatedNormal(number("stddev", 1), number("lower", -2), number("upper", 2))
                    : Init.truncatedNormal(number("stddev", 1));
            case "lecun_normal" -> Init.lecunNormal(fans);
            case "lecun_uniform" -> Init.lecunUniform(fans);
            case "glorot_normal" -> Init.glorotNormal(fans);
            case "glorot_uniform" -> Init.glorotUniform(fans);
            case "he_normal" -> Init.heNormal(fans);
            case "he_uniform" -> Init.heUniform(fans);
            case "xavier_normal" -> Init.xavierNormal();
            case "xavier_uniform" -> Init.xavierUniform();
            case "kaiming_normal" -> Init.kaimingNormal();
            case "kaiming_uniform" -> Init.kaimingUniform();
            case "variance_scaling" -> Init.varianceScaling(number("scale", 1),
                    Fans.Mode.valueOf(upper("mode")), Distribution.valueOf(upper("distribution")), fans);
            case "orthogonal" -> Init.orthogonal(number("scale", 1), parameters.path("column_axis").asInt(-1));
            case "delta_orthogonal" -> Init.deltaOrthogonal();
            default -> throw new IllegalArgumentException("what is " + name + " here?");
        };
    }

    private Init ofHaiku(String function) {
        return switch (function) {
            case "RandomNormal" -> Initializers.randomNormal(number("stddev", 1), number("mean", 0));
            case "RandomUniform" -> Initializers.randomUniform(number("minval", 0), number("maxval", 1));
            case "TruncatedNormal" -> parameters.has("lower")
                    ? Initializers.truncatedNormal(number("stddev", 1), number("mean", 0), number("lower", -2),
                            number("upper", 2))
                    : Initializers.truncatedNormal(number("stddev", 1));
            case "UniformScaling" -> Initializers.uniformScaling(number("scale", 1));
            case "VarianceScaling" -> Initializers.varianceScaling(number("scale", 1),
                    Initializers.Mode.valueOf(upper("mode")), Distribution.valueOf(upper("distribution")),
                    axes("fan_in_axes").stream().collect(Collectors.toSet()));
            case "Orthogonal" -> Initializers.orthogonal(number("scale", 1), parameters.path("axis").asInt());
            case "Identity" -> Initializers.identity(number("gain", 1));
            case "Constant" -> Initializers.constant(number("constant", 0));
            default -> throw new IllegalArgumentException("what is " + name + " here?");
        };
    }

    private double number(String parameter, double otherwise) { return parameters.path(parameter).asDouble(otherwise); }

    private List<Integer> axes(String parameter) {
        return parameters.path(parameter).valueStream().map(JsonNode::asInt).toList();
    }

    private String upper(String parameter) { return parameters.path(parameter).asString().toUpperCase(Locale.ROOT); }
}
