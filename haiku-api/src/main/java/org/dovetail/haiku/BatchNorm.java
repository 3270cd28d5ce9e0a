package org.dovetail.haiku;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * {@code (x - mean)·scale/√(var + eps) + offset}: {@code hk.BatchNorm}. In training mean and variance are the batch's, {@code var = mean(x²) - mean(x)²}, and go into moving
 * averages, which stand for them otherwise.
 *
 * <p>
 * Parameters are {@code scale} and {@code offset}, of the input's rank with extent 1 at the axes averaged over; state is that of {@code ~/mean_ema} and {@code ~/var_ema}. As in
 * Python the variance is not kept from falling below zero: inputs whose mean is large beside their spread give NaN.
 */
public class BatchNorm extends Module {
    private final Options options;
    private final ExponentialMovingAverage meanEma;
    private final ExponentialMovingAverage varEma;

    /** Where the channels are. */
    public enum DataFormat {
        /** In the last axis, {@code N...C}. */
        CHANNELS_LAST,
        /** In the axis behind the first, {@code NC...}. */
        CHANNELS_FIRST
    }

    /**
     * What a batch norm may do otherwise.
     *
     * @param createScale whether there is a parameter scale
     * @param createOffset whether there is a parameter offset
     * @param decayRate d of the moving averages
     * @param eps added to the variance
     * @param scaleInit initializes scale
     * @param offsetInit initializes offset
     * @param axis over which axes the mean goes; empty for all but the channels'
     * @param dataFormat where the channels are
     */
    public record Options(boolean createScale, boolean createOffset, double decayRate, double eps, Init scaleInit,
            Init offsetInit, Optional<List<Integer>> axis, DataFormat dataFormat) {
        /**
         * Another number added to the variance.
         *
         * @param number the number
         * @return the options
         */
        public Options eps(double number) {
            return new Options(createScale, createOffset, decayRate, number, scaleInit, offsetInit, axis, dataFormat);
        }

        /**
         * Another initializer of scale.
         *
         * @param init the initializer
         * @return the options
         * @throws IllegalArgumentException if there is no such parameter
         */
        public Options scaleInit(Init init) {
            checkCreated("scale", "createScale", createScale);
            return new Options(createScale, createOffset, decayRate, eps, init, offsetInit, axis, dataFormat);
        }

        /**
         * Another initializer of offset.
         *
         * @param init the initializer
         * @return the options
         * @throws IllegalArgumentException if there is no such parameter
         */
        public Options offsetInit(Init init) {
            checkCreated("offset", "createOffset", createOffset);
            return new Options(createScale, createOffset, decayRate, eps, scaleInit, init, axis, dataFormat);
        }

        private static void checkCreated(String parameter, String option, boolean created) {
            if (!created) {
                throw new IllegalArgumentException(
                        "BatchNorm: an initializer of " + parameter + " is given, but " + option
                                + " is false. Create the parameter, or leave the initializer out");
            }
        }

        /**
         * Other axes to average over.
         *
         * @param axes the axes; negative ones count from the end
         * @return the options
         */
        public Options axis(int... axes) {
            return new Options(createScale, createOffset, decayRate, eps, scaleInit, offsetInit,
                    Optional.of(Arrays.stream(axes).boxed().toList()), dataFormat);
        }

        /**
         * Channels in the axis behind the first.
         *
         * @return the options
         */
        public Options channelsFirst() {
            return new Options(createScale, createOffset, decayRate, eps, scaleInit, offsetInit, axis,
                    DataFormat.CHANNELS_FIRST);
        }
    }

    /**
     * The usual options: eps 1e-5, scale one, offset zero, channels last.
     *
     * @param createScale whether there is a parameter scale
     * @param createOffset whether there is a parameter offset
     * @param decayRate d of the moving averages
     * @return the options
     */
    public static Options options(boolean createScale, boolean createOffset, double decayRate) {
        return new Options(createScale, createOffset, decayRate, 1e-5, Init.ones(), Init.zeros(), Optional.empty(),
                DataFormat.CHANNELS_LAST);
    }

    /**
     * A batch norm named {@code batch_norm}.
     *
     * @param createScale whether there is a parameter scale
     * @param createOffset whether there is a parameter offset
     * @param decayRate d of the moving averages
     */
    public BatchNorm(boolean createScale, boolean createOffset, double decayRate) {
        this(options(createScale, createOffset, decayRate), null);
    }

    /**
     * A batch norm of a name of one's own.
     *
     * @param createScale whether there is a parameter scale
     * @param createOffset whether there is a parameter offset
     * @param decayRate d of the moving averages
     * @param name the name
     */
    public BatchNorm(boolean createScale, boolean createOffset, double decayRate, String name) {
        this(options(createScale, createOffset, decayRate), name);
    }

    /**
     * A batch norm with options.
     *
     * @param options the options
     * @param name the name; null for the class's
     */
    public BatchNorm(Options options, @Nullable String name) {
        super(name);
        this.options = options;
        meanEma = new ExponentialMovingAverage(options.decayRate(), "mean_ema");
        varEma = new ExponentialMovingAverage(options.decayRate(), "var_ema");
    }

    /**
     * Normalizes.
     *
     * @param x floats
     * @param isTraining whether the batch's own statistics count, and go into the averages
     * @return floats of the same shape
     * @throws IllegalArgumentException if the averages are asked for and no batch was seen in training yet
     */
    public Tensor call(Tensor x, boolean isTraining) { return call(x, isTraining, Given.NOTHING); }

    /**
     * What a call may bring along.
     *
     * @param testLocalStats whether the batch's own statistics count when not training
     * @param scale the scale, where the layer creates none; null for one
     * @param offset the offset, where the layer creates none; null for zero
     */
    public record Given(boolean testLocalStats, @Nullable Tensor scale, @Nullable Tensor offset) {
        private static final Given NOTHING = new Given(false, null, null);
    }

    /**
     * Normalizes.
     *
     * @param x floats
     * @param isTraining whether the batch's own statistics count, and go into the averages
     * @param given what this call brings along
     * @return floats of the same shape
     * @throws IllegalArgumentException if the averages are asked for and no batch was seen in training yet, or a scale or offset is given that the layer creates
     */
    public Tensor call(Tensor x, boolean isTraining, Given given) {
        try (var _ = scope()) {
            checkNotBoth("scale", options.createScale(), given.scale);
            checkNotBoth("offset", options.createOffset(), given.offset);
            Statistics statistics = isTraining || given.testLocalStats ? ofBatch(x) : averages(x);
            if (isTraining) {
                meanEma.call(statistics.mean);
                varEma.call(statistics.var);
            }
            Shape shape = parameterShape(x);
            Tensor rate = Tensors.rsqrt(statistics.var.add(options.eps()));
            Tensor scale = options.createScale()
                    ? getParameter("scale", shape, x.dtype(), options.scaleInit())
                    : given.scale;
            Tensor offset = options.createOffset()
                    ? getParameter("offset", shape, x.dtype(), options.offsetInit())
                    : given.offset;
            Tensor scaled = x.sub(statistics.mean).mul(scale == null ? rate : scale.mul(rate));
            return offset == null ? scaled : scaled.add(offset);
        }
    }

    private void checkNotBoth(String parameter, boolean created, @Nullable Tensor given) {
        if (created && given != null) {
            throw new IllegalArgumentException(
                    "BatchNorm '" + moduleName() + "': a " + parameter + " is given " + given.spec()
                            + ", but the layer creates its own. Leave one of them out:  new BatchNorm("
                            + (parameter.equals("scale") ? "false, ...)" : "..., false, ...)"));
        }
    }

    private record Statistics(Tensor mean, Tensor var) {}

    private Statistics ofBatch(Tensor x) {
        Tensor mean = mean(x);
        return new Statistics(mean, mean(x.mul(x)).sub(mean.mul(mean)));
    }

    private Statistics averages(Tensor x) {
        if (!meanEma.hasAverage()) {
            throw new IllegalArgumentException(
                    "BatchNorm '" + moduleName() + "': there are no averages yet, because it was never "
                            + "called in training. Create the state in training:  model.init(key, x, true)");
        }
        return new Statistics(meanEma.average().cast(x.dtype()), varEma.average().cast(x.dtype()));
    }

    private Tensor mean(Tensor x) {
        List<Integer> axes = axes(x).stream().map(axis -> axis < 0 ? axis + x.rank() : axis).toList();
        return axes.isEmpty()
                ? x
                : x.mean(axes.stream().mapToInt(Integer::intValue).toArray()).reshape(reduced(x, axes));
    }

    private List<Integer> axes(Tensor x) {
        return options.axis().orElseGet(() -> {
            int channels = options.dataFormat() == DataFormat.CHANNELS_LAST ? x.rank() - 1 : 1;
            return IntStream.range(0, x.rank()).filter(axis -> axis != channels).boxed().toList();
        });
    }

    /** As in Python, a negative axis is averaged over, but keeps its extent in the parameters. */
    private Shape parameterShape(Tensor x) {
        return reduced(x, axes(x).stream().filter(axis -> axis >= 0).toList());
    }

    private static Shape reduced(Tensor x, List<Integer> axes) {
        Shape shape = x.shape();
        for (int axis : axes) {
            shape = shape.with(axis, 1);
        }
        return shape;
    }
}
