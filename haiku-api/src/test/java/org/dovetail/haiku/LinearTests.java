package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Tensors.scalar;

import java.util.stream.Stream;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.junit.jupiter.api.Test;

/** Bits of dm-haiku 0.0.17. */
class LinearTests {
    private static String[] bits(Tensor tensor) {
        float[] values = tensor.toFloats();
        return Stream.iterate(0, i -> i < values.length, i -> i + 1)
                .map(i -> String.format("%08x", Float.floatToRawIntBits(values[i]))).toArray(String[]::new);
    }

    @Test
    void initialWeightsAreHaikusBitForBit() {
        Params params = Hk.transform((Tensor x) -> new Linear(2).call(x)).init(42, ones(1, 3));
        assertThat(bits(params.get("linear", "w"))).containsExactly("3ea9eddf", "3edf1379", "befcd887", "beb2179b",
                "bf27937b", "bee81d64");
        assertThat(params.get("linear", "b").toFloats()).containsExactly(0, 0);
    }

    @Test
    void aRandomBiasTakesTheKeyAfterTheWeights() {
        Params params = Hk.transform((Tensor x) -> new Linear(2)
                .call(new Linear(4, Linear.options().bInit(Initializers.randomNormal(1, 0)), null).call(x)))
                .init(0, ones(1, 3));
        // The outer layer is created first, so the inner one is linear_1; it is called first, so it takes the first keys.
        assertThat(bits(params.get("linear_1", "w"))).startsWith("bf8b4e60", "bf7e429d", "3de7d563")
                .endsWith("bdd5d6dc", "3f05cece");
        assertThat(bits(params.get("linear_1", "b"))).containsExactly("bfa0f507", "becd9f18", "bf8f88ba", "3f60dd5d");
        assertThat(bits(params.get("linear", "w"))).containsExactly("bf22e1b4", "3ebb78dc", "3f326de7", "3f4db8fa",
                "bed0386a", "bec31221", "bdc3e054", "3ebd82b3");
    }

    @Test
    void theOuterOfTwoLayersTakesTheSecondKey() {
        Params params = Hk.transform((Tensor x) -> new Linear(2).call(new Linear(3).call(x))).init(42, ones(1, 3));
        assertThat(params.get("linear", "w").toFloats()).containsExactly(-0.11614044f, -0.7228292f,
                -0.024800047f, -0.6200588f, 0.9536656f, -0.26195142f);
    }

    @Test
    void theLayerMultipliesAndAdds() {
        var model = Hk.transform((Tensor x) -> new Linear(2).call(x));
        Params params = Params.empty().with("linear", "w", Tensors.arange(6).cast(DType.FLOAT32).reshape(3, 2))
                .with("linear", "b", Tensors.of(10, 20));
        assertThat(model.apply(params, null, Tensors.of(1, 2, 3)).toFloats()).containsExactly(26, 42);
        assertThat(model.apply(params, null, ones(4, 5, 3)).shape()).isEqualTo(Shape.of(4, 5, 2));
    }

    @Test
    void parametersHaveTheInputsDtype() {
        Params params = Hk.transform((Tensor x) -> new Linear(2).call(x)).init(0, ones(DType.BFLOAT16));
        assertThat(params.get("linear", "w").dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(params.get("linear", "b").dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(params.get("linear", "w").toFloats()).containsExactly(-0.15136719f, -0.26953125f, 0.42382812f,
                -0.3984375f, -1.078125f, 0.49414062f);
    }

    private static Tensor ones(DType dtype) { return Tensors.ones(dtype, Shape.of(1, 3)); }

    private static Tensor ones(int... extents) { return Tensors.ones(extents); }

    @Test
    void optionsChangeTheInitializers() {
        Params params = Hk
                .transform((Tensor x) -> new Linear(2, Linear.options().wInit(Init.ones()).withoutBias()).call(x))
                .init(null, ones(1, 3));
        assertThat(params).hasToString("{'linear': {'w': (3, 2)}}");
        assertThat(params.get("linear", "w").toFloats()).containsOnly(1);
    }

    @Test
    void scalarsAndIntegersAreTold() {
        var model = Hk.transform((Tensor x) -> new Linear(2).call(x));
        assertThatThrownBy(() -> model.init(0, scalar(1.0))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Linear 'linear': floats with at least one axis are expected; got f32[]. Give it an axis:  x.reshape(1)");
        assertThatThrownBy(() -> model.init(0, Tensors.arange(3))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got i32[3]").hasMessageContaining("x.cast(DType.FLOAT32)");
    }
}
