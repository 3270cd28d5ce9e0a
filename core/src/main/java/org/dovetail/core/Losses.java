package org.dovetail.core;

/** The loss functions of {@code optax.losses}. */
public final class Losses {
    private Losses() {}

    /**
     * Minus the logarithm of the probability that logits give to a label, as {@code optax.softmax_cross_entropy_with_integer_labels}: {@code log Σ exp l - l[label]}.
     *
     * @param logits floats, the classes along the last axis
     * @param labels integers, one for each row of logits; negative ones count from the end, others out of range give NaN
     * @return a loss for each label
     * @throws IllegalArgumentException if the shapes do not fit or the labels are no integers
     */
    public static Tensor softmaxCrossEntropyWithIntegerLabels(Tensor logits, Tensor labels) {
        if (labels.dtype().kind() != DType.Kind.SIGNED && labels.dtype().kind() != DType.Kind.UNSIGNED) {
            throw new IllegalArgumentException("softmaxCrossEntropyWithIntegerLabels: integer labels are expected; got "
                    + labels.spec() + ". Cast them with labels.cast(DType.INT32)");
        }
        if (logits.rank() == 0 || !labels.shape().equals(logits.shape().leading(logits.rank() - 1))) {
            throw new IllegalArgumentException(
                    "softmaxCrossEntropyWithIntegerLabels: a label is expected for each row of logits; got "
                            + logits.spec() + " and " + labels.spec());
        }
        Tensor label = Tensors.takeAlongAxis(logits, labels.expandDims(-1), -1).squeeze(-1);
        return Nn.logSumExp(logits, -1).sub(label);
    }
}
