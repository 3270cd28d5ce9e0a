package org.dovetail.parity.golden;

import java.util.List;
import org.dovetail.core.AttentionOptions;
import org.dovetail.core.DType;
import org.dovetail.core.Nn;
import org.dovetail.core.StandardizeOptions;
import org.dovetail.core.StandardizeOptions.Algorithm;
import org.dovetail.core.Tensor;
import tools.jackson.databind.JsonNode;

/**
 * A function of {@code jax.nn}, and what it is here.
 *
 * @param name its name in the set
 * @param parameters its parameters
 */
record GoldenNn(String name, JsonNode parameters) {
    Tensor apply(List<Tensor> operands) {
        Tensor x = operands.getFirst();
        return switch (name) {
            case "relu" -> Nn.relu(x);
            case "relu6" -> Nn.relu6(x);
            case "leaky_relu" -> Nn.leakyRelu(x);
            case "leaky_relu_slope" -> Nn.leakyRelu(x, number("negative_slope"));
            case "elu" -> Nn.elu(x);
            case "elu_alpha" -> Nn.elu(x, number("alpha"));
            case "celu" -> Nn.celu(x);
            case "celu_alpha" -> Nn.celu(x, number("alpha"));
            case "selu" -> Nn.selu(x);
            case "gelu" -> Nn.gelu(x);
            case "gelu_exact" -> Nn.geluExact(x);
            case "silu" -> Nn.silu(x);
            case "mish" -> Nn.mish(x);
            case "softplus" -> Nn.softplus(x);
            case "soft_sign" -> Nn.softSign(x);
            case "sigmoid" -> Nn.sigmoid(x);
            case "log_sigmoid" -> Nn.logSigmoid(x);
            case "hard_sigmoid" -> Nn.hardSigmoid(x);
            case "hard_silu" -> Nn.hardSilu(x);
            case "hard_tanh" -> Nn.hardTanh(x);
            case "squareplus" -> Nn.squareplus(x);
            case "squareplus_b" -> Nn.squareplus(x, number("b"));
            case "sparse_plus" -> Nn.sparsePlus(x);
            case "sparse_sigmoid" -> Nn.sparseSigmoid(x);
            case "glu" -> Nn.glu(x, parameters.path("axis").asInt());
            case "one_hot" -> Nn.oneHot(x, parameters.path("num_classes").asInt(),
                    DType.named(parameters.path("dtype").asString()).orElseThrow(), parameters.path("axis").asInt());
            case "softmax" -> isMasked(operands)
                    ? Nn.softmax(x, operands.get(1), axes())
                    : Nn.softmax(x, axes());
            case "log_softmax" -> isMasked(operands)
                    ? Nn.logSoftmax(x, operands.get(1), axes())
                    : Nn.logSoftmax(x, axes());
            case "logsumexp" -> isMasked(operands)
                    ? Nn.logSumExp(x, operands.get(1), axes())
                    : Nn.logSumExp(x, axes());
            case "logsumexp_weighted" -> Nn.logSumExpWeighted(x, operands.get(1), axes());
            case "standardize" -> Nn.standardize(x, standardizing(operands), axes());
            case "dot_product_attention" ->
                Nn.dotProductAttention(x, operands.get(1), operands.get(2), attending(operands));
            default -> throw new IllegalArgumentException("what is " + name + " here?");
        };
    }

    private double number(String parameter) { return parameters.path(parameter).asDouble(); }

    private int[] axes() { return parameters.path("axes").valueStream().mapToInt(JsonNode::asInt).toArray(); }

    private static boolean isMasked(List<Tensor> operands) { return operands.size() > 1; }

    private List<String> given() { return parameters.path("given").valueStream().map(JsonNode::asString).toList(); }

    private StandardizeOptions standardizing(List<Tensor> operands) {
        StandardizeOptions options = StandardizeOptions.DEFAULT
                .withEpsilon(parameters.path("epsilon").asDouble(StandardizeOptions.DEFAULT.epsilon()))
                .withAlgorithm(parameters.has("algorithm") ? Algorithm.STABLE : Algorithm.FAST);
        for (int i = 0; i < given().size(); i++) {
            Tensor value = operands.get(1 + i);
            options = switch (given().get(i)) {
                case "mean" -> options.withMean(value);
                case "variance" -> options.withVariance(value);
                default -> options.withWhere(value);
            };
        }
        return options;
    }

    private AttentionOptions attending(List<Tensor> operands) {
        AttentionOptions options = parameters.has("scale")
                ? AttentionOptions.DEFAULT.withScale(number("scale"))
                : AttentionOptions.DEFAULT;
        options = parameters.has("is_causal") ? options.causal() : options;
        for (int i = 0; i < given().size(); i++) {
            Tensor value = operands.get(3 + i);
            options = switch (given().get(i)) {
                case "bias" -> options.withBias(value);
                case "mask" -> options.withMask(value);
                case "query_seq_lengths" -> options.withQuerySeqLengths(value);
                default -> options.withKeyValueSeqLengths(value);
            };
        }
        return options;
    }
}
