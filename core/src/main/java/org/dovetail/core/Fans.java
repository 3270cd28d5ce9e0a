package org.dovetail.core;

import java.util.Arrays;
import java.util.List;
import org.dovetail.core.internal.prim.Ops;

/**
 * Which axes of weights tell how many numbers go into each number of a layer's result and come out of each of its input: the arguments {@code in_axis}, {@code out_axis} and
 * {@code batch_axis} of {@code jax.nn.initializers.variance_scaling}. All other axes are a receptive field, which counts for both.
 *
 * @param in the axes of the input
 * @param out the axes of the result
 * @param batch the axes that make many weights
 */
public record Fans(List<Integer> in, List<Integer> out, List<Integer> batch) {
    /** The input along the last axis but one, the result along the last. */
    public static final Fans DEFAULT = new Fans(List.of(-2), List.of(-1), List.of());

    /** Which of both numbers a variance is divided by. */
    public enum Mode {
        /** What goes in. */
        FAN_IN,
        /** What comes out. */
        FAN_OUT,
        /** The mean of both. */
        FAN_AVG,
        /** The root of the product of both. */
        FAN_GEO_AVG
    }

    /** Copies the axes. */
    public Fans {
        in = List.copyOf(in);
        out = List.copyOf(out);
        batch = List.copyOf(batch);
    }

    /**
     * The same with other axes of the input.
     *
     * @param axes the axes; negative ones count from the end
     * @return the fans
     */
    public Fans withIn(int... axes) { return new Fans(boxed(axes), out, batch); }

    /**
     * The same with other axes of the result.
     *
     * @param axes the axes; negative ones count from the end
     * @return the fans
     */
    public Fans withOut(int... axes) { return new Fans(in, boxed(axes), batch); }

    /**
     * The same with axes that make many weights.
     *
     * @param axes the axes; negative ones count from the end
     * @return the fans
     */
    public Fans withBatch(int... axes) { return new Fans(in, out, boxed(axes)); }

    private static List<Integer> boxed(int... axes) { return Arrays.stream(axes).boxed().toList(); }

    double of(Mode mode, Shape shape) {
        if (shape.rank() <= 1 && in.equals(DEFAULT.in)) {
            throw new IllegalArgumentException("varianceScaling: at least two axes are expected, to tell the fan-in;"
                    + " got " + shape + ". Name the input's axes with Fans.DEFAULT.withIn(...)");
        }
        double inputs = product(shape, in);
        double outputs = product(shape, out);
        double field = shape.size() / inputs / outputs / product(shape, batch);
        if (Double.isNaN(field)) {
            throw new IllegalArgumentException(
                    "varianceScaling: weights without elements have no fan-in; got " + shape);
        }
        double fanIn = inputs * field;
        double fanOut = outputs * field;
        return switch (mode) {
            case FAN_IN -> fanIn;
            case FAN_OUT -> fanOut;
            case FAN_AVG -> (fanIn + fanOut) / 2;
            case FAN_GEO_AVG -> Math.sqrt(fanIn * fanOut);
        };
    }

    private static double product(Shape shape, List<Integer> axes) {
        TensorSpec spec = new TensorSpec(DType.FLOAT32, shape);
        return axes.stream().mapToDouble(axis -> shape.extent(Ops.axis("varianceScaling", spec, axis)))
                .reduce(1, (product, extent) -> product * extent);
    }
}
