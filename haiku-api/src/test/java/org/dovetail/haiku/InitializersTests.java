package org.dovetail.haiku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dovetail.core.DType;
import org.dovetail.core.Init.Distribution;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensors;
import org.junit.jupiter.api.Test;

final class InitializersTests {
    private static final Key KEY = Prng.key(0);

    @Test
    void aScaleIsNotNegative() {
        assertThatThrownBy(() -> Initializers.varianceScaling(-1, Initializers.Mode.FAN_IN, Distribution.NORMAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("varianceScaling: a scale of 0 or more is expected; got -1.0");
    }

    @Test
    void matricesHaveTwoAxes() {
        assertThatThrownBy(() -> Initializers.orthogonal(1, -1).apply(KEY, Shape.of(3), DType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("orthogonal: at least two axes are expected; got [3]");
        assertThatThrownBy(() -> Initializers.identity(1).apply(KEY, Shape.of(3), DType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("identity: at least two axes are expected; got [3]");
    }

    @Test
    void constantsOfManyNumbersRepeat() {
        assertThat(Initializers.constant(Tensors.of(1, 2)).apply(KEY, Shape.of(2, 2), DType.BFLOAT16).toFloats())
                .containsExactly(1, 2, 1, 2);
    }

    @Test
    void constantInitializersAskForNoKey() {
        assertThat(Initializers.identity(3).make(() -> {
            throw new IllegalStateException("no key is needed");
        }, Shape.of(1, 1), DType.FLOAT32).item()).isEqualTo(3);
    }
}
