package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReductionsTests {
    private static final Tensor X = Array.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 9);
    private static final Tensor MASK = X.lt(4).or(X.gt(5));

    @Test
    void axesAreKeptAndElementsLeftOut() {
        // @start region="along"
        Tensor centred = X.sub(Reductions.mean(X, Along.axes(-1).keepDims()));
        Tensor counted = Reductions.mean(X, Along.all().where(MASK));
        // @end
        assertThat(centred.toFloats()).containsExactly(-1, 0, 1, -2, -1, 3);
        assertThat(counted.item()).isEqualTo(3.75);
    }

    @Test
    void varianceCanBeUnbiased() {
        assertThat(Reductions.var(X, Along.axes(1)).shape()).isEqualTo(Shape.of(2));
        assertThat(Reductions.var(X, Along.axes(1), 1).toFloats()).containsExactly(1, 7);
        assertThat(Reductions.std(X, Along.axes(0), 2).toFloats()).containsOnly(Float.NaN);
        assertThat(Reductions.var(X, Along.axes(1).where(X.gt(4)), 1).toFloats()).containsExactly(Float.NaN, 8);
    }

    @Test
    void scalarsCanBeReduced() {
        assertThat(Reductions.sum(Tensors.scalar(2d), Along.all()).item()).isEqualTo(2);
        assertThat(Reductions.logSumExp(Tensors.zeros(0), Along.all()).item()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Reductions.mean(Tensors.zeros(0), Along.all()).item()).isNaN();
    }

    @Test
    void theLargestOfSomeNeedsANumberToBeginWith() {
        assertThatThrownBy(() -> Reductions.max(X, Along.all().where(MASK))).isInstanceOf(
                IllegalArgumentException.class).hasMessageContaining("max: there may be no element of f32[2,3] to take")
                .hasMessageContaining("Reductions.max(x, along, initial)");
        assertThatThrownBy(() -> Reductions.min(Tensors.zeros(0, 2), Along.axes(0)))
                .hasMessageContaining("Reductions.min(x, along, initial)");
        assertThat(Reductions.max(X, Along.all().where(X.lt(3)), -7).item()).isEqualTo(2);
        assertThat(Reductions.min(Tensors.zeros(0, 2), Along.axes(0), 7).toFloats()).containsExactly(7, 7);
    }

    @Test
    void refusalsNameTheTensor() {
        assertThatThrownBy(() -> Reductions.sum(X, Along.axes(2))).hasMessageContaining("sum: f32[2,3] has no axis 2");
        assertThatThrownBy(() -> Reductions.mean(X, Along.axes(0, -2)))
                .hasMessageContaining("mean: distinct axes of f32[2,3] are expected; got [0, -2]");
        assertThatThrownBy(() -> Reductions.average(X, Tensors.ones(4), Along.axes(1)))
                .hasMessageContaining("average: weights of the shape of f32[2,3]").hasMessageContaining("f32[4]");
        assertThatThrownBy(() -> Quantiles.median(X, Along.all().where(MASK)))
                .hasMessageContaining("elements of f32[2,3] that all count are expected");
        assertThatThrownBy(() -> Norms.matrixNorm(Tensors.of(1), Norms.OfMatrix.FROBENIUS))
                .hasMessageContaining("matrixNorm: at least two axes are expected; got f32[1]");
    }

    @Test
    void quantilesComeInAListToo() {
        assertThat(Quantiles.quantile(X, List.of(0, 0.5, 1), Along.axes(1)).toFloats())
                .containsExactly(1, 4, 2, 5, 3, 9);
    }
}
