package org.dovetail.bridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;

class TensorStatsTests {
    @Property
    void theyAreThoseOfTheirDefinitions(
            @ForAll @Size(min = 1, max = 50) List<@FloatRange(min = -1000, max = 1000) Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        TensorStats stats = TensorStats.of(Array.ofFloats(Shape.of(floats.length), floats));
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        double variance = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElseThrow();
        assertThat(stats.mean()).isCloseTo(mean, within(1e-9));
        assertThat(stats.std()).isCloseTo(Math.sqrt(variance), within(1e-5));
        assertThat(stats.min()).isEqualTo(values.stream().mapToDouble(v -> v).min().orElseThrow());
        assertThat(stats.max()).isEqualTo(values.stream().mapToDouble(v -> v).max().orElseThrow());
    }

    @Test
    void largeNumbersThatAreNearlyEqualDoNotCancel() {
        float[] values = {1e8f, 1e8f + 8, 1e8f - 8, 1e8f};
        assertThat(TensorStats.of(Array.ofFloats(Shape.of(4), values)).std()).isCloseTo(Math.sqrt(32), within(1e-9));
    }

    @Test
    void whatIsNotFiniteIsCountedOnly() {
        Array array = Array.ofFloats(Shape.of(5), Float.NaN, 2, Float.NEGATIVE_INFINITY, 4, Float.POSITIVE_INFINITY);
        assertThat(TensorStats.of(array)).isEqualTo(new TensorStats(3, 1, 2, 4, 1, 2));
        TensorStats none = TensorStats.of(Array.ofFloats(Shape.of(0)));
        assertThat(none.mean()).isNaN();
        assertThat(none.nans()).isZero();
    }
}
