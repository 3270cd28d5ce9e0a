package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tensors moved, put together, taken apart, padded and made. */
final class RearrangingTests {
    private static final Tensor X = Array.ofFloats(Shape.of(2, 3), 0, 1, 2, 3, 4, 5);

    @Test
    void axesThatCanNotBeMovedAreNamed() {
        assertThatThrownBy(() -> Rearranging.moveAxis(X, new int[]{0}, new int[]{0, 1}))
                .hasMessageContaining("moveAxis: as many sources as destinations");
        assertThatThrownBy(() -> Rearranging.moveAxis(X, new int[]{0, -2}, new int[]{0, 1}))
                .hasMessageContaining("moveAxis: distinct axes of f32[2,3] are expected; got [0, -2]");
        assertThatThrownBy(() -> Rearranging.expandDims(X, 0, 0))
                .hasMessageContaining("expandDims: distinct new axes of f32[2,3] between -4 and 3");
        assertThatThrownBy(() -> Rearranging.broadcastArrays(X, Tensors.of(1, 2)))
                .hasMessageContaining("broadcast: shapes that broadcast to one are expected; got [[2,3], [2]]");
        assertThatThrownBy(() -> Rearranging.rot90(Tensors.of(1), 1)).hasMessageContaining("rot90: at least two axes");
    }

    @Test
    void partsAreCutInOrder() {
        assertThat(Stacking.arraySplit(X, 2, 1).stream().map(Tensor::shape))
                .containsExactly(Shape.of(2, 2), Shape.of(2, 1));
        assertThat(Stacking.split(Tensors.of(1, 2), new int[]{5}, 0).getLast().shape()).isEqualTo(Shape.of(0));
        assertThatThrownBy(() -> Stacking.split(X, 2, 1))
                .hasMessageContaining("axis 1 of f32[2,3] does not part into 2")
                .hasMessageContaining("arraySplit");
        assertThatThrownBy(() -> Stacking.split(X, new int[]{2, 1}, 1))
                .hasMessageContaining("cuts in order along axis 1 of f32[2,3] are expected; got [2, 1]");
        assertThatThrownBy(() -> Stacking.repeat(X, new int[]{1}, 0))
                .hasMessageContaining("repeat: a count for each element along axis 0 of f32[2,3]");
        assertThatThrownBy(() -> Stacking.repeat(X, Tensors.arange(3), 0, 4)).hasMessageContaining("i32[3]");
    }

    @Test
    void paddingNeedsElementsToTake() {
        assertThatThrownBy(() -> Pads.pad(Tensors.zeros(0), 1, PadMode.EDGE))
                .hasMessageContaining("pad: axis 0 of f32[0] has no elements to take");
        assertThatThrownBy(() -> Pads.pad(X, List.of(new Pads.Width(1, 1)), PadMode.WRAP))
                .hasMessageContaining("pad: a width for each axis of f32[2,3] is expected");
        assertThatThrownBy(() -> new Pads.Width(-1, 0)).hasMessageContaining("widths of at least 0 are expected");
        assertThat(Pads.pad(Tensors.of(1, 2), 1, PadMode.ZEROS).toFloats()).containsExactly(0, 1, 2, 0);
        assertThat(Pads.pad(Tensors.of(1, 2), 1, PadMode.REFLECT).toFloats()).containsExactly(2, 1, 2, 1);
        assertThat(Pads.pad(Tensors.of(1, 2), 1, PadMode.SYMMETRIC).toFloats()).containsExactly(1, 1, 2, 2);
    }

    @Test
    void rangesAndGridsAreChecked() {
        assertThat(Creation.zerosLike(X).add(Creation.onesLike(X)).toFloats()).containsOnly(1);
        assertThat(Creation.arange(1, 4).dtype()).isEqualTo(DType.INT32);
        assertThat(Creation.arange(1, 4, 0.5).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Creation.meshgrid(Tensors.of(1, 2), Tensors.of(3)).getFirst().shape()).isEqualTo(Shape.of(1, 2));
        assertThatThrownBy(() -> Creation.arange(1, 4, 0)).hasMessageContaining("arange: a step other than 0");
        assertThatThrownBy(() -> Creation.linspace(0, 1, -1)).hasMessageContaining("linspace: a count of at least 0");
        assertThatThrownBy(() -> Creation.meshgrid(X))
                .hasMessageContaining("meshgrid: vectors are expected; got f32[2,3]");
    }

    @Test
    void diagonalsNeedTwoAxes() {
        assertThat(Diagonals.tril(X).add(Diagonals.triu(X)).sub(X).toFloats()).containsExactly(0, 0, 0, 0, 4, 0);
        assertThat(Diagonals.diag(Tensors.of(1, 2)).toFloats()).containsExactly(1, 0, 0, 2);
        assertThat(Diagonals.trace(X).item()).isEqualTo(4);
        assertThatThrownBy(() -> Diagonals.tril(Tensors.of(1))).hasMessageContaining("tril: at least two axes");
        assertThatThrownBy(() -> Diagonals.diag(Tensors.zeros(1, 1, 1)))
                .hasMessageContaining("diag: a vector or a matrix is expected; got f32[1,1,1]");
        assertThatThrownBy(() -> Diagonals.diagonal(X, 0, 1, -1))
                .hasMessageContaining("diagonal: two axes are expected");
    }
}
