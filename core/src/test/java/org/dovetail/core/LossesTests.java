package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class LossesTests {
    private static final Tensor INTEGERS = Array.ofInts(Shape.of(2, 2), 1, 2, 3, 4);
    private static final Tensor FLOATS = Tensors.ones(2, 2);

    @Test
    void lossesOfFloatsRefuseIntegers() {
        List<Supplier<Tensor>> calls = List.of(() -> Losses.squaredError(INTEGERS), () -> Losses.l2Loss(INTEGERS),
                () -> Losses.huberLoss(INTEGERS, 1), () -> Losses.logCosh(INTEGERS),
                () -> Losses.cosineSimilarity(INTEGERS, FLOATS), () -> Losses.cosineDistance(FLOATS, INTEGERS),
                () -> Losses.sigmoidBinaryCrossEntropy(INTEGERS, FLOATS),
                () -> Losses.sigmoidFocalLoss(INTEGERS, FLOATS, 2),
                () -> Losses.softmaxCrossEntropy(INTEGERS, FLOATS),
                () -> Losses.safeSoftmaxCrossEntropy(INTEGERS, FLOATS),
                () -> Losses.polyLossCrossEntropy(FLOATS, INTEGERS, 2), () -> Losses.klDivergence(FLOATS, INTEGERS),
                () -> Losses.klDivergenceWithLogTargets(INTEGERS, FLOATS), () -> Losses.smoothLabels(INTEGERS, 0.1));
        calls.forEach(call -> assertThatThrownBy(call::get).isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "\\w+: floats are expected; got i32\\[2,2]. Cast them with x.cast\\(DType.FLOAT32\\)"));
    }

    @Test
    void differencesNeedOneShape() {
        assertThatThrownBy(() -> Losses.squaredError(FLOATS, Tensors.ones(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("squaredError: two tensors of one shape are expected; got f32[2,2] and f32[2]");
        assertThatThrownBy(() -> Losses.perceptronLoss(FLOATS, Tensors.ones(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("perceptronLoss: two tensors of one shape are expected; got f32[2,2] and f32[2]");
    }

    @Test
    void labelsAreIntegersThatFit() {
        assertThatThrownBy(() -> Losses.softmaxCrossEntropyWithIntegerLabels(FLOATS, Tensors.ones(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("softmaxCrossEntropyWithIntegerLabels: integer labels are expected; got f32[2]."
                        + " Cast them with labels.cast(DType.INT32)");
        assertThatThrownBy(() -> Losses.softmaxCrossEntropyWithIntegerLabels(FLOATS, Array.ofInts(Shape.of(2), 0, 1),
                LossOptions.DEFAULT.withAxes(0, 1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("softmaxCrossEntropyWithIntegerLabels: a label is expected for each row of logits;"
                        + " got f32[2,2] and i32[2]. Give labels the shape of the logits without the axis of the classes");
        assertThatThrownBy(() -> Losses.softmaxCrossEntropy(FLOATS, FLOATS, LossOptions.DEFAULT.withAxes(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("softmaxCrossEntropy: f32[2,2] has no axis 2; its axes are -2 to 1");
    }

    @Test
    void aMaskWithoutTheClassesGetsTheirAxis() {
        Tensor rows = Array.ofInts(Shape.of(2), 1, 0).ne(0);
        assertThat(Losses.softmaxCrossEntropy(FLOATS, FLOATS, LossOptions.DEFAULT.withWhere(rows)).toFloats())
                .isEqualTo(Losses.softmaxCrossEntropy(FLOATS, FLOATS,
                        LossOptions.DEFAULT.withWhere(rows.expandDims(1))).toFloats());
    }
}
