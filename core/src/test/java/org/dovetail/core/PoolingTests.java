package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dovetail.core.Pooling.PadCount;
import org.junit.jupiter.api.Test;

final class PoolingTests {
    private static final Tensor IMAGE = Array.ofDoubles(new TensorSpec(DType.FLOAT32, Shape.of(1, 3, 3, 1)),
            i -> i + 1);
    private static final PoolWindow PAIRS = PoolWindow.of(2, 2);

    private static float[] floats(Tensor x) { return x.array().toFloats(); }

    @Test
    void aWindowOverFewerAxesLeavesBatchAndFeature() {
        assertThat(floats(Pooling.maxPool(IMAGE, PAIRS))).containsExactly(5, 6, 8, 9);
        assertThat(floats(Pooling.minPool(IMAGE, PAIRS))).containsExactly(1, 2, 4, 5);
        assertThat(floats(Pooling.maxPool(IMAGE.squeeze(0), PAIRS))).containsExactly(5, 6, 8, 9);
        assertThat(floats(Pooling.maxPool(IMAGE, PoolWindow.of(1, 2, 2, 1)))).containsExactly(5, 6, 8, 9);
    }

    @Test
    void paddingIsCountedOrNot() {
        PoolWindow same = PAIRS.withStrides(2, 2).withPadding(Padding.same());
        assertThat(floats(Pooling.avgPool(IMAGE, same))).containsExactly(3, 2.25f, 3.75f, 2.25f);
        assertThat(floats(Pooling.avgPool(IMAGE, same, PadCount.EXCLUDED))).containsExactly(3, 4.5f, 7.5f, 9);
        PoolWindow explicit = PAIRS.withStrides(2, 2).withPadding(Padding.of(0, 1, 0, 1));
        assertThat(floats(Pooling.sumPool(IMAGE, explicit))).containsExactly(12, 9, 15, 9);
    }

    @Test
    void theFirstOfEqualElementsHasTheGradient() {
        Tensor equal = Tensors.ones(DType.FLOAT32, Shape.of(4));
        Tensor gradient = Transforms.grad((Tensor x) -> Pooling.maxPool(x, PoolWindow.of(2)).sum()).apply(equal);
        assertThat(floats(gradient)).containsExactly(1, 1, 1, 0);
    }

    @Test
    void dilatedWindowsSkipElements() {
        Tensor line = Tensors.arange(6);
        assertThat(floats(Pooling.sumPool(line, PoolWindow.of(2).withWindowDilation(3)))).containsExactly(3, 5, 7);
        assertThat(floats(Pooling.sumPool(line, PoolWindow.of(2).withBaseDilation(2))))
                .containsExactly(0, 1, 1, 2, 2, 3, 3, 4, 4, 5);
    }

    @Test
    void windowsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Pooling.maxPool(Tensors.arange(3), PAIRS))
                .hasMessageContaining("maxPool: the window [2, 2] has more axes than the operand, 1");
        assertThatThrownBy(() -> PAIRS.withStrides(1)).hasMessageContaining("a positive extent, stride and dilation");
        assertThatThrownBy(() -> Pooling.sumPool(Tensors.arange(2).eq(1), PoolWindow.of(2)))
                .hasMessageContaining("another dtype is expected");
        assertThatThrownBy(() -> Pooling.maxPool(Tensors.arange(2), PoolWindow.of(1).withPadding(Padding.of(-2, -1))))
                .hasMessageContaining("no more negative padding than there are elements");
    }
}
