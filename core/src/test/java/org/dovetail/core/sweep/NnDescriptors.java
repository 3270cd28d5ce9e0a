package org.dovetail.core.sweep;

import static org.dovetail.core.sweep.Sample.between;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.dovetail.core.AttentionOptions;
import org.dovetail.core.DType;
import org.dovetail.core.LossOptions;
import org.dovetail.core.Losses;
import org.dovetail.core.Nn;
import org.dovetail.core.Shape;
import org.dovetail.core.StandardizeOptions;
import org.dovetail.core.StandardizeOptions.Algorithm;
import org.dovetail.core.Tensor;

/** Activations, attention and losses. */
final class NnDescriptors {
    private static final LossOptions FIRST = LossOptions.DEFAULT.withAxes(0);

    private NnDescriptors() {}

    static void add(List<Descriptor> all) {
        activations(all);
        rows(all);
        attention(all);
        regression(all);
        classification(all);
    }

    private static void activation(List<Descriptor> all, String name, UnaryOperator<Tensor> function) {
        all.add(Descriptor.of(name, operands -> function.apply(operands.getFirst()), between(-3, 3)).elementwise());
    }

    private static void activations(List<Descriptor> all) {
        activation(all, "relu6", Nn::relu6);
        activation(all, "leaky_relu", x -> Nn.leakyRelu(x, 0.3));
        activation(all, "elu", x -> Nn.elu(x, 0.7));
        activation(all, "celu", x -> Nn.celu(x, 0.7));
        activation(all, "selu", Nn::selu);
        activation(all, "gelu", Nn::gelu);
        activation(all, "gelu_exact", Nn::geluExact);
        activation(all, "silu", Nn::silu);
        activation(all, "swish", Nn::swish);
        activation(all, "mish", Nn::mish);
        activation(all, "softplus", Nn::softplus);
        activation(all, "soft_sign", Nn::softSign);
        activation(all, "log_sigmoid", Nn::logSigmoid);
        activation(all, "hard_sigmoid", Nn::hardSigmoid);
        activation(all, "hard_silu", Nn::hardSilu);
        activation(all, "hard_swish", Nn::hardSwish);
        activation(all, "hard_tanh", Nn::hardTanh);
        activation(all, "squareplus", x -> Nn.squareplus(x, 0.3));
        activation(all, "sparse_plus", Nn::sparsePlus);
        activation(all, "sparse_sigmoid", Nn::sparseSigmoid);
        activation(all, "l2_loss", Losses::l2Loss);
        activation(all, "huber_loss", x -> Losses.huberLoss(x, 1.5));
        activation(all, "log_cosh", Losses::logCosh);
    }

    private static Descriptor row(String name, UnaryOperator<Tensor> function) {
        return Descriptor.of(name, operands -> function.apply(operands.getFirst()), between(-3, 3)).rank(1).nonEmpty();
    }

    private static Descriptor masked(String name, BinaryOperator<Tensor> function) {
        return Descriptor.of(name, operands -> function.apply(operands.get(0), operands.get(1)), between(-3, 3),
                between(0, 1).as(DType.BOOL)).rank(1).nonEmpty();
    }

    private static void rows(List<Descriptor> all) {
        all.add(row("softmax_all_axes", x -> Nn.softmax(x.reshape(-1, 1), 0, 1)));
        all.add(masked("softmax_masked", (x, mask) -> Nn.softmax(x, mask)));
        all.add(masked("log_softmax_masked", (x, mask) -> Nn.logSoftmax(x, mask, 0).maximum(-1e3)));
        all.add(masked("log_sum_exp_masked", (x, mask) -> Nn.logSumExp(x, mask, 0)).flat());
        all.add(Descriptor.of("log_sum_exp_weighted",
                operands -> Nn.logSumExpWeighted(operands.get(0), operands.get(1), -1), between(-3, 3),
                between(0.5, 2)).rank(1).nonEmpty());
        all.add(Descriptor.of("glu", operands -> Nn.glu(operands.getFirst(), -1),
                between(-3, 3).shaped(base -> base.concat(Shape.of(4)))));
        all.add(row("standardize", x -> Nn.standardize(x, StandardizeOptions.DEFAULT.withEpsilon(0.5), 0)));
        all.add(masked("standardize_masked", (x, mask) -> Nn.standardize(x,
                StandardizeOptions.DEFAULT.withEpsilon(0.5).withAlgorithm(Algorithm.STABLE)
                        .withWhere(mask)))
                .flat());
        all.add(Descriptor.of("one_hot_axis", operands -> Nn.oneHot(operands.getFirst(), 4, DType.INT32, 0),
                between(-1, 5)).on(Descriptors.INTEGERS).flat());
    }

    private static void attention(List<Descriptor> all) {
        Sample queries = between(-2, 2).shaped(base -> Shape.of(base.extent(0), 3, 4, 2));
        Sample keys = between(-2, 2).shaped(base -> Shape.of(base.extent(0), 5, 2, 2));
        Sample masks = between(0, 1).as(DType.BOOL).shaped(base -> Shape.of(base.extent(0), 1, 3, 5));
        Sample lengths = between(1, 4).as(DType.INT32).shaped(base -> Shape.of(base.extent(0)));
        // Probabilities are float32 even of float64: neither can a difference judge derivatives, nor have they its precision.
        Set<DType> dtypes = EnumSet.of(DType.FLOAT32, DType.BFLOAT16, DType.FLOAT16);
        all.add(Descriptor.of("attention",
                operands -> Nn.dotProductAttention(operands.get(0), operands.get(1), operands.get(2),
                        AttentionOptions.DEFAULT.causal()),
                queries, keys, keys).on(dtypes).only(shape -> shape.rank() == 1).flat());
        all.add(Descriptor.of("attention_masked",
                operands -> Nn.dotProductAttention(operands.get(0), operands.get(1), operands.get(2),
                        AttentionOptions.DEFAULT.withScale(0.3).withMask(operands.get(3))
                                .withQuerySeqLengths(operands.get(4)).withKeyValueSeqLengths(operands.get(4))),
                queries, keys, keys, masks, lengths).on(dtypes).only(shape -> shape.rank() == 1).flat());
    }

    private static Descriptor pair(String name, double low, double high, BinaryOperator<Tensor> function) {
        return Descriptor.of(name, operands -> function.apply(operands.get(0), operands.get(1)), between(-2, 2),
                between(low, high)).rank(1).nonEmpty();
    }

    private static void regression(List<Descriptor> all) {
        all.add(pair("squared_error", -2, 2, Losses::squaredError));
        all.add(pair("cosine_similarity", 0.5, 2, (x, y) -> Losses.cosineSimilarity(x, y, 1e-3, FIRST)));
        all.add(pair("cosine_distance", 0.5, 2, (x, y) -> Losses.cosineDistance(x, y, 0.1, LossOptions.DEFAULT)));
        all.add(pair("hinge_loss", -1, 1, Losses::hingeLoss));
        all.add(pair("perceptron_loss", -1, 1, Losses::perceptronLoss));
        all.add(pair("sigmoid_cross_entropy", 0, 1, Losses::sigmoidBinaryCrossEntropy));
        all.add(pair("sigmoid_focal_loss", 0.1, 0.9, (x, y) -> Losses.sigmoidFocalLoss(x, y, 2, 0.25)));
    }

    private static void classification(List<Descriptor> all) {
        all.add(pair("cross_entropy_of_shares", 0, 1, Losses::softmaxCrossEntropy));
        all.add(pair("cross_entropy_safe", 0.1, 1, Losses::safeSoftmaxCrossEntropy));
        all.add(pair("cross_entropy_poly", 0, 1, (x, y) -> Losses.polyLossCrossEntropy(x, y, 2, FIRST)));
        all.add(pair("kl_divergence", 0.1, 1, (x, y) -> Losses.klDivergence(x, y, FIRST)));
        all.add(pair("kl_divergence_of_logs", -2, 0, Losses::klDivergenceWithLogTargets));
        all.add(pair("kl_divergence_generalized", 0.1, 1,
                (x, y) -> Losses.generalizedKlDivergence(x, y, LossOptions.DEFAULT)));
        all.add(row("smooth_labels", x -> Losses.smoothLabels(x, 0.1)));
        Sample labels = between(0, 0).as(DType.INT32).shaped(base -> base.leading(base.rank() - 1));
        all.add(Descriptor.of("multiclass_hinge_loss",
                operands -> Losses.multiclassHingeLoss(operands.get(0), operands.get(1)), between(-3, 3), labels)
                .rank(1).nonEmpty());
        all.add(Descriptor.of("multiclass_perceptron_loss",
                operands -> Losses.multiclassPerceptronLoss(operands.get(0), operands.get(1)), between(-3, 3), labels)
                .rank(1).nonEmpty());
        all.add(Descriptor.of("cross_entropy_first_axis",
                operands -> Losses.softmaxCrossEntropyWithIntegerLabels(operands.get(0), operands.get(1), FIRST),
                between(-3, 3), between(0, 0).as(DType.INT32).shaped(Shape::withoutFirst)).rank(1).nonEmpty());
    }
}
