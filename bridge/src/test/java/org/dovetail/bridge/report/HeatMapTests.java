package org.dovetail.bridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;

class HeatMapTests {
    private static Array row(float... values) { return Array.ofFloats(Shape.of(values.length), values); }

    @Test
    void eachPowerOfTheRootOfTenIsALevel() {
        HeatMap map = HeatMap.of(row(0, 0, 0, 0, 0), row(1, 0.5f, 0.1f, 1e-6f, 0)).orElseThrow();
        assertThat(map).isEqualTo(new HeatMap(1, 5, "98710"));
    }

    @Test
    void aPartHasItsLargestDifference() {
        float[] zeros = new float[100 * 96];
        float[] one = new float[100 * 96];
        one[99 * 96 + 95] = 1;
        HeatMap map = HeatMap.of(Array.ofFloats(Shape.of(10, 10, 96), zeros), Array.ofFloats(Shape.of(10, 10, 96), one))
                .orElseThrow();
        assertThat(map.rows()).isEqualTo(24);
        assertThat(map.columns()).isEqualTo(48);
        assertThat(map.levels()).isEqualTo("0".repeat(24 * 48 - 1) + "9");
    }

    @Test
    void oneNaNIsAsFarAsCanBe() {
        assertThat(HeatMap.of(row(Float.NaN, 1, Float.NaN), row(2, 3, Float.NaN)).orElseThrow().levels())
                .isEqualTo("990");
    }

    @Test
    void equalArraysAndEmptyOnesHaveNone() {
        assertThat(HeatMap.of(row(1, 2), row(1, 2))).isEmpty();
        assertThat(HeatMap.of(row(), row())).isEmpty();
        float[] many = new float[5];
        Arrays.fill(many, Float.NaN);
        assertThat(HeatMap.of(row(many), row(many))).isEmpty();
    }
}
