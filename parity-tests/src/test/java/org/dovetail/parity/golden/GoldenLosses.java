package org.dovetail.parity.golden;

import java.util.List;
import java.util.Optional;
import org.dovetail.core.LossOptions;
import org.dovetail.core.Losses;
import org.dovetail.core.Tensor;
import tools.jackson.databind.JsonNode;

/**
 * A function of {@code optax.losses}, and what it is here.
 *
 * @param name its name in the set
 * @param parameters its parameters
 */
record GoldenLosses(String name, JsonNode parameters) {
    Optional<Tensor> apply(List<Tensor> operands) {
        Tensor x = operands.getFirst();
        Tensor y = operands.size() > 1 ? operands.get(1) : x;
        boolean isOfErrors = operands.size() == 1;
        LossOptions options = options(operands);
        return Optional.ofNullable(switch (name) {
            case "squared_error" -> isOfErrors ? Losses.squaredError(x) : Losses.squaredError(x, y);
            case "l2_loss" -> isOfErrors ? Losses.l2Loss(x) : Losses.l2Loss(x, y);
            case "huber_loss" -> isOfErrors ? Losses.huberLoss(x, 1) : Losses.huberLoss(x, y);
            case "huber_loss_delta" -> Losses.huberLoss(isOfErrors ? x : x.sub(y), number("delta"));
            case "log_cosh" -> isOfErrors ? Losses.logCosh(x) : Losses.logCosh(x, y);
            case "cosine_similarity" -> Losses.cosineSimilarity(x, y, number("epsilon"), options);
            case "cosine_distance" -> Losses.cosineDistance(x, y, number("epsilon"), options);
            case "sigmoid_binary_cross_entropy" -> Losses.sigmoidBinaryCrossEntropy(x, y);
            case "sigmoid_focal_loss" -> parameters.has("alpha")
                    ? Losses.sigmoidFocalLoss(x, y, number("gamma"), number("alpha"))
                    : Losses.sigmoidFocalLoss(x, y, 2);
            case "hinge_loss" -> Losses.hingeLoss(x, y);
            case "perceptron_loss" -> Losses.perceptronLoss(x, y);
            case "softmax_cross_entropy" -> Losses.softmaxCrossEntropy(x, y, options);
            case "poly_loss_cross_entropy" -> Losses.polyLossCrossEntropy(x, y, 2, options);
            case "poly_loss_cross_entropy_epsilon" ->
                Losses.polyLossCrossEntropy(x, y, number("epsilon"), options);
            case "kl_divergence" -> Losses.klDivergence(x, y, options);
            case "kl_divergence_with_log_targets" -> Losses.klDivergenceWithLogTargets(x, y, options);
            case "generalized_kl_divergence" -> Losses.generalizedKlDivergence(x, y, options);
            case "safe_softmax_cross_entropy" -> Losses.safeSoftmaxCrossEntropy(x, y);
            case "softmax_cross_entropy_with_integer_labels" ->
                Losses.softmaxCrossEntropyWithIntegerLabels(x, y, options);
            case "multiclass_hinge_loss" -> Losses.multiclassHingeLoss(x, y);
            case "multiclass_perceptron_loss" -> Losses.multiclassPerceptronLoss(x, y);
            case "smooth_labels" -> Losses.smoothLabels(x, number("alpha"), options);
            default -> null;
        });
    }

    private double number(String parameter) { return parameters.path(parameter).asDouble(0); }

    private LossOptions options(List<Tensor> operands) {
        LossOptions options = LossOptions.DEFAULT
                .withAxes(parameters.path("axes").valueStream().mapToInt(JsonNode::asInt).toArray());
        int count = name.equals("smooth_labels") ? 1 : 2;
        return operands.size() > count ? options.withWhere(operands.get(count)) : options;
    }
}
