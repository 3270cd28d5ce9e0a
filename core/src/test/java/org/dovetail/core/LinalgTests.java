package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dovetail.core.internal.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinalgTests {
    private static final Tensor SQUARE = Array.ofFloats(Shape.of(2, 2), 3, 1, 4, 2);

    private static float largest(Tensor x) { return x.abs().max().array().toFloats()[0]; }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "compiled"})
    void theSignsOfFactorsAreThoseOfLapack(String backend) {
        Backends.with(Backends.named(backend), () -> {
            QrResult factors = Linalg.qr(SQUARE);
            float[] r = factors.r().array().toFloats();
            assertThat(r[0]).isCloseTo(-5, within(1e-6f));
            assertThat(r[2]).isZero();
            assertThat(largest(factors.q().matmul(factors.r()).sub(SQUARE))).isLessThan(1e-6f);
            // A column in which there is nothing to remove is not reflected.
            Tensor upper = Array.ofFloats(Shape.of(2, 2), 3, 1, 0, 2);
            assertThat(Linalg.qr(upper).r().array().bitEquals(upper.array())).isTrue();
            return factors;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "compiled"})
    void thereIsNoFactorOfAnIndefiniteMatrix(String backend) {
        Backends.with(Backends.named(backend), () -> {
            Tensor both = Array.ofFloats(Shape.of(2, 2, 2), 4, 2, 2, 5, 1, 2, 2, 1);
            float[] factors = Linalg.cholesky(both).array().toFloats();
            assertThat(factors).containsExactly(2, 0, 1, 2, Float.NaN, 0, Float.NaN, Float.NaN);
            return factors;
        });
    }

    @Test
    void completeFactorsAreSquare() {
        QrResult factors = Linalg.qrComplete(Tensors.arange(8).reshape(4, 2));
        assertThat(factors.q().shape()).isEqualTo(Shape.of(4, 4));
        assertThat(factors.r().shape()).isEqualTo(Shape.of(4, 2));
        Tensor product = factors.q().transpose().matmul(factors.q());
        Tensor rows = Tensors.arange(4).expandDims(1);
        assertThat(largest(product.sub(rows.eq(Tensors.arange(4)).cast(DType.FLOAT32)))).isLessThan(1e-6f);
    }

    @Test
    void theOtherTriangleIsNotRead() {
        Tensor b = Tensors.ones(2, 3);
        Tensor x = Linalg.triangularSolve(SQUARE, b, TriangularOptions.DEFAULT.left().lower().unitDiagonal());
        assertThat(x.array().toFloats()).containsExactly(1, 1, 1, -3, -3, -3);
    }

    @Test
    void mistakesAreNamed() {
        Tensor tall = Tensors.zeros(3, 2);
        assertThatThrownBy(() -> Linalg.cholesky(tall)).hasMessage(
                "cholesky: square matrices of float32 or float64 are expected; got [f32[3,2]]");
        assertThatThrownBy(() -> Linalg.qr(Tensors.zeros(3))).hasMessage(
                "qr: matrices of float32 or float64 are expected; got [f32[3]]");
        assertThatThrownBy(() -> Linalg.triangularSolve(SQUARE, tall, TriangularOptions.DEFAULT.left()))
                .hasMessage(
                        "triangular_solve[left, upper]: square matrices, and as many with as many rows, of one dtype,"
                                + " float32 or float64, are expected; got [f32[2,2], f32[3,2]]");
    }
}
