package org.dovetail.bridge.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.ParamsAndState;
import org.dovetail.nnx.Filter;
import org.dovetail.nnx.Nnx;
import org.dovetail.nnx.Param;
import org.dovetail.nnx.Rngs;
import org.dovetail.parity.golden.Goldens;
import org.junit.jupiter.api.Test;

/** Section 8: a model that is one function, and the module that does the same. */
class FunctionsTests {
    private static final Map<String, Array> NUMBERS = Goldens.numbers("guide/numbers.npz");

    private static void assertBits(String key, Tensor tensor) {
        assertThat(NUMBERS).containsKey(key);
        assertThat(tensor.array().bitEquals(Named.golden(NUMBERS, key))).as(key).isTrue();
    }

    @Test
    void theFunctionCountsInItsState() {
        ParamsAndState init = CounterHaiku.MODEL.init(Prng.key(0), Tensors.ones(1, 64));
        assertBits("counter/haiku/before/params/~/multiplier", init.params().get("~", "multiplier"));
        HkState state = init.state();
        assertBits("counter/haiku/before/state/~/counter", state.get("~", "counter"));
        for (int call = 1; call <= 3; call++) {
            var applied = CounterHaiku.MODEL.apply(init.params(), state, null, Tensors.ones(1, 64));
            state = applied.state();
            assertBits("counter/haiku/after" + call + "/output", applied.result());
            assertBits("counter/haiku/after" + call + "/state/~/counter", state.get("~", "counter"));
        }
    }

    @Test
    void theModuleCountsInItsVariable() {
        CounterNnx model = new CounterNnx(new Rngs(0));
        assertBits("counter/nnx/before/state/counter", model.counter.get());
        for (int call = 1; call <= 3; call++) {
            assertBits("counter/nnx/after" + call + "/output", model.call(Tensors.ones(1, 64)));
            assertBits("counter/nnx/after" + call + "/state/counter", model.counter.get());
        }
    }

    @Test
    void splitPartsParametersAndCounters() {
        CounterNnx model = new CounterNnx(new Rngs(0));
        var parts = Nnx.split(model, Filter.of(Param.class),
                Filter.of(CounterNnx.Counter.class));
        assertThat(parts.first()).hasToString("{'multiplier': (1,)}");
        assertThat(parts.second()).hasToString("{'counter': ()}");
        CounterNnx same = Nnx.merge(parts.graphDef(), parts.first(), parts.second());
        assertThat(same.call(Tensors.ones(1, 64)).toFloats()).containsOnly(2f);
        assertThat(model.counter.get().item()).isEqualTo(1);
    }
}
