package org.dovetail.core;

import java.util.function.Supplier;

/** Makes the first value of a parameter or state, as the initializers of {@code jax.nn.initializers} and {@code hk.initializers}. */
@FunctionalInterface
public interface Init {
    /**
     * The first value.
     *
     * @param keys gives a key; random initializers ask for one, constant ones for none
     * @param shape the shape
     * @param dtype the dtype
     * @return the value
     */
    Tensor make(Supplier<Key> keys, Shape shape, DType dtype);

    /**
     * The first value.
     *
     * @param key the key
     * @param shape the shape
     * @param dtype the dtype
     * @return the value
     */
    default Tensor apply(Key key, Shape shape, DType dtype) { return make(() -> key, shape, dtype); }

    /**
     * Zeros, as {@code jnp.zeros}.
     *
     * @return the initializer
     */
    static Init zeros() { return constant(0); }

    /**
     * Ones, as {@code jnp.ones}.
     *
     * @return the initializer
     */
    static Init ones() { return constant(1); }

    /**
     * One number everywhere, as {@code hk.initializers.Constant}.
     *
     * @param value the number
     * @return the initializer
     */
    static Init constant(double value) { return (_, shape, dtype) -> Tensors.full(dtype, shape, value); }

    /**
     * Normal numbers, as {@code hk.initializers.RandomNormal}.
     *
     * @param stddev the standard deviation
     * @param mean the mean
     * @return the initializer
     */
    static Init randomNormal(double stddev, double mean) {
        return (keys, shape, dtype) -> Prng.normal(keys.get(), shape, dtype).mul(stddev).add(mean);
    }

    /**
     * Uniform numbers, as {@code hk.initializers.RandomUniform}.
     *
     * @param low the lower bound
     * @param high the upper bound
     * @return the initializer
     */
    static Init randomUniform(double low, double high) {
        return (keys, shape, dtype) -> Prng.uniform(keys.get(), shape, dtype, low, high);
    }

    /**
     * Normal numbers within two standard deviations, as {@code hk.initializers.TruncatedNormal}: {@code stddev · truncated_normal(key, -2, 2)}, without correction of the
     * variance.
     *
     * @param stddev the standard deviation before truncation
     * @return the initializer
     */
    static Init truncatedNormal(double stddev) {
        return (keys, shape, dtype) -> Prng.truncatedNormal(keys.get(), -2, 2, shape, dtype).mul(stddev);
    }

    /**
     * Normal numbers within two standard deviations, of variance 1 / fan-in, as {@code jax.nn.initializers.lecun_normal()}.
     *
     * @return the initializer; the fan-in is the product of all extents but the last
     */
    static Init lecunNormal() {
        return (keys, shape, dtype) -> {
            if (shape.rank() < 2) {
                throw new IllegalArgumentException(
                        "lecunNormal: at least two axes are expected, to tell the fan-in; got " + shape);
            }
            double variance = HalfPrng.rounded(dtype, 1.0 / shape.leading(shape.rank() - 1).size());
            double root = HalfPrng.rounded(dtype, Math.sqrt(variance));
            double stddev = HalfPrng.rounded(dtype, root / HalfPrng.rounded(dtype, 0.8796256610342398));
            return Prng.truncatedNormal(keys.get(), -2, 2, shape, dtype).mul(stddev);
        };
    }
}
