package org.dovetail.core;

import java.util.List;
import java.util.function.Supplier;
import org.dovetail.core.internal.prim.Ops;

/**
 * Makes the first value of a parameter or state, as the initializers of {@code jax.nn.initializers}, for the same key bit for bit. Haiku has initializers of its own.
 */
@FunctionalInterface
public interface Init {
    /** The standard deviation of normal numbers between -2 and 2. */
    double TRUNCATED_STDDEV = 0.8796256610342398;

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
     * One number everywhere, as {@code jax.nn.initializers.constant}.
     *
     * @param value the number
     * @return the initializer
     */
    static Init constant(double value) { return (_, shape, dtype) -> Tensors.full(dtype, shape, value); }

    /**
     * The same numbers always, as {@code jax.nn.initializers.constant}.
     *
     * @param value the numbers, which broadcast to the shape
     * @return the initializer
     */
    static Init constant(Tensor value) { return (_, shape, dtype) -> value.broadcastTo(shape).cast(dtype); }

    /**
     * Uniform numbers from 0 up to a scale, as {@code jax.nn.initializers.uniform}.
     *
     * @param scale the upper bound; 0.01 in Python when it is not given
     * @return the initializer
     */
    static Init uniform(double scale) {
        return (keys, shape, dtype) -> Prng.uniform(keys.get(), shape, dtype, 0, 1).mul(scale);
    }

    /**
     * Normal numbers, as {@code jax.nn.initializers.normal}.
     *
     * @param stddev the standard deviation; 0.01 in Python when it is not given
     * @return the initializer
     */
    static Init normal(double stddev) {
        return (keys, shape, dtype) -> Prng.normal(keys.get(), shape, dtype).mul(stddev);
    }

    /**
     * Normal numbers within two standard deviations, as {@code jax.nn.initializers.truncated_normal}: {@code stddev · truncated_normal(key, -2, 2)}, without correction of the
     * variance.
     *
     * @param stddev the standard deviation before truncation; 0.01 in Python when it is not given
     * @return the initializer
     */
    static Init truncatedNormal(double stddev) { return truncatedNormal(stddev, -2, 2); }

    /**
     * Normal numbers within bounds, as {@code jax.nn.initializers.truncated_normal}.
     *
     * @param stddev the standard deviation before truncation
     * @param lower the lower bound, in standard deviations
     * @param upper the upper bound, in standard deviations
     * @return the initializer
     */
    static Init truncatedNormal(double stddev, double lower, double upper) {
        return (keys, shape, dtype) -> Prng.truncatedNormal(keys.get(), lower, upper, shape, dtype).mul(stddev);
    }

    /** What numbers are drawn from. */
    enum Distribution {
        /** Normal numbers within two standard deviations, scaled up for what that takes from their variance. */
        TRUNCATED_NORMAL,
        /** Normal numbers. */
        NORMAL,
        /** Uniform numbers around 0. */
        UNIFORM
    }

    /**
     * Numbers of variance {@code scale / fan}, as {@code jax.nn.initializers.variance_scaling}.
     *
     * @param scale the variance of a sum of as many
     * @param mode what the fan is
     * @param distribution what the numbers are drawn from
     * @param fans which axes tell the fan
     * @return the initializer; it refuses shapes without the axes of the fan
     */
    static Init varianceScaling(double scale, Fans.Mode mode, Distribution distribution, Fans fans) {
        return (keys, shape, dtype) -> {
            Tensor variance = Array.scalar(dtype, scale / fans.of(mode, shape));
            return switch (distribution) {
                case TRUNCATED_NORMAL -> Prng.truncatedNormal(keys.get(), -2, 2, shape, dtype)
                        .mul(variance.sqrt().div(TRUNCATED_STDDEV));
                case NORMAL -> Prng.normal(keys.get(), shape, dtype).mul(variance.sqrt());
                case UNIFORM -> Prng.uniform(keys.get(), shape, dtype, -1, 1).mul(variance.mul(3).sqrt());
            };
        };
    }

    /**
     * Normal numbers within two standard deviations, of variance 1 / fan-in, as {@code jax.nn.initializers.lecun_normal()}.
     *
     * @return the initializer
     */
    static Init lecunNormal() { return lecunNormal(Fans.DEFAULT); }

    /**
     * Normal numbers within two standard deviations, of variance 1 / fan-in, as {@code jax.nn.initializers.lecun_normal}.
     *
     * @param fans which axes tell the fan
     * @return the initializer
     */
    static Init lecunNormal(Fans fans) {
        return varianceScaling(1, Fans.Mode.FAN_IN, Distribution.TRUNCATED_NORMAL, fans);
    }

    /**
     * Uniform numbers of variance 1 / fan-in, as {@code jax.nn.initializers.lecun_uniform()}.
     *
     * @return the initializer
     */
    static Init lecunUniform() { return lecunUniform(Fans.DEFAULT); }

    /**
     * Uniform numbers of variance 1 / fan-in, as {@code jax.nn.initializers.lecun_uniform}.
     *
     * @param fans which axes tell the fan
     * @return the initializer
     */
    static Init lecunUniform(Fans fans) { return varianceScaling(1, Fans.Mode.FAN_IN, Distribution.UNIFORM, fans); }

    /**
     * Normal numbers within two standard deviations, of variance 2 / (fan-in + fan-out), as {@code jax.nn.initializers.glorot_normal()}.
     *
     * @return the initializer
     */
    static Init glorotNormal() { return glorotNormal(Fans.DEFAULT); }

    /**
     * Normal numbers within two standard deviations, of variance 2 / (fan-in + fan-out), as {@code jax.nn.initializers.glorot_normal}.
     *
     * @param fans which axes tell the fan
     * @return the initializer
     */
    static Init glorotNormal(Fans fans) {
        return varianceScaling(1, Fans.Mode.FAN_AVG, Distribution.TRUNCATED_NORMAL, fans);
    }

    /**
     * Uniform numbers of variance 2 / (fan-in + fan-out), as {@code jax.nn.initializers.glorot_uniform()}.
     *
     * @return the initializer
     */
    static Init glorotUniform() { return glorotUniform(Fans.DEFAULT); }

    /**
     * Uniform numbers of variance 2 / (fan-in + fan-out), as {@code jax.nn.initializers.glorot_uniform}.
     *
     * @param fans which axes tell the fan
     * @return the initializer
     */
    static Init glorotUniform(Fans fans) {
        return varianceScaling(1, Fans.Mode.FAN_AVG, Distribution.UNIFORM, fans);
    }

    /**
     * Normal numbers within two standard deviations, of variance 2 / fan-in, as {@code jax.nn.initializers.he_normal()}.
     *
     * @return the initializer
     */
    static Init heNormal() { return heNormal(Fans.DEFAULT); }

    /**
     * Normal numbers within two standard deviations, of variance 2 / fan-in, as {@code jax.nn.initializers.he_normal}.
     *
     * @param fans which axes tell the fan
     * @return the initializer
     */
    static Init heNormal(Fans fans) {
        return varianceScaling(2, Fans.Mode.FAN_IN, Distribution.TRUNCATED_NORMAL, fans);
    }

    /**
     * Uniform numbers of variance 2 / fan-in, as {@code jax.nn.initializers.he_uniform()}.
     *
     * @return the initializer
     */
    static Init heUniform() { return heUniform(Fans.DEFAULT); }

    /**
     * Uniform numbers of variance 2 / fan-in, as {@code jax.nn.initializers.he_uniform}.
     *
     * @param fans which axes tell the fan
     * @return the initializer
     */
    static Init heUniform(Fans fans) { return varianceScaling(2, Fans.Mode.FAN_IN, Distribution.UNIFORM, fans); }

    /**
     * {@link #glorotNormal()}, as {@code jax.nn.initializers.xavier_normal()}.
     *
     * @return the initializer
     */
    static Init xavierNormal() { return glorotNormal(); }

    /**
     * {@link #glorotUniform()}, as {@code jax.nn.initializers.xavier_uniform()}.
     *
     * @return the initializer
     */
    static Init xavierUniform() { return glorotUniform(); }

    /**
     * {@link #heNormal()}, as {@code jax.nn.initializers.kaiming_normal()}.
     *
     * @return the initializer
     */
    static Init kaimingNormal() { return heNormal(); }

    /**
     * {@link #heUniform()}, as {@code jax.nn.initializers.kaiming_uniform()}.
     *
     * @return the initializer
     */
    static Init kaimingUniform() { return heUniform(); }

    /**
     * Orthonormal columns, or rows if there are less of those, as {@code jax.nn.initializers.orthogonal()}.
     *
     * @return the initializer
     */
    static Init orthogonal() { return orthogonal(1, -1); }

    /**
     * Orthogonal columns, or rows if there are less of those, as {@code jax.nn.initializers.orthogonal}.
     *
     * @param scale the length of each
     * @param columnAxis which axis counts the columns; all others together count the rows
     * @return the initializer, of float32 or float64; it refuses shapes of less than two axes
     */
    static Init orthogonal(double scale, int columnAxis) {
        return (keys, shape, dtype) -> {
            if (shape.rank() < 2) {
                throw new IllegalArgumentException("orthogonal: at least two axes are expected; got " + shape);
            }
            if (shape.size() == 0) {
                return Tensors.zeros(dtype, shape);
            }
            int axis = Ops.axis("orthogonal", new TensorSpec(dtype, shape), columnAxis);
            int columns = shape.extent(axis);
            Tensor matrix = Distributions.orthogonal(keys.get(), Math.toIntExact(shape.size() / columns), columns,
                    Shape.of(), dtype);
            Tensor last = matrix.reshape(shape.without(List.of(axis)).concat(Shape.of(columns)));
            return Ops.moveAxis(last, shape.rank() - 1, axis).mul(scale);
        };
    }

    /**
     * An orthogonal matrix in the middle of a kernel of zeros, as {@code jax.nn.initializers.delta_orthogonal()}.
     *
     * @return the initializer
     */
    static Init deltaOrthogonal() { return deltaOrthogonal(1, -1); }

    /**
     * An orthogonal matrix in the middle of a kernel of zeros, as {@code jax.nn.initializers.delta_orthogonal}.
     *
     * @param scale the length of each column, or row if there are less of those
     * @param columnAxis which axis of the matrix counts the columns
     * @return the initializer, of float32 or float64; it refuses shapes but those of kernels with one to three spatial axes, and with more input than output
     */
    static Init deltaOrthogonal(double scale, int columnAxis) {
        return (keys, shape, dtype) -> {
            if (shape.rank() < 3 || shape.rank() > 5 || shape.extent(-1) < shape.extent(-2)) {
                throw new IllegalArgumentException("deltaOrthogonal: a kernel of three to five axes, whose last is no"
                        + " shorter than the one before, is expected; got " + shape);
            }
            Tensor matrix = orthogonal(scale, columnAxis).make(keys, shape.trailing(2), dtype);
            Tensor kernel = matrix;
            for (int axis = shape.rank() - 3; axis >= 0; axis--) {
                int middle = (shape.extent(axis) - 1) / 2;
                Tensor before = Tensors.zeros(dtype, kernel.shape().withFirst(middle));
                Tensor after = Tensors.zeros(dtype, kernel.shape().withFirst(shape.extent(axis) - 1 - middle));
                kernel = Tensors.concatenate(0, before, kernel.expandDims(0), after);
            }
            return kernel;
        };
    }
}
