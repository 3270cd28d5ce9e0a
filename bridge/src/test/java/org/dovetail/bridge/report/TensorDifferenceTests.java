package org.dovetail.bridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

class TensorDifferenceTests {
    private static Array floats(float... values) { return Array.ofFloats(Shape.of(values.length), values); }

    private static TensorDifference exact(Array a, Array b) { return TensorDifference.of(a, b, 0, 0); }

    @Test
    void theMeasuresAreThoseOfTheirDefinitions() {
        TensorDifference difference = exact(floats(3, 0, 1), floats(4, 0, 1.5f));
        assertThat(difference.elements()).isEqualTo(3);
        assertThat(difference.differing()).isEqualTo(2);
        assertThat(difference.maxAbs()).isEqualTo(1);
        assertThat(difference.maxRel()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(difference.maxUlp()).isEqualTo(1 << 22);
        assertThat(difference.cosine()).isCloseTo(13.5 / Math.sqrt(10) / Math.sqrt(18.25), within(1e-15));
    }

    @Property
    void ulpsCountTheFloatsBetween(@ForAll float value,
            @ForAll @net.jqwik.api.constraints.IntRange(max = 100) int steps) {
        float other = value;
        for (int i = 0; i < steps && Math.abs(other) < Float.MAX_VALUE; i++) {
            other = Math.nextUp(other);
        }
        long expected = Float.isFinite(other) ? ordinal(other) - ordinal(value) : 0;
        if (Float.isFinite(value)) {
            assertThat(exact(floats(value), floats(other)).maxUlp()).isEqualTo(expected);
            assertThat(exact(floats(other), floats(value)).maxUlp()).isEqualTo(expected);
        }
    }

    private static long ordinal(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits < 0 ? (long) Integer.MIN_VALUE - bits : bits;
    }

    @Property
    void anArrayEqualsItself(@ForAll @Size(max = 20) List<Float> values, @ForAll DType dtype) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        Array array = floats(floats).cast(dtype, Arena.ofAuto());
        assertThat(exact(array, array).isEqual()).isTrue();
        assertThat(exact(array, array.toHeap()).maxAbs()).isZero();
    }

    @Test
    void whatIsNotFiniteIsWorst() {
        assertThat(exact(floats(Float.NaN), floats(1)).maxAbs()).isNaN();
        assertThat(exact(floats(Float.NaN), floats(1)).maxUlp()).isEqualTo(Long.MAX_VALUE);
        assertThat(exact(floats(1), floats(0)).maxRel()).isInfinite();
        assertThat(TensorDifference.of(floats(1), floats(Float.POSITIVE_INFINITY), 1, 1).isEqual()).isFalse();
        assertThat(
                TensorDifference.of(floats(Float.NEGATIVE_INFINITY), floats(Float.POSITIVE_INFINITY), 1, 1).isEqual())
                .isFalse();
    }

    @Test
    void zerosOfBothSignsDifferOnlyInBits() {
        TensorDifference zeros = exact(floats(0f), floats(-0f));
        assertThat(zeros.differing()).isEqualTo(1);
        assertThat(zeros.maxAbs()).isZero();
        assertThat(zeros.maxUlp()).isZero();
        assertThat(zeros.cosine()).isEqualTo(1);
    }

    @Test
    void smallFloatsHaveUlpsOfTheirOwn() {
        Array a = floats(1, -2).cast(DType.BFLOAT16, Arena.ofAuto());
        Array b = floats(1.0078125f, -2).cast(DType.BFLOAT16, Arena.ofAuto());
        assertThat(exact(a, b).maxUlp()).isEqualTo(1);
        assertThat(exact(a, floats(1, -2)).maxUlp()).isEqualTo(-1);
        assertThat(exact(a, floats(1, -2)).isEqual()).isTrue();
        assertThat(exact(Array.ofInts(Shape.of(1), 5), Array.ofInts(Shape.of(1), 7)))
                .isEqualTo(new TensorDifference(1, 1, 2, 2 / 7.0, -1, 1));
    }

    @Test
    void complexNumbersAreComparedByTheirParts() {
        MemorySegment bits = Arena.ofAuto().allocate(16);
        bits.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4, 2f);
        Array a = Array.of(TensorSpec.of(DType.COMPLEX64, 2), bits);
        Array zero = Array.of(TensorSpec.of(DType.COMPLEX64, 2), Arena.ofAuto().allocate(16));
        assertThat(exact(a, zero).maxAbs()).isEqualTo(2);
        assertThat(exact(a, zero).elements()).isEqualTo(2);
        assertThat(exact(a, a.cast(DType.COMPLEX128, Arena.ofAuto())).isEqual()).isTrue();
    }

    @Test
    void otherShapesCannotBeCompared() {
        assertThatThrownBy(() -> exact(floats(1), floats(1, 2)))
                .hasMessage("compare: f32[1] and f32[2] have different shapes");
    }
}
