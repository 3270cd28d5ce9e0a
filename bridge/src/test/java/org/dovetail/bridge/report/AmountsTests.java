package org.dovetail.bridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmountsTests {
    @Test
    void sizesAreInUnitsOfAThousand() {
        assertThat(Amounts.bytes(0)).isEqualTo("0 B");
        assertThat(Amounts.bytes(999)).isEqualTo("999 B");
        assertThat(Amounts.bytes(1000)).isEqualTo("1.0 KB");
        assertThat(Amounts.bytes(999_949)).isEqualTo("999.9 KB");
        assertThat(Amounts.bytes(999_999)).isEqualTo("1.0 MB");
        assertThat(Amounts.bytes(45_600_000_000L)).isEqualTo("45.6 GB");
        assertThat(Amounts.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    }

    @Test
    void countsHaveTheirThousandsApartAndThePlural() {
        assertThat(Amounts.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Amounts.count(1, "array")).isEqualTo("1 array");
        assertThat(Amounts.count(0, "array")).isEqualTo("0 arrays");
        assertThat(Amounts.count(2, "entry")).isEqualTo("2 entries");
    }

    @Test
    void measuresTakeFewCharacters() {
        assertThat(Amounts.measure(0)).isEqualTo("0");
        assertThat(Amounts.measure(-12)).isEqualTo("-12");
        assertThat(Amounts.measure(0.03125)).isEqualTo("0.031250");
        assertThat(Amounts.measure(1.25e-7)).isEqualTo("1.25e-07");
        assertThat(Amounts.measure(123456.7)).isEqualTo("1.2346e+05");
        assertThat(Amounts.measure(Double.NaN)).isEqualTo("nan");
        assertThat(Amounts.measure(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
    }
}
