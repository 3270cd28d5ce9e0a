package org.dovetail.core;

import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.internal.prim.Ops;

/**
 * The loss functions of {@code optax.losses}. Predictions and logits are floats; where nothing else is said there is a loss for each element.
 */
public final class Losses {
    private Losses() {}

    private static Tensor floats(String who, Tensor x) {
        if (x.dtype().kind() != DType.Kind.FLOAT) {
            throw new IllegalArgumentException(
                    who + ": floats are expected; got " + x.spec() + ". Cast them with x.cast(DType.FLOAT32)");
        }
        return x;
    }

    private static void requireAlike(String who, Tensor x, Tensor y) {
        if (!x.shape().equals(y.shape())) {
            throw new IllegalArgumentException(
                    who + ": two tensors of one shape are expected; got " + x.spec() + " and " + y.spec());
        }
    }

    private static int[] ints(List<Integer> axes) { return axes.stream().mapToInt(Integer::intValue).toArray(); }

    /**
     * The squares of numbers, as {@code optax.squared_error(errors)}.
     *
     * @param errors floats
     * @return {@code errors²}
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor squaredError(Tensor errors) { return floats("squaredError", errors).pow(2); }

    /**
     * The squares of differences, as {@code optax.squared_error}.
     *
     * @param predictions floats
     * @param targets as many
     * @return {@code (predictions - targets)²}
     * @throws IllegalArgumentException if they are no floats, or the shapes differ
     */
    public static Tensor squaredError(Tensor predictions, Tensor targets) {
        requireAlike("squaredError", floats("squaredError", predictions), targets);
        return squaredError(predictions.sub(targets));
    }

    /**
     * Half the squares of numbers, as {@code optax.l2_loss(errors)}.
     *
     * @param errors floats
     * @return {@code errors²/2}
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor l2Loss(Tensor errors) { return squaredError(errors).mul(0.5); }

    /**
     * Half the squares of differences, as {@code optax.l2_loss}.
     *
     * @param predictions floats
     * @param targets as many
     * @return {@code (predictions - targets)²/2}
     * @throws IllegalArgumentException if they are no floats, or the shapes differ
     */
    public static Tensor l2Loss(Tensor predictions, Tensor targets) {
        return squaredError(predictions, targets).mul(0.5);
    }

    /**
     * {@code e²/2} up to a magnitude, {@code delta (|e| - delta/2)} beyond, as {@code optax.huber_loss(errors)}.
     *
     * @param errors floats
     * @param delta the magnitude
     * @return floats
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor huberLoss(Tensor errors, double delta) {
        Tensor size = floats("huberLoss", errors).abs();
        Tensor quadratic = size.minimum(delta);
        return quadratic.pow(2).mul(0.5).add(size.sub(quadratic).mul(delta));
    }

    /**
     * {@link #huberLoss(Tensor, double)} of differences with a delta of 1, as {@code optax.huber_loss}.
     *
     * @param predictions floats
     * @param targets what they should be
     * @return floats
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor huberLoss(Tensor predictions, Tensor targets) {
        return huberLoss(predictions.sub(targets), 1);
    }

    /**
     * The logarithms of hyperbolic cosines, as {@code optax.log_cosh(errors)}.
     *
     * @param errors floats
     * @return {@code log((exp(e) + exp(-e))/2)}
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor logCosh(Tensor errors) {
        Tensor floats = floats("logCosh", errors);
        return Tensors.logAddExp(floats, floats.neg()).sub(Math.log(2));
    }

    /**
     * {@link #logCosh(Tensor)} of differences, as {@code optax.log_cosh}.
     *
     * @param predictions floats
     * @param targets what they should be
     * @return floats
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor logCosh(Tensor predictions, Tensor targets) { return logCosh(predictions.sub(targets)); }

    /**
     * The cosine of the angle between vectors, as {@code optax.cosine_similarity}.
     *
     * @param predictions vectors of floats along the last axis
     * @param targets as many vectors
     * @return a cosine for each pair; NaN where a vector is zero
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor cosineSimilarity(Tensor predictions, Tensor targets) {
        return cosineSimilarity(predictions, targets, 0, LossOptions.DEFAULT);
    }

    /**
     * {@code Σ ab / √(max(Σa², ε) max(Σb², ε))}, as {@code optax.cosine_similarity}.
     *
     * @param predictions vectors of floats
     * @param targets as many vectors
     * @param epsilon how large the square of a norm is at least
     * @param options along which axes the vectors stand, and which of their elements count
     * @return a cosine for each pair
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor cosineSimilarity(Tensor predictions, Tensor targets, double epsilon, LossOptions options) {
        return options.sum("cosineSimilarity", unit(predictions, epsilon, options)
                .mul(unit(targets, epsilon, options)));
    }

    private static Tensor unit(Tensor x, double epsilon, LossOptions options) {
        Tensor floats = floats("cosineSimilarity", x);
        return floats.div(options.keptSum("cosineSimilarity", floats.pow(2)).maximum(epsilon).sqrt());
    }

    /**
     * One less {@link #cosineSimilarity(Tensor, Tensor)}, as {@code optax.cosine_distance}.
     *
     * @param predictions vectors of floats along the last axis
     * @param targets as many vectors
     * @return a distance from 0 to 2 for each pair; NaN where a vector is zero
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor cosineDistance(Tensor predictions, Tensor targets) {
        return cosineDistance(predictions, targets, 0, LossOptions.DEFAULT);
    }

    /**
     * One less {@link #cosineSimilarity(Tensor, Tensor, double, LossOptions)}, as {@code optax.cosine_distance}.
     *
     * @param predictions vectors of floats
     * @param targets as many vectors
     * @param epsilon how large the square of a norm is at least
     * @param options along which axes the vectors stand, and which of their elements count
     * @return a distance for each pair
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor cosineDistance(Tensor predictions, Tensor targets, double epsilon, LossOptions options) {
        return cosineSimilarity(predictions, targets, epsilon, options).neg().add(1);
    }

    /**
     * {@code -y log σ(x) - (1 - y) log σ(-x)}, as {@code optax.sigmoid_binary_cross_entropy}.
     *
     * @param logits floats
     * @param labels from 0 to 1
     * @return floats
     * @throws IllegalArgumentException if the logits are no floats
     */
    public static Tensor sigmoidBinaryCrossEntropy(Tensor logits, Tensor labels) {
        Tensor shares = labels.cast(floats("sigmoidBinaryCrossEntropy", logits).dtype());
        return shares.neg().mul(Nn.logSigmoid(logits)).sub(shares.neg().add(1).mul(Nn.logSigmoid(logits.neg())));
    }

    /**
     * {@link #sigmoidBinaryCrossEntropy} times {@code (1 - p)^gamma}, with p the probability of the label, as {@code optax.sigmoid_focal_loss}.
     *
     * @param logits floats
     * @param labels from 0 to 1
     * @param gamma how much less labels count that are told well; 2 in Python when it is not given
     * @return floats
     * @throws IllegalArgumentException if the logits are no floats
     */
    public static Tensor sigmoidFocalLoss(Tensor logits, Tensor labels, double gamma) {
        Tensor shares = labels.cast(floats("sigmoidFocalLoss", logits).dtype());
        Tensor logs = Tensors.stack(-1, Nn.logSigmoid(logits), Nn.logSigmoid(logits.neg()));
        Tensor others = Nn.logSumExpWeighted(logs, Tensors.stack(-1, shares.neg().add(1), shares), -1);
        return sigmoidBinaryCrossEntropy(logits, shares).mul(others.mul(gamma).exp());
    }

    /**
     * {@link #sigmoidFocalLoss(Tensor, Tensor, double)} times alpha for labels of 1 and 1 - alpha for labels of 0, as {@code optax.sigmoid_focal_loss(alpha=alpha)}.
     *
     * @param logits floats
     * @param labels from 0 to 1
     * @param gamma how much less labels count that are told well
     * @param alpha how much labels of 1 count
     * @return floats
     * @throws IllegalArgumentException if the logits are no floats
     */
    public static Tensor sigmoidFocalLoss(Tensor logits, Tensor labels, double gamma, double alpha) {
        Tensor shares = labels.cast(logits.dtype());
        Tensor weights = shares.mul(alpha).add(shares.neg().add(1).mul(1 - alpha));
        return weights.mul(sigmoidFocalLoss(logits, shares, gamma));
    }

    /**
     * {@code max(0, 1 - xy)}, as {@code optax.hinge_loss}.
     *
     * @param predictions floats
     * @param targets -1 or 1
     * @return floats
     */
    public static Tensor hingeLoss(Tensor predictions, Tensor targets) {
        return predictions.mul(targets).neg().add(1).maximum(0);
    }

    /**
     * {@code max(0, -xy)}, as {@code optax.perceptron_loss}.
     *
     * @param predictions floats
     * @param targets -1 or 1
     * @return floats
     * @throws IllegalArgumentException if the shapes differ
     */
    public static Tensor perceptronLoss(Tensor predictions, Tensor targets) {
        requireAlike("perceptronLoss", predictions, targets);
        return predictions.neg().mul(targets).maximum(0);
    }

    /**
     * {@code max(score + 1 - [class = label]) - score[label]}, as {@code optax.multiclass_hinge_loss}.
     *
     * @param scores floats, the classes along the last axis
     * @param labels integers, one for each row of scores
     * @return a loss for each label
     */
    public static Tensor multiclassHingeLoss(Tensor scores, Tensor labels) {
        Tensor isLabel = Nn.oneHot(labels, scores.dim(-1));
        return scores.add(1).sub(isLabel).max(-1).sub(scores.mul(isLabel).sum(-1));
    }

    /**
     * {@code max(score) - score[label]}, as {@code optax.losses.multiclass_perceptron_loss}.
     *
     * @param scores floats, the classes along the last axis
     * @param labels integers, one for each row of scores
     * @return a loss for each label
     */
    public static Tensor multiclassPerceptronLoss(Tensor scores, Tensor labels) {
        return scores.max(-1).sub(scores.mul(Nn.oneHot(labels, scores.dim(-1))).sum(-1));
    }

    /**
     * Minus the logarithms of probabilities of classes, weighted, as {@code optax.softmax_cross_entropy}.
     *
     * @param logits floats, the classes along the last axis
     * @param labels the weights of the classes
     * @return {@code -Σ labels log softmax(logits)} for each row
     * @throws IllegalArgumentException if the logits are no floats
     */
    public static Tensor softmaxCrossEntropy(Tensor logits, Tensor labels) {
        return softmaxCrossEntropy(logits, labels, LossOptions.DEFAULT);
    }

    /**
     * {@link #softmaxCrossEntropy(Tensor, Tensor)} along other axes or of some classes, as {@code optax.softmax_cross_entropy}.
     *
     * @param logits floats
     * @param labels the weights of the classes
     * @param options along which axes the classes stand, and which of them count
     * @return the sums, without those axes
     * @throws IllegalArgumentException if the logits are no floats
     */
    public static Tensor softmaxCrossEntropy(Tensor logits, Tensor labels, LossOptions options) {
        int[] axes = ints(options.counted("softmaxCrossEntropy", floats("softmaxCrossEntropy", logits)));
        Tensor logs = options.mask("softmaxCrossEntropy", logits)
                .map(mask -> Nn.logSoftmax(logits, mask, axes)).orElseGet(() -> Nn.logSoftmax(logits, axes));
        return options.sum("softmaxCrossEntropy", labels.mul(logs)).neg();
    }

    /**
     * {@link #softmaxCrossEntropy(Tensor, Tensor)} in which a class of weight 0 counts for nothing even if its probability is 0, as {@code optax.safe_softmax_cross_entropy}.
     *
     * @param logits floats, the classes along the last axis
     * @param labels the weights of the classes
     * @return a loss for each row
     * @throws IllegalArgumentException if the logits are no floats
     */
    public static Tensor safeSoftmaxCrossEntropy(Tensor logits, Tensor labels) {
        return Transforms.customJvp(Losses::weightedLogSoftmax, (primal, tangent) -> {
            Tensor weights = primal.get(1);
            Tensor shared = tangent.get(0).mul(Nn.softmax(primal.get(0))).sum(-1).expandDims(-1);
            // d(w log softmax x) = w dx - w Σ softmax(x) dx + log softmax(x) dw
            return new JvpResult<>(weightedLogSoftmax(primal), weights.mul(tangent.get(0)).sub(weights.mul(shared))
                    .add(tangent.get(1).mul(Nn.logSoftmax(primal.get(0)))));
        }).apply(List.of(floats("safeSoftmaxCrossEntropy", logits), labels)).sum(-1).neg();
    }

    private static Tensor weightedLogSoftmax(List<Tensor> logitsAndWeights) {
        Tensor logs = Nn.logSoftmax(logitsAndWeights.get(0));
        Tensor weights = logitsAndWeights.get(1);
        return Tensors.where(weights.ne(0), weights.mul(logs), Tensors.zeros(logs.dtype(), logs.shape()));
    }

    /**
     * Minus the logarithm of the probability that logits give to a label, as {@code optax.softmax_cross_entropy_with_integer_labels}: {@code log Σ exp l - l[label]}.
     *
     * @param logits floats, the classes along the last axis
     * @param labels integers, one for each row of logits; negative ones count from the end, others out of range give NaN
     * @return a loss for each label
     * @throws IllegalArgumentException if the shapes do not fit or the labels are no integers
     */
    public static Tensor softmaxCrossEntropyWithIntegerLabels(Tensor logits, Tensor labels) {
        return softmaxCrossEntropyWithIntegerLabels(logits, labels, LossOptions.DEFAULT);
    }

    /**
     * {@link #softmaxCrossEntropyWithIntegerLabels(Tensor, Tensor)} along other axes or of some classes, as {@code optax.softmax_cross_entropy_with_integer_labels}.
     *
     * @param logits floats
     * @param labels integers, of the shape of the logits without the classes' axes; of several axes, a label is an index into all their elements
     * @param options along which axes the classes stand, and which of them count
     * @return a loss for each label; 0 where no class counts
     * @throws IllegalArgumentException if the shapes do not fit or the labels are no integers
     */
    public static Tensor softmaxCrossEntropyWithIntegerLabels(Tensor logits, Tensor labels, LossOptions options) {
        String who = "softmaxCrossEntropyWithIntegerLabels";
        if (labels.dtype().kind() != DType.Kind.SIGNED && labels.dtype().kind() != DType.Kind.UNSIGNED) {
            throw new IllegalArgumentException(who + ": integer labels are expected; got " + labels.spec()
                    + ". Cast them with labels.cast(DType.INT32)");
        }
        List<Integer> axes = floats(who, logits).rank() == 0 ? List.of() : options.counted(who, logits);
        Shape rows = logits.shape().without(axes);
        if (logits.rank() == 0 || !labels.shape().equals(rows)) {
            throw new IllegalArgumentException(
                    who + ": a label is expected for each row of logits; got " + logits.spec() + " and "
                            + labels.spec() + ". Give labels the shape of the logits without the axis of the classes");
        }
        Tensor classes = classesLast(logits, axes, rows);
        Tensor label = Tensors.takeAlongAxis(classes, labels.expandDims(-1), -1).squeeze(-1);
        return options.mask(who, logits).map(mask -> {
            Tensor counts = classesLast(mask.broadcastTo(logits.shape()), axes, rows);
            Tensor loss = Nn.logSumExp(classes, counts, -1).sub(label);
            return Tensors.where(counts.any(-1), loss, Tensors.full(loss.dtype(), Shape.of(), 0));
        }).orElseGet(() -> Nn.logSumExp(classes, -1).sub(label));
    }

    /** The axes of the classes as one, behind all others. */
    private static Tensor classesLast(Tensor x, List<Integer> axes, Shape rows) {
        int[] order = IntStream.concat(IntStream.range(0, x.rank()).filter(axis -> !axes.contains(axis)),
                axes.stream().mapToInt(Integer::intValue)).toArray();
        int classes = axes.stream().mapToInt(x::dim).reduce(1, Math::multiplyExact);
        return x.transpose(order).reshape(rows.concat(Shape.of(classes)));
    }

    /**
     * {@link #softmaxCrossEntropy(Tensor, Tensor)} plus {@code epsilon Σ labels (1 - softmax(logits))}, as {@code optax.losses.poly_loss_cross_entropy}.
     *
     * @param logits floats, the classes along the last axis
     * @param labels the weights of the classes
     * @param epsilon how much what is added counts; 2 in Python when it is not given
     * @return a loss for each row
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor polyLossCrossEntropy(Tensor logits, Tensor labels, double epsilon) {
        return polyLossCrossEntropy(logits, labels, epsilon, LossOptions.DEFAULT);
    }

    /**
     * {@link #polyLossCrossEntropy(Tensor, Tensor, double)} along other axes or of some classes.
     *
     * @param logits floats
     * @param labels the weights of the classes
     * @param epsilon how much what is added counts
     * @param options along which axes the classes stand, and which of them count
     * @return the sums, without those axes
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor polyLossCrossEntropy(Tensor logits, Tensor labels, double epsilon, LossOptions options) {
        String who = "polyLossCrossEntropy";
        int[] axes = ints(options.counted(who, floats(who, logits)));
        Tensor probabilities = options.mask(who, logits)
                .map(mask -> Nn.softmax(logits, mask, axes)).orElseGet(() -> Nn.softmax(logits, axes));
        Tensor missing = options.sum(who, floats(who, labels).mul(probabilities.neg().add(1)));
        return softmaxCrossEntropy(logits, labels, options).add(missing.mul(epsilon));
    }

    /**
     * The Kullback-Leibler divergence of probabilities from predicted ones, as {@code optax.losses.kl_divergence}.
     *
     * @param logPredictions logarithms of predicted probabilities, along the last axis
     * @param targets probabilities; 0 counts for nothing
     * @return {@code Σ targets (log targets - logPredictions)} for each row
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor klDivergence(Tensor logPredictions, Tensor targets) {
        return klDivergence(logPredictions, targets, LossOptions.DEFAULT);
    }

    /**
     * {@link #klDivergence(Tensor, Tensor)} along other axes or of some elements.
     *
     * @param logPredictions logarithms of predicted probabilities
     * @param targets probabilities; 0 counts for nothing
     * @param options along which axes the probabilities stand, and which of them count
     * @return the sums, without those axes
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor klDivergence(Tensor logPredictions, Tensor targets, LossOptions options) {
        floats("klDivergence", logPredictions);
        Tensor zero = Tensors.full(floats("klDivergence", targets).dtype(), Shape.of(), 0);
        Tensor logs = Tensors.where(targets.eq(0), zero, targets.log());
        return options.sum("klDivergence", targets.mul(logs.sub(logPredictions)));
    }

    /**
     * {@link #klDivergence(Tensor, Tensor)} of probabilities by their logarithms, as {@code optax.losses.kl_divergence_with_log_targets}.
     *
     * @param logPredictions logarithms of predicted probabilities, along the last axis
     * @param logTargets logarithms of probabilities
     * @return {@code Σ exp(logTargets) (logTargets - logPredictions)} for each row
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor klDivergenceWithLogTargets(Tensor logPredictions, Tensor logTargets) {
        return klDivergenceWithLogTargets(logPredictions, logTargets, LossOptions.DEFAULT);
    }

    /**
     * {@link #klDivergenceWithLogTargets(Tensor, Tensor)} along other axes or of some elements.
     *
     * @param logPredictions logarithms of predicted probabilities
     * @param logTargets logarithms of probabilities
     * @param options along which axes the probabilities stand, and which of them count
     * @return the sums, without those axes
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor klDivergenceWithLogTargets(Tensor logPredictions, Tensor logTargets, LossOptions options) {
        String who = "klDivergenceWithLogTargets";
        Tensor difference = floats(who, logTargets).sub(floats(who, logPredictions));
        return options.sum(who, logTargets.exp().mul(difference));
    }

    /**
     * {@link #klDivergence(Tensor, Tensor, LossOptions)} plus {@code Σ (exp(logPredictions) - targets)}, for numbers that need not sum to 1, as
     * {@code optax.losses.generalized_kl_divergence}.
     *
     * @param logPredictions logarithms of predictions
     * @param targets positive numbers, or 0
     * @param options along which axes the numbers stand, and which of them count
     * @return the sums, without those axes
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor generalizedKlDivergence(Tensor logPredictions, Tensor targets, LossOptions options) {
        return klDivergence(logPredictions, targets, options)
                .add(options.sum("generalizedKlDivergence", logPredictions.exp().sub(targets)));
    }

    /**
     * {@code (1 - alpha) labels + alpha / number of classes}, as {@code optax.smooth_labels}.
     *
     * @param labels weights of classes along the last axis
     * @param alpha what part of the weight all classes share
     * @return as many weights
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor smoothLabels(Tensor labels, double alpha) {
        return smoothLabels(labels, alpha, LossOptions.DEFAULT);
    }

    /**
     * {@link #smoothLabels(Tensor, double)} along other axes or of some classes.
     *
     * @param labels weights of classes
     * @param alpha what part of the weight all classes share
     * @param options along which axes the classes stand, and which of them count for their number
     * @return as many weights
     * @throws IllegalArgumentException if they are no floats
     */
    public static Tensor smoothLabels(Tensor labels, double alpha, LossOptions options) {
        List<Integer> axes = options.counted("smoothLabels", floats("smoothLabels", labels));
        Tensor kept = labels.mul(1 - alpha);
        return options.mask("smoothLabels", labels).map(mask -> {
            Tensor count = Softmax.kept(mask.cast(DType.INT32).sum(ints(axes)), mask.shape(), axes);
            return kept.add(Ops.scalar(DType.FLOAT32, alpha).div(count).cast(labels.dtype()));
        }).orElseGet(() -> kept.add(alpha / axes.stream().mapToInt(labels::dim).reduce(1, Math::multiplyExact)));
    }
}
