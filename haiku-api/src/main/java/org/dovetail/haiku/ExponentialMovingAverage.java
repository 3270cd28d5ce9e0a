package org.dovetail.haiku;

import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * {@code hidden ← hidden·d + value·(1 - d)}: {@code hk.ExponentialMovingAverage}. Its state is {@code counter} int32, {@code hidden} and {@code average}, which is hidden, or
 * without the bias of its start at zero {@code hidden / (1 - d^counter)}.
 */
public class ExponentialMovingAverage extends Module {
    private final double decay;
    private final Options options;

    /**
     * What an average may do otherwise.
     *
     * @param zeroDebias whether the average is corrected for its start at zero
     * @param warmupLength for how many calls the average is the value itself
     */
    public record Options(boolean zeroDebias, int warmupLength) {
        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if the warm-up is negative, or the average would be corrected as well
         */
        public Options {
            if (warmupLength < 0 || warmupLength > 0 && zeroDebias) {
                throw new IllegalArgumentException("ExponentialMovingAverage: warmupLength is " + warmupLength
                        + (warmupLength < 0
                                ? ", which is negative"
                                : " and zeroDebias is true; a warmed-up average has no bias to correct. Write  "
                                        + "ExponentialMovingAverage.options().warmup(" + warmupLength + ")"));
            }
        }

        /**
         * Without correction.
         *
         * @return the options
         */
        public Options withoutDebias() { return new Options(false, warmupLength); }

        /**
         * With a warm-up, without correction.
         *
         * @param length for how many calls the average is the value itself
         * @return the options
         */
        public Options warmup(int length) { return new Options(false, length); }
    }

    /**
     * The usual options: corrected, no warm-up.
     *
     * @return the options
     */
    public static Options options() { return new Options(true, 0); }

    /**
     * An average named {@code exponential_moving_average}.
     *
     * @param decay d
     */
    public ExponentialMovingAverage(double decay) { this(decay, options(), null); }

    /**
     * An average of a name of one's own.
     *
     * @param decay d
     * @param name the name
     */
    public ExponentialMovingAverage(double decay, String name) { this(decay, options(), name); }

    /**
     * An average with options and a name.
     *
     * @param decay d
     * @param options the options
     * @param name the name; null for the class's
     */
    public ExponentialMovingAverage(double decay, Options options, @Nullable String name) {
        super(name);
        this.decay = decay;
        this.options = options;
    }

    /**
     * Starts hidden and average at zero, where there are none yet.
     *
     * @param shape their shape
     * @param dtype their dtype
     */
    public void initialize(Shape shape, DType dtype) {
        getState("hidden", shape, dtype, Init.zeros());
        getState("average", shape, dtype, Init.zeros());
    }

    /**
     * Takes a value in.
     *
     * @param value the value
     * @return the average after it
     */
    public Tensor call(Tensor value) {
        Step step = step(value);
        setState("counter", step.counter);
        setState("hidden", step.hidden);
        setState("average", step.average);
        return step.average;
    }

    /**
     * The average as it would be after a value, {@code update_stats=False}.
     *
     * @param value the value
     * @return the average
     */
    public Tensor peek(Tensor value) { return step(value).average; }

    private record Step(Tensor counter, Tensor hidden, Tensor average) {}

    private Step step(Tensor value) {
        DType dtype = value.dtype();
        Tensor counter = getState("counter", Shape.of(), DType.INT32, Init.constant(-options.warmupLength())).add(1);
        Tensor one = Tensors.ones(dtype, Shape.of());
        Tensor rate = Tensors.full(dtype, Shape.of(), decay);
        if (options.warmupLength() > 0) {
            rate = Tensors.where(counter.le(0), Tensors.zeros(dtype, Shape.of()), rate);
        }
        Tensor hidden = getState("hidden", value.shape(), dtype, Init.zeros()).mul(rate).add(value.mul(one.sub(rate)));
        Tensor average = options.zeroDebias() ? hidden.div(one.sub(rate.pow(counter.cast(dtype)))) : hidden;
        return new Step(counter, hidden, average);
    }

    /**
     * The average as it is.
     *
     * @return the state {@code average}
     * @throws IllegalArgumentException if no value was taken in yet
     */
    public Tensor average() { return getState("average"); }

    /** Whether a value was taken in. */
    boolean hasAverage() {
        return Frame.values("getState").hasState(moduleName(), "average");
    }
}
