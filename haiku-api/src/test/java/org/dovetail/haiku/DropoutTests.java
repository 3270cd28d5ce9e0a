package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Tensors.arange;
import static org.dovetail.core.Tensors.ones;

import org.dovetail.core.DType;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.junit.jupiter.api.Test;

/** Numbers of dm-haiku 0.0.17. */
class DropoutTests {
    private static final Key KEY = Prng.key(42);

    @Test
    void masksAreHaikus() {
        assertThat(Hk.dropout(KEY, 0.5, ones(8)).toFloats()).containsExactly(2, 0, 0, 0, 2, 0, 2, 0);
    }

    @Test
    void whatIsKeptIsScaledInItsOwnDtype() {
        Tensor x = arange(8).add(1).cast(DType.BFLOAT16);
        assertThat(Hk.dropout(KEY, 0.3, x).dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(Hk.dropout(KEY, 0.3, x).toFloats()).containsExactly(1.4296875f, 2.859375f, 4.28125f, 5.71875f,
                7.15625f,
                8.5625f, 10, 0);
    }

    @Test
    void oneDrawMayCountAlongAnAxis() {
        float[] values = Hk.dropout(Prng.key(7), 0.5, ones(2, 8), 0).toFloats();
        for (int i = 0; i < 8; i++) {
            assertThat(values[i]).isEqualTo(values[i + 8]);
        }
        assertThatThrownBy(() -> Hk.dropout(KEY, 0.5, ones(8), 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dropout: there is no axis 1 in f32[8]");
    }

    @Test
    void rateZeroKeepsAll() {
        Tensor x = ones(8);
        assertThat(Hk.dropout(KEY, 0, x)).isSameAs(x);
    }

    @Test
    void ratesOutOfRangeAreTold() {
        for (double rate : new double[]{1, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> Hk.dropout(KEY, rate, ones(8))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 0 and below 1; got " + rate);
        }
    }
}
