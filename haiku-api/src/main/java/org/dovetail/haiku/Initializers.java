package org.dovetail.haiku;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dovetail.core.Array;
import org.dovetail.core.Init;
import org.dovetail.core.Init.Distribution;
import org.dovetail.core.Linalg;
import org.dovetail.core.Prng;
import org.dovetail.core.QrResult;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;

/**
 * The initializers of {@code hk.initializers}, for the same key bit for bit. They round otherwise than those of {@link Init}, which are JAX's: standard deviations are found in
 * float64.
 */
public final class Initializers {
    /** Which number of connections a variance is divided by. */
    public enum Mode {
        /** That of what goes into each number of the result: {@code fan_in}. */
        FAN_IN,
        /** That of what comes out of each number of the input: {@code fan_out}. */
        FAN_OUT,
        /** The mean of both: {@code fan_avg}. */
        FAN_AVG
    }

    private Initializers() {}

    /**
     * One number everywhere, as {@code hk.initializers.Constant}.
     *
     * @param value the number
     * @return the initializer
     */
    public static Init constant(double value) { return Init.constant(value); }

    /**
     * The same numbers always, as {@code hk.initializers.Constant}.
     *
     * @param value the numbers, which broadcast to the shape
     * @return the initializer
     */
    public static Init constant(Tensor value) { return Init.constant(value); }

    /**
     * Normal numbers, as {@code hk.initializers.RandomNormal}: {@code mean + stddev · normal(key)}.
     *
     * @param stddev the standard deviation
     * @param mean the mean
     * @return the initializer
     */
    public static Init randomNormal(double stddev, double mean) {
        return (keys, shape, dtype) -> Prng.normal(keys.get(), shape, dtype).mul(stddev).add(mean);
    }

    /**
     * Uniform numbers, as {@code hk.initializers.RandomUniform}.
     *
     * @param low the lower bound
     * @param high the upper bound
     * @return the initializer
     */
    public static Init randomUniform(double low, double high) {
        return (keys, shape, dtype) -> Prng.uniform(keys.get(), shape, dtype, low, high);
    }

    /**
     * Normal numbers within two standard deviations, as {@code hk.initializers.TruncatedNormal(stddev)}, without correction of the variance.
     *
     * @param stddev the standard deviation before truncation
     * @return the initializer
     */
    public static Init truncatedNormal(double stddev) { return truncatedNormal(stddev, 0, -2, 2); }

    /**
     * Normal numbers within bounds, as {@code hk.initializers.TruncatedNormal}: {@code stddev · truncated_normal(key, lower, upper) + mean}.
     *
     * @param stddev the standard deviation before truncation
     * @param mean the mean before truncation
     * @param lower the lower bound, in standard deviations from the mean
     * @param upper the upper bound, in standard deviations from the mean
     * @return the initializer
     */
    public static Init truncatedNormal(double stddev, double mean, double lower, double upper) {
        return (keys, shape, dtype) -> Prng.truncatedNormal(keys.get(), lower, upper, shape, dtype).mul(stddev)
                .add(mean);
    }

    /**
     * Numbers of variance {@code scale / fan}, as {@code hk.initializers.VarianceScaling}.
     *
     * @param scale the variance of a sum of as many, not negative
     * @param mode what the fan is
     * @param distribution what the numbers are drawn from
     * @return the initializer; of three and more axes, all but the last two are a receptive field
     * @throws IllegalArgumentException if the scale is negative
     */
    public static Init varianceScaling(double scale, Mode mode, Distribution distribution) {
        return varianceScaling(scale, mode, distribution, Set.of());
    }

    /**
     * Numbers of variance {@code scale / fan}, as {@code hk.initializers.VarianceScaling(fan_in_axes=axes)}.
     *
     * @param scale the variance of a sum of as many, not negative
     * @param mode what the fan is
     * @param distribution what the numbers are drawn from
     * @param fanInAxes which of three and more axes count what goes in, from the front; all others count what comes out
     * @return the initializer
     * @throws IllegalArgumentException if the scale is negative
     */
    public static Init varianceScaling(double scale, Mode mode, Distribution distribution, Set<Integer> fanInAxes) {
        if (scale < 0) {
            throw new IllegalArgumentException("varianceScaling: a scale of 0 or more is expected; got " + scale);
        }
        return (keys, shape, dtype) -> {
            double variance = scale / Math.max(1, fan(shape, mode, fanInAxes));
            return switch (distribution) {
                case TRUNCATED_NORMAL -> truncatedNormal(
                        Math.sqrt(variance) / Array.scalar(dtype, Init.TRUNCATED_STDDEV).doubleAt(0))
                        .make(keys, shape, dtype);
                case NORMAL -> randomNormal(Math.sqrt(variance), 0).make(keys, shape, dtype);
                case UNIFORM -> {
                    double limit = Math.sqrt(3 * variance);
                    yield randomUniform(-limit, limit).make(keys, shape, dtype);
                }
            };
        };
    }

    private static double fan(Shape shape, Mode mode, Set<Integer> fanInAxes) {
        double in = 1;
        double out = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            boolean isLast = axis == shape.rank() - 1;
            boolean hasAxes = shape.rank() > 2 && !fanInAxes.isEmpty();
            boolean isIn = hasAxes ? fanInAxes.contains(axis) : !isLast || shape.rank() == 1;
            boolean isOut = hasAxes ? !fanInAxes.contains(axis) : isLast || axis < shape.rank() - 2;
            in *= isIn ? shape.extent(axis) : 1;
            out *= isOut ? shape.extent(axis) : 1;
        }
        return switch (mode) {
            case FAN_IN -> in;
            case FAN_OUT -> out;
            case FAN_AVG -> (in + out) / 2;
        };
    }

    /**
     * Uniform numbers whose variance is {@code scale²} over the product of all extents but the last, as {@code hk.initializers.UniformScaling}.
     *
     * @param scale the standard deviation of a sum of as many
     * @return the initializer
     */
    public static Init uniformScaling(double scale) {
        return (keys, shape, dtype) -> {
            double limit = Math.sqrt(3.0 / shape.leading(Math.max(0, shape.rank() - 1)).size()) * scale;
            return randomUniform(-limit, limit).make(keys, shape, dtype);
        };
    }

    /**
     * Orthogonal rows, or columns if there are less of those, as {@code hk.initializers.Orthogonal}.
     *
     * @param scale the length of each
     * @param axis which axis counts the rows; all others together count the columns
     * @return the initializer, of float32 or float64; it refuses shapes of less than two axes
     */
    public static Init orthogonal(double scale, int axis) {
        return (keys, shape, dtype) -> {
            requireMatrix("orthogonal", shape);
            int counted = axis < 0 ? axis + shape.rank() : axis;
            int rows = shape.extent(counted);
            int columns = Math.toIntExact(shape.size() / rows);
            Shape tall = Shape.of(Math.max(rows, columns), Math.min(rows, columns));
            QrResult factors = Linalg.qr(Prng.normal(keys.get(), tall, dtype));
            Tensor q = factors.q().mul(diagonal(factors.r()).sign());
            List<Integer> order = new ArrayList<>();
            for (int i = 1; i < shape.rank(); i++) {
                order.add(i);
            }
            order.add(counted, 0);
            return (rows < columns ? q.transpose() : q)
                    .reshape(shape.without(List.of(counted)).withFirst(rows))
                    .transpose(order.stream().mapToInt(Integer::intValue).toArray()).mul(scale);
        };
    }

    private static Tensor diagonal(Tensor matrix) {
        return Tensors.takeAlongAxis(matrix, Tensors.arange(matrix.dim(0)).expandDims(1), 1).squeeze(1);
    }

    /**
     * One number on the diagonal of the last two axes and 0 elsewhere, as {@code hk.initializers.Identity}.
     *
     * @param gain the number
     * @return the initializer; it refuses shapes of less than two axes
     */
    public static Init identity(double gain) {
        return (_, shape, dtype) -> {
            requireMatrix("identity", shape);
            Tensor isOn = Tensors.arange(shape.extent(-2)).expandDims(1).eq(Tensors.arange(shape.extent(-1)));
            return isOn.cast(dtype).broadcastTo(shape).mul(gain);
        };
    }

    private static void requireMatrix(String who, Shape shape) {
        if (shape.rank() < 2) {
            throw new IllegalArgumentException(who + ": at least two axes are expected; got " + shape);
        }
    }
}
