package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Elements found, counted, chosen and compared. */
final class SearchingTests {
    private static final Tensor X = Array.ofFloats(Shape.of(2, 2), 0, 3, 3, 1);

    @Test
    void aSizeTellsHowManyPlacesThereAre() {
        assertThat(Searching.nonzero(X, 2).getFirst().toFloats()).containsExactly(0, 1);
        assertThat(Searching.nonzero(Tensors.zeros(0), 2, -1).getFirst().toFloats()).containsExactly(-1, -1);
        assertThat(Searching.argwhere(X, 3).toFloats()).containsExactly(0, 1, 1, 0, 1, 1);
        assertThat(Searching.unique(X, 4, 9).toFloats()).containsExactly(0, 1, 3, 9);
        assertThat(Searching.searchsorted(Tensors.zeros(0), X).toFloats()).containsOnly(0);
        assertThat(Searching.searchsorted(Tensors.of(1, 3, 3), X).toFloats()).containsExactly(0, 1, 1, 0);
    }

    @Test
    void refusalsTellWhatIsExpected() {
        assertThatThrownBy(() -> Searching.nonzero(Tensors.scalar(1d), 1))
                .hasMessageContaining("nonzero: at least one axis is expected; got f32[]");
        assertThatThrownBy(() -> Searching.unique(Tensors.zeros(0), 1)).hasMessageContaining("at least one element");
        assertThatThrownBy(() -> Searching.searchsorted(X, X)).hasMessageContaining("a sorted vector is expected");
        assertThatThrownBy(() -> Searching.bincount(Tensors.of(1), 3))
                .hasMessageContaining("bincount: integer indices are expected; got f32[1]");
        assertThatThrownBy(() -> Searching.bincount(X.cast(DType.INT32), 3)).hasMessageContaining("i32[2,2]");
        assertThatThrownBy(() -> Searching.lexsort(List.of())).hasMessageContaining("lexsort: at least one key");
    }

    @Test
    void choicesNeedAValueForEachCondition() {
        assertThatThrownBy(() -> Selection.select(List.of(X.gt(1)), List.of(), X))
                .hasMessageContaining("select: a value for each condition is expected")
                .hasMessageContaining("0 values");
        assertThatThrownBy(() -> Selection.piecewise(X, List.of(X.gt(1)), List.of(x -> x)))
                .hasMessageContaining("piecewise: a function for each condition and one for the rest");
    }

    @Test
    void differencesNeedNeighbours() {
        assertThat(Differences.diff(X, -1).toFloats()).containsExactly(3, -2);
        assertThatThrownBy(() -> Differences.diff(X, -1, 0)).hasMessageContaining("diff: at least 0 times is expected");
        assertThatThrownBy(() -> Differences.gradient(Tensors.of(1), 1, 0))
                .hasMessageContaining("gradient: at least two elements along axis 0 are expected; got f32[1]");
        assertThatThrownBy(() -> Differences.interp(X, Tensors.of(1), Tensors.of(1, 2)))
                .hasMessageContaining("interp: vectors of as many places as values are expected");
    }

    @Test
    void aClampedNumberHasNoDerivativeAtItsBounds() {
        Tensor x = Tensors.of(-2, -1, 0, 5);
        Tensor slopes = Transforms.grad((Tensor y) -> Pointwise.clamp(Tensors.scalar(-1), y, Tensors.scalar(3)).sum())
                .apply(x);
        assertThat(slopes.toFloats()).containsExactly(0, 0, 1, 0);
        assertThat(DType.INT32.promote(DType.BFLOAT16)).isEqualTo(DType.BFLOAT16);
    }

    @Test
    void limitsAreThoseOfTheDtype() {
        assertThat(FloatInfo.of(DType.FLOAT32)).isEqualTo(
                new FloatInfo(Float.MAX_VALUE, -Float.MAX_VALUE, Math.ulp(1f), Float.MIN_NORMAL));
        assertThat(FloatInfo.of(DType.FLOAT64).max()).isEqualTo(Double.MAX_VALUE);
        assertThat(FloatInfo.of(DType.FLOAT16).max()).isEqualTo(65504);
        assertThat(FloatInfo.of(DType.FLOAT8_E4M3FN).max()).isEqualTo(448);
        assertThatThrownBy(() -> FloatInfo.of(DType.INT32)).hasMessageContaining("a float is expected; got i32");
    }

    @Test
    void nearnessAndRoundingHaveOptions() {
        assertThat(Logic.allClose(X, X.add(1e-9)).item()).isOne();
        assertThat(Logic.allClose(X, X.add(0.5), Logic.Closeness.DEFAULT.atol(1)).item()).isOne();
        assertThat(Pointwise.round(Tensors.of(2.345f), 1).item()).isEqualTo(2.3f);
        assertThatThrownBy(() -> Pointwise.round(Tensors.arange(2), -1))
                .hasMessageContaining("round: no digits before the point are expected for integers; got -1 for i32[2]");
    }
}
