package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dovetail.core.Tensors.ones;

import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.junit.jupiter.api.Test;

/** Numbers of dm-haiku 0.0.17. */
class BatchNormTests {
    private static final String MEAN = "batch_norm/~/mean_ema";
    private static final String VAR = "batch_norm/~/var_ema";
    /** Sums are rounded in another order than XLA's, and rsqrt in another way; both are within this. */
    private static final float ROUNDING = 1e-6f;

    private static Tensor batch() {
        return Prng.normal(Prng.key(0), Shape.of(16, 3)).mul(Tensors.of(1, 2, 3)).add(Tensors.of(.5f, -1, 2));
    }

    private static void assertNear(Tensor got, double... expected) {
        float[] values = got.toFloats();
        for (int i = 0; i < expected.length; i++) {
            assertThat(values[i]).as("element " + i).isCloseTo((float) expected[i],
                    within((float) Math.max(1, Math.abs(expected[i])) * ROUNDING));
        }
    }

    private static final TransformedWithState.Of2<Tensor, Boolean, Tensor> MODEL = Hk
            .transformWithState((Tensor x, Boolean training) -> new BatchNorm(true, true, 0.9).call(x, training));

    @Test
    void initSetsTheAverageToTheBatchAndNothingElse() {
        ParamsAndState made = MODEL.init(null, batch(), true);
        assertThat(made.params()).hasToString("{'batch_norm': {'offset': (1, 3), 'scale': (1, 3)}}");
        assertNear(made.state().get(MEAN, "average"), 0.7234230041503906, -0.703560471534729, 1.2528407573699951);
        assertNear(made.state().get(VAR, "average"), 0.7784833908081055, 4.147951602935791, 9.541486740112305);
        assertThat(made.state().get(MEAN, "counter").item()).isZero();
        assertThat(made.state().get(MEAN, "counter").dtype()).isEqualTo(DType.INT32);
        assertThat(made.state().get(VAR, "hidden").toFloats()).containsExactly(0, 0, 0);
    }

    @Test
    void trainingNormalizesByTheBatchAndEvaluationByTheAverages() {
        ParamsAndState made = MODEL.init(null, batch(), true);
        Applied<Tensor> trained = MODEL.apply(made.params(), made.state(), null, batch(), true);
        assertNear(trained.result().at(0), 1.5858359336853027, 1.8432629108428955, -0.17922835052013397);
        assertThat(trained.state().get(MEAN, "counter").item()).isEqualTo(1);
        assertNear(trained.state().get(MEAN, "hidden"), 0.07234231382608414, -0.07035606354475021, 0.1252841055393219);
        assertNear(trained.state().get(VAR, "hidden"), 0.07784835249185562, 0.41479524970054626, 0.9541488289833069);
        Applied<Tensor> evaluated = MODEL.apply(made.params(), trained.state(), null, batch().add(1), false);
        assertNear(evaluated.result().at(0), 2.719208240509033, 2.3342642784118652, 0.1445082128047943);
        assertThat(evaluated.state()).isEqualTo(trained.state());
    }

    @Test
    void theVarianceMayFallBelowZero() {
        Tensor x = Tensors.arange(6).cast(DType.FLOAT32).div(10).reshape(2, 3).add(1e4);
        ParamsAndState made = MODEL.init(null, x, true);
        Tensor y = MODEL.apply(made.params(), made.state(), null, x, true).result();
        assertThat(y.at(0).at(0).item()).isNaN();
    }

    @Test
    void evaluationBeforeTrainingIsTold() {
        assertThatThrownBy(() -> MODEL.init(null, batch(), false)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "BatchNorm 'batch_norm': there are no averages yet, because it was never called in training. Create the "
                                + "state in training:  model.init(key, x, true)");
    }

    private static ParamsAndState init(BatchNorm.Options options, int... extents) {
        return Hk.transformWithState((Tensor x) -> new BatchNorm(options, null).call(x, true)).init(null,
                ones(extents));
    }

    @Test
    void parametersKeepTheInputsRank() {
        BatchNorm.Options options = BatchNorm.options(true, false, 0.9);
        assertThat(init(options, 2, 8, 8, 4).params()).hasToString("{'batch_norm': {'scale': (1, 1, 1, 4)}}");
        assertThat(init(options.channelsFirst(), 2, 8, 5, 5).params())
                .hasToString("{'batch_norm': {'scale': (1, 8, 1, 1)}}");
        assertThat(init(options.axis(0, 1), 2, 8, 8, 4).params())
                .hasToString("{'batch_norm': {'scale': (1, 1, 8, 4)}}");
        assertThat(init(options, 4).state().get(MEAN, "average").shape()).isEqualTo(Shape.of(4));
        ParamsAndState negative = init(options.axis(0, -2), 2, 3, 4);
        assertThat(negative.params()).hasToString("{'batch_norm': {'scale': (1, 3, 4)}}");
        assertThat(negative.state().get(MEAN, "average").shape()).isEqualTo(Shape.of(1, 1, 4));
    }

    @Test
    void localStatisticsLeaveNoState() {
        var model = Hk.transformWithState((Tensor x) -> new BatchNorm(false, false, 0.9).call(x, false,
                new BatchNorm.Given(true, Tensors.scalar(2.0), Tensors.scalar(1.0))));
        ParamsAndState made = model.init(null, batch());
        assertThat(made.state().isEmpty()).isTrue();
        assertThat(made.params().isEmpty()).isTrue();
        Tensor y = model.apply(made.params(), made.state(), null, batch()).result();
        assertNear(y.mean(0), 1, 1, 1);
        assertNear(y.at(0), 1 + 2 * 1.5858359336853027, 1 + 2 * 1.8432629108428955, 1 - 2 * 0.17922835052013397);
    }

    @Test
    void aScaleGivenTwiceIsTold() {
        var model = Hk.transformWithState((Tensor x) -> new BatchNorm(true, false, 0.9).call(x, true,
                new BatchNorm.Given(false, Tensors.scalar(2.0), null)));
        assertThatThrownBy(() -> model.init(null, batch())).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "BatchNorm 'batch_norm': a scale is given f32[], but the layer creates its own. Leave one of them out:  "
                                + "new BatchNorm(false, ...)");
        assertThatThrownBy(() -> BatchNorm.options(true, false, 0.9).offsetInit(Init.ones()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an initializer of offset is given, but createOffset is false");
    }

    @Test
    void optionsChangeTheInitializers() {
        BatchNorm.Options options = BatchNorm.options(true, true, 0.9).eps(1e-3).scaleInit(Init.zeros())
                .offsetInit(Init.ones());
        ParamsAndState made = init(options, 2, 3);
        assertThat(made.params().get("batch_norm", "scale").toFloats()).containsOnly(0);
        assertThat(made.params().get("batch_norm", "offset").toFloats()).containsOnly(1);
    }
}
