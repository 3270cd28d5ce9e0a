package org.dovetail.core;

import org.dovetail.core.internal.prim.Elementwise.Unary;

/**
 * Random floats of other distributions: those of {@code jax.random} for the same key. Dtypes are float32, float64, bfloat16 and float16.
 */
public final class Distributions {
    private Distributions() {}

    /**
     * Floats of the density {@code exp(-x)}, as {@code jax.random.exponential}: {@code -log(1 - u)}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype the dtype
     * @return the numbers, at least 0
     * @throws IllegalArgumentException if the dtype is no float of 16 bits or more
     */
    public static Tensor exponential(Key key, Shape shape, DType dtype) {
        return Tensors.log1p(Uniforms.between(key, shape, dtype, 0, 1).neg()).neg();
    }

    /**
     * Floats of Gumbel's distribution, as {@code jax.random.gumbel}: {@code -log(-log u)}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype the dtype
     * @return the numbers
     * @throws IllegalArgumentException if the dtype is no float of 16 bits or more
     */
    public static Tensor gumbel(Key key, Shape shape, DType dtype) {
        return gumbel(key, shape, dtype, SampleMode.LOW);
    }

    /**
     * Floats of Gumbel's distribution, as {@code jax.random.gumbel(mode=mode)}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype the dtype
     * @param mode whether large numbers are told apart that one random float does not reach
     * @return the numbers
     * @throws IllegalArgumentException if the dtype is no float of 16 bits or more
     */
    public static Tensor gumbel(Key key, Shape shape, DType dtype, SampleMode mode) {
        return switch (mode) {
            case LOW -> Uniforms.between(key, shape, dtype, Uniforms.tiny(dtype), 1).log().neg().log().neg();
            case HIGH -> {
                Tensor both = Uniforms.between(key, shape.withFirst(2), dtype, 0, 1);
                Tensor high = both.at(0);
                double unit = Math.scalb(1.0, -Uniforms.mantissaBits(dtype));
                Tensor finer = high.add(both.at(1).mul(unit)).add(Uniforms.tiny(dtype));
                Tensor u = Tensors.where(high.ge(0.5), high, finer);
                yield Tensors.log1p(u.neg()).neg().log().neg();
            }
        };
    }

    /**
     * Floats of the density {@code exp(-|x|)/2}, as {@code jax.random.laplace}: {@code sign(u) log(1 - |u|)}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype the dtype
     * @return the numbers
     * @throws IllegalArgumentException if the dtype is no float of 16 bits or more
     */
    public static Tensor laplace(Key key, Shape shape, DType dtype) {
        double above = Math.scalb(1.0, -Uniforms.mantissaBits(dtype) - 1) - 1;
        Tensor u = Uniforms.between(key, shape, dtype, above, 1);
        return u.sign().mul(Tensors.log1p(u.abs().neg()));
    }

    /**
     * Floats of the logistic distribution, as {@code jax.random.logistic}: {@code log u - log(1 - u)}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype the dtype
     * @return the numbers
     * @throws IllegalArgumentException if the dtype is no float of 16 bits or more
     */
    public static Tensor logistic(Key key, Shape shape, DType dtype) {
        Tensor u = Uniforms.between(key, shape, dtype, Uniforms.tiny(dtype), 1);
        return u.log().sub(Tensors.log1p(u.neg()));
    }

    /**
     * Floats of Cauchy's distribution, as {@code jax.random.cauchy}: {@code tan(π (u - 1/2))}.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype the dtype
     * @return the numbers
     * @throws IllegalArgumentException if the dtype is no float of 16 bits or more
     */
    public static Tensor cauchy(Key key, Shape shape, DType dtype) {
        double eps = Math.scalb(1.0, -Uniforms.mantissaBits(dtype));
        return Tensors.tan(Uniforms.between(key, shape, dtype, eps, 1).sub(0.5).mul(Math.PI));
    }

    /**
     * Matrices with orthonormal columns, or rows if there are less of those, as {@code jax.random.orthogonal}.
     *
     * @param key the key
     * @param rows the number of rows
     * @param columns the number of columns
     * @param batch how many matrices
     * @param dtype float32 or float64
     * @return the matrices along the last two axes
     * @throws IllegalArgumentException if the dtype is another
     */
    public static Tensor orthogonal(Key key, int rows, int columns, Shape batch, DType dtype) {
        boolean isWide = rows < columns;
        Shape tall = batch.concat(isWide ? Shape.of(columns, rows) : Shape.of(rows, columns));
        QrResult factors = Linalg.qr(Prng.normal(key, tall, dtype));
        Tensor unique = factors.q().mul(Unary.SIGN.of(Diagonals.diagonal(factors.r(), 0, -2, -1)).expandDims(-2));
        return isWide ? unique.swapAxes(-1, -2) : unique;
    }
}
