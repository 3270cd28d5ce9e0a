package org.dovetail.parity.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dovetail.core.Tensors.ones;

import java.util.Map;
import java.util.TreeMap;
import org.dovetail.core.Array;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.haiku.Applied;
import org.dovetail.haiku.Hk;
import org.dovetail.haiku.Params;
import org.dovetail.haiku.ParamsAndState;
import org.dovetail.parity.golden.Goldens;
import org.junit.jupiter.api.Test;

/** The guide's Haiku programs give the trees and numbers of the real library. */
class HaikuGuideTests {
    private static final Tensor SAMPLE = ones(1, 784);

    private static Map<String, Array> arrays(Params params) {
        Map<String, Array> arrays = new TreeMap<>();
        params.modules().forEach((module, entries) -> entries
                .forEach((name, tensor) -> arrays.put(module + "/" + name, tensor.array())));
        return arrays;
    }

    private static void assertInitial(Params params, String section) {
        assertThat(params).hasToString(Goldens.text("guide/" + section + ".haiku.txt"));
        assertThat(Goldens.fingerprints(arrays(params)))
                .isEqualTo(Goldens.fingerprints(Goldens.json("guide/init.json").path(section).path("haiku")));
    }

    @Test
    void theClassifierStartsAsInPython() {
        assertInitial(HaikuGuide.model().init(Prng.key(0), SAMPLE, false), "model");
    }

    @Test
    void theNormalisedClassifierStartsAsInPython() {
        ParamsAndState made = HaikuGuide.normalisedModel().init(Prng.key(0), SAMPLE, true);
        assertInitial(made.params(), "batch_norm");
        assertThat(made.state()).hasToString(Goldens.text("guide/batch_norm.haiku_state.txt"));
    }

    @Test
    void theAutoEncoderStartsAsInPython() {
        var model = HaikuGuide.autoEncoder();
        Params params = model.init(Prng.key(0), SAMPLE);
        assertInitial(params, "auto_encoder");
        Tensor z = model.method(HaikuGuide.Methods::encode).apply(params, null, SAMPLE);
        assertThat(model.method(HaikuGuide.Methods::decode).apply(params, null, z).shape()).isEqualTo(Shape.of(1, 784));
    }

    @Test
    void theCounterCountsAsInPython() {
        var model = HaikuGuide.counter();
        ParamsAndState made = model.init(Prng.key(0), ones(1, 64));
        assertInitial(made.params(), "counter");
        assertThat(made.state()).hasToString(Goldens.text("guide/counter.haiku_state.txt"));
        assertThat(made.state().get("~", "counter").item()).isEqualTo(1);
        Applied<Tensor> applied = model.apply(made.params(), made.state(), null, ones(1, 64));
        assertThat(applied.state().get("~", "counter").item()).isEqualTo(2);
        assertThat(applied.result().toFloats()).containsOnly(2);
    }

    private static Tensor inputs(int step) { return Prng.uniform(Prng.foldIn(Prng.key(100), step), Shape.of(32, 784)); }

    private static Tensor labels(int step) {
        Array bits = Prng.bits(Prng.foldIn(Prng.key(101), step), Shape.of(32)).array();
        int[] labels = new int[32];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) (bits.longAt(i) % 10);
        }
        return Array.ofInts(Shape.of(32), labels);
    }

    @Test
    void aFewStepsLoseAsInPython() {
        for (boolean training : new boolean[]{true, false}) {
            float[] losses = Goldens.numbers("train/runs.npz")
                    .get("haiku/eager/" + (training ? "dropout" : "plain") + "/losses").toFloats();
            var model = HaikuGuide.model();
            Params params = model.init(Prng.key(0), SAMPLE, false);
            for (int step = 0; step < 3; step++) {
                Key key = Prng.foldIn(Prng.key(1), step);
                var done = HaikuGuide.trainStep(model, params, key, inputs(step), labels(step), training);
                assertThat((float) done.loss().item()).as("step " + step).isCloseTo(losses[step],
                        within(losses[step] * 1e-5f));
                params = done.params();
            }
        }
    }

    @Test
    void dropoutKeepsWhatPythonKeeps() {
        Array kept = Goldens.numbers("train/masks.npz").get("haiku/step0/kept");
        Tensor dropped = Hk.transform(() -> Hk.dropout(Hk.nextRngKey(), 0.5, ones(32, 256)))
                .apply(Params.empty(), Prng.foldIn(Prng.key(1), 0));
        float[] values = dropped.toFloats();
        for (int i = 0; i < values.length; i++) {
            long bit = kept.longAt(i / 8) >> (7 - i % 8) & 1;
            assertThat(values[i]).as("element " + i).isEqualTo(bit == 1 ? 2 : 0);
        }
    }
}
