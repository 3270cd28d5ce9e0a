package org.dovetail.parity.golden;

import java.util.List;
import java.util.Optional;
import org.dovetail.core.Array;
import org.dovetail.core.ChoiceOptions;
import org.dovetail.core.Choices;
import org.dovetail.core.DType;
import org.dovetail.core.Distributions;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.SampleMode;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import tools.jackson.databind.JsonNode;

/**
 * A function of {@code jax.random}, and what it is here.
 *
 * @param name its name
 * @param parameters its parameters
 */
record GoldenDistributions(String name, JsonNode parameters) {
    /** What is drawn from a key with some operands; empty where this is no function of {@code jax.random}. */
    Optional<Tensor> draw(Key key, List<Tensor> operands) {
        return Optional.ofNullable(switch (name) {
            case "uniform" -> operands.isEmpty()
                    ? Prng.uniform(key, shape(), dtype(), number("minval"), number("maxval"))
                    : Prng.uniform(key, shape(), dtype(), operands.get(0), operands.get(1));
            case "normal" -> Prng.normal(key, shape(), dtype());
            case "truncated_normal" ->
                Prng.truncatedNormal(key, operands.get(0), operands.get(1), shape(), dtype());
            case "exponential" -> Distributions.exponential(key, shape(), dtype());
            case "gumbel" -> Distributions.gumbel(key, shape(), dtype(), mode());
            case "laplace" -> Distributions.laplace(key, shape(), dtype());
            case "logistic" -> Distributions.logistic(key, shape(), dtype());
            case "cauchy" -> Distributions.cauchy(key, shape(), dtype());
            case "orthogonal" -> Distributions.orthogonal(key, whole("n"), whole("m"), shape(), dtype());
            case "bits" -> Prng.bits(key, shape(), dtype());
            case "bernoulli" -> Prng.bernoulli(key, operands.getFirst(), shape(), mode());
            case "rademacher" -> Choices.rademacher(key, shape(), dtype());
            case "randint" -> Choices.randint(key, shape(),
                    operands.size() == 2 ? operands.get(0) : bound("minval"),
                    operands.isEmpty() ? bound("maxval") : operands.getLast(), dtype());
            case "permutation" -> permuted(key, operands);
            case "choice" -> chosen(key, operands);
            case "categorical" -> parameters.has("replace")
                    ? Choices.categoricalWithoutReplacement(key, operands.getFirst(), whole("axis"), shape())
                    : Choices.categorical(key, operands.getFirst(), whole("axis"), shape(), mode());
            default -> null;
        });
    }

    private Tensor permuted(Key key, List<Tensor> operands) {
        return operands.isEmpty()
                ? Choices.permutation(key, whole("count"))
                : parameters.has("independent")
                        ? Choices.permutationIndependent(key, operands.getFirst(), whole("axis"))
                        : Choices.permutation(key, operands.getFirst(), whole("axis"));
    }

    private Tensor chosen(Key key, List<Tensor> operands) {
        ChoiceOptions plain = ChoiceOptions.DEFAULT.withAxis(parameters.path("axis").asInt(0));
        ChoiceOptions options = parameters.path("replace").asBoolean() ? plain : plain.withoutReplacement();
        boolean isOfNumbers = parameters.has("count");
        int weights = isOfNumbers ? 0 : 1;
        ChoiceOptions all = operands.size() > weights ? options.withProbabilities(operands.get(weights)) : options;
        return isOfNumbers
                ? Choices.choice(key, whole("count"), shape(), all)
                : Choices.choice(key, operands.getFirst(), shape(), all);
    }

    private Tensor bound(String parameter) {
        long value = parameters.path(parameter).asLong();
        return Array.ofLongs(TensorSpec.of(DType.INT64), _ -> value);
    }

    private Shape shape() { return new Shape(parameters.path("shape").valueStream().map(JsonNode::asInt).toList()); }

    private DType dtype() { return DType.named(parameters.path("dtype").asString()).orElseThrow(); }

    private double number(String parameter) { return parameters.path(parameter).asDouble(); }

    private int whole(String parameter) { return parameters.path(parameter).asInt(); }

    private SampleMode mode() {
        return parameters.path("mode").asString("low").equals("high") ? SampleMode.HIGH : SampleMode.LOW;
    }
}
