package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.dovetail.core.internal.backend.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are those of jax 0.10.2. */
final class SequencesTests {
    private static final float NEGATIVE_NAN = Float.intBitsToFloat(0xffc0_0000);

    private static int[] ints(Tensor x) {
        return LongStream.range(0, x.size()).mapToInt(i -> (int) x.array().longAt(i)).toArray();
    }

    private static void on(String backend, Runnable test) {
        Backends.with(Backends.named(backend), () -> {
            test.run();
            return backend;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "compiled"})
    void zerosAreEqualAndNaNsLastInASort(String backend) {
        on(backend, () -> {
            Tensor x = Tensors.of(0f, -0f, 1f, Float.NaN, NEGATIVE_NAN, -1f, Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY, 1e-40f, -1e-40f, 2e-40f, -2e-40f, 0f, -0f);
            assertThat(ints(Sequences.argsort(x, 0))).containsExactly(7, 5, 0, 1, 8, 9, 10, 11, 12, 13, 2, 6,
                    3, 4);
            float[] sorted = Sequences.sort(x, 0).array().toFloats();
            assertThat(sorted).startsWith(Float.NEGATIVE_INFINITY, -1f, 0f, -0f, 1e-40f, -1e-40f);
            assertThat(Float.floatToRawIntBits(sorted[3])).isEqualTo(Integer.MIN_VALUE);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "compiled"})
    void theLargestAreFoundByTheirBits(String backend) {
        on(backend, () -> {
            Tensor x = Tensors.of(0f, -0f, 1f, Float.NaN, NEGATIVE_NAN, -1f, Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY, 1e-40f, -1e-40f, 2e-40f, -2e-40f, 0f, -0f);
            assertThat(ints(Sequences.topK(x, 14, 0).indices())).containsExactly(3, 6, 2, 10, 8, 0, 12, 1,
                    13, 9, 11, 5, 7, 4);
            assertThat(ints(Sequences.topK(Tensors.of(1, 3, 3, 2, 3), 5, -1).indices())).containsExactly(1,
                    2, 4, 3, 0);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "compiled"})
    void theSecondKeyDecidesWhereTheFirstIsEqual(String backend) {
        on(backend, () -> {
            List<Tensor> sorted = Sequences.sort(0, 2, Array.ofInts(Shape.of(4), 1, 0, 1, 0),
                    Tensors.of(2, 5, 1, 4), Tensors.arange(4));
            assertThat(ints(sorted.get(0))).containsExactly(0, 0, 1, 1);
            assertThat(sorted.get(1).array().toFloats()).containsExactly(4, 5, 1, 2);
            assertThat(ints(sorted.get(2))).containsExactly(3, 1, 2, 0);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "compiled"})
    void manyElementsAreSorted(String backend) {
        on(backend, () -> {
            int count = 5000;
            Tensor x = Array.ofLongs(TensorSpec.of(DType.INT32, count), i -> i * 7919 % 1009);
            int[] sorted = ints(Sequences.sort(x, 0));
            int[] places = ints(Sequences.argsort(x, 0));
            for (int i = 1; i < count; i++) {
                assertThat(sorted[i]).isGreaterThanOrEqualTo(sorted[i - 1]);
                if (sorted[i] == sorted[i - 1]) {
                    assertThat(places[i]).isGreaterThan(places[i - 1]);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "compiled"})
    void aCumulativeFunctionPassesNaNsOn(String backend) {
        on(backend, () -> {
            Tensor x = Tensors.of(0, -0f, 3, Float.NaN, 1, 2);
            assertThat(Sequences.cummin(x, 0).array().toFloats()).containsExactly(0, -0f, -0f, Float.NaN, Float.NaN,
                    Float.NaN);
            assertThat(Sequences.cumsumReversed(x, 0).array().toFloats()).containsExactly(Float.NaN, Float.NaN,
                    Float.NaN, Float.NaN, 3, 2);
            Tensor logs = Tensors.of(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, 1, Float.POSITIVE_INFINITY);
            assertThat(Sequences.cumlogsumexp(logs, 0).array().toFloats()).containsExactly(Float.NEGATIVE_INFINITY,
                    Float.NEGATIVE_INFINITY, 1, Float.POSITIVE_INFINITY);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "compiled"})
    void mistakesAreNamed(String backend) {
        on(backend, () -> {
            Tensor x = Tensors.zeros(3);
            assertThatThrownBy(() -> Sequences.cumsum(x, 1))
                    .hasMessage("cumsum: f32[3] has no axis 1; its axes are -1 to 0");
            assertThatThrownBy(() -> Sequences.sort(Tensors.scalar(1.0), 0))
                    .hasMessage("sort: f32[] has no axis 0; its axes are none");
            assertThatThrownBy(() -> Sequences.sort(0, 3, x, x)).hasMessage(
                    "sort[axis=0, keys=3]: at least one key, and as many operands, are expected; got [f32[3], f32[3]]");
            assertThatThrownBy(() -> Sequences.sort(0, 1, x, Tensors.zeros(2))).hasMessage(
                    "sort[axis=0, keys=1]: operands of one shape are expected; got [f32[3], f32[2]]");
            assertThatThrownBy(() -> Sequences.topK(x, 4, 0)).hasMessage(
                    "top_k[4]: a count of 0 to the last axis's extent is expected; got [f32[3]]");
            assertThatThrownBy(() -> Tensors.populationCount(x))
                    .hasMessage("population_count: integers are expected; got [f32[3]]");
            assertThatThrownBy(() -> Tensors.arange(3).pow(-1)).hasMessage(
                    "pow: integers have no negative powers; got i32[3] to the -1. Cast with cast(DType.FLOAT32)");
        });
    }
}
