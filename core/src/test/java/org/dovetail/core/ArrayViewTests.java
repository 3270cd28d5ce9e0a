package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArrayViewTests {
    private final Arena memory = Arena.ofConfined();
    private final Array counted = Array.ofInts(Shape.of(2, 3, 2), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    @AfterEach
    void close() { memory.close(); }

    @Test
    void viewsOfViewsAreThoseOfCopies() {
        ArrayView view = ArrayView.of(counted).permute(List.of(2, 0, 1)).flip(List.of(0, 2)).permute(List.of(1, 2, 0));
        Array copied = counted.permute(List.of(2, 0, 1), memory).flip(List.of(0, 2), memory)
                .permute(List.of(1, 2, 0), memory);
        assertThat(view.spec()).isEqualTo(copied.spec());
        assertThat(view.copy(memory).bitEquals(copied)).isTrue();
    }

    @Test
    void rowsAreNeighboursAlongTheFirstAxis() {
        ArrayView view = ArrayView.of(counted).permute(List.of(1, 0, 2));
        assertHolds(view.rows(1, 2), Shape.of(2, 2, 2), 2, 3, 8, 9, 4, 5, 10, 11);
        assertHolds(view.at(2), Shape.of(2, 2), 4, 5, 10, 11);
        assertHolds(view.flip(List.of(0)).at(2).flip(List.of(1)), Shape.of(2, 2), 1, 0, 7, 6);
        assertThat(view.rows(3, 0).copy(memory).shape()).isEqualTo(Shape.of(0, 2, 2));
    }

    private void assertHolds(ArrayView view, Shape shape, int... elements) {
        assertThat(view.copy(memory).bitEquals(Array.ofInts(shape, elements))).isTrue();
    }

    @Test
    void rowsThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> ArrayView.of(counted).rows(1, 2)).isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("rows: i32[2,3,2] has no 2 rows from 1 on");
        assertThatThrownBy(() -> ArrayView.of(counted).at(-1)).hasMessage("rows: i32[2,3,2] has no 1 rows from -1 on");
    }

    @Test
    void axesThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> ArrayView.of(counted).permute(List.of(0, 0, 1))).isInstanceOf(
                IllegalArgumentException.class)
                .hasMessage("permute: [0, 0, 1] is no permutation of the axes of i32[2,3,2]");
        assertThatThrownBy(() -> ArrayView.of(counted).flip(List.of(3))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("flip: [3] are no distinct axes of i32[2,3,2]");
    }
}
