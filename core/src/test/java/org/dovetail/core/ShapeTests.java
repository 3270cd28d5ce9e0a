package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTests {
    @Test
    void sizeIsTheProductOfTheExtents() {
        // @start region="of"
        Shape shape = Shape.of(2, 3);
        // @end
        assertThat(shape.size()).isEqualTo(6);
        assertThat(Shape.of().size()).isEqualTo(1);
        assertThat(Shape.of(4, 0).size()).isZero();
        assertThat(shape).hasToString("[2,3]");
    }

    @Test
    void impossibleExtentsAreRefused() {
        assertThatThrownBy(() -> Shape.of(2, -1)).hasMessage("shape: an extent is negative: [2, -1]");
        assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 1 << 30)).hasMessageContaining("more than 2^63 elements");
        assertThatThrownBy(() -> TensorSpec.of(DType.FLOAT32, 1 << 30, 1 << 30, 4))
                .hasMessageContaining("more than 2^63 bytes");
    }

    @Test
    void axesAreSqueezedPermutedAndAdded() {
        assertThat(Shape.of(1, 1, 5, 1).squeezed()).isEqualTo(Shape.of(5));
        assertThat(Shape.of(2, 3, 4).permuted(List.of(2, 0, 1))).isEqualTo(Shape.of(4, 2, 3));
        assertThat(Shape.of(3).withFirst(2).withoutFirst()).isEqualTo(Shape.of(3));
        assertThat(Shape.of(2, 3).extent(-1)).isEqualTo(3);
    }

    @Test
    void axesComeAndGo() {
        Shape shape = Shape.of(2, 3, 4);
        assertThat(shape.withFirst(7)).isEqualTo(Shape.of(7, 2, 3, 4));
        assertThat(shape.withoutFirst()).isEqualTo(Shape.of(3, 4));
        assertThat(shape.with(1, 9)).isEqualTo(Shape.of(2, 9, 4));
        assertThat(shape.without(List.of(2, 0))).isEqualTo(Shape.of(3));
        assertThat(shape.without(List.of())).isEqualTo(shape);
        assertThat(shape.concat(Shape.of(5))).isEqualTo(Shape.of(2, 3, 4, 5));
        assertThat(Shape.of().concat(Shape.of())).isEqualTo(Shape.of());
        assertThat(shape.leading(1)).isEqualTo(Shape.of(2));
        assertThat(shape.trailing(2)).isEqualTo(Shape.of(3, 4));
        assertThat(shape.permuted(List.of(2, 0, 1))).isEqualTo(Shape.of(4, 2, 3));
    }

    @Test
    void shapesBroadcastFromTheLastAxis() {
        assertThat(Shape.of(2, 3).broadcastWith(Shape.of(3))).contains(Shape.of(2, 3));
        assertThat(Shape.of(3).broadcastWith(Shape.of(2, 1))).contains(Shape.of(2, 3));
        assertThat(Shape.of().broadcastWith(Shape.of(0))).contains(Shape.of(0));
        assertThat(Shape.of(1, 4).broadcastWith(Shape.of(0, 1))).contains(Shape.of(0, 4));
        assertThat(Shape.of(2, 3).broadcastWith(Shape.of(2))).isEmpty();
        assertThat(Shape.of(0).broadcastWith(Shape.of(2))).isEmpty();
    }
}
