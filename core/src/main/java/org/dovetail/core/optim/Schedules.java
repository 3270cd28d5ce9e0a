package org.dovetail.core.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Sequences;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;

/** The schedules of {@code optax.schedules}: numbers that depend on the step. They give float32. */
public final class Schedules {
    private Schedules() {}

    /**
     * The same number at every step, as {@code optax.constant_schedule}.
     *
     * @param value the number
     * @return the schedule
     */
    public static Schedule constant(double value) { return _ -> Tensors.scalar(value); }

    /**
     * A line from one number to another, as {@code optax.linear_schedule}.
     *
     * @param initValue the number at first
     * @param endValue the number from the end on
     * @param transitionSteps how many steps it takes; if none, the number stays as it is at first
     * @return the schedule
     */
    public static Schedule linear(double initValue, double endValue, int transitionSteps) {
        return linear(initValue, endValue, transitionSteps, 0);
    }

    /**
     * A line from one number to another, as {@code optax.linear_schedule} with {@code transition_begin}.
     *
     * @param initValue the number at first
     * @param endValue the number from the end on
     * @param transitionSteps how many steps it takes; if none, the number stays as it is at first
     * @param transitionBegin the step at which it begins
     * @return the schedule
     */
    public static Schedule linear(double initValue, double endValue, int transitionSteps, int transitionBegin) {
        return polynomial(initValue, endValue, 1, transitionSteps, transitionBegin);
    }

    /**
     * A power of a line from one number to another, as {@code optax.polynomial_schedule}: {@code (init - end) (1 - t / steps)^power + end}.
     *
     * @param initValue the number at first
     * @param endValue the number from the end on
     * @param power the power, an Integer to multiply as often
     * @param transitionSteps how many steps it takes; if none, the number stays as it is at first
     * @param transitionBegin the step at which it begins; a negative one counts as 0
     * @return the schedule
     */
    public static Schedule polynomial(double initValue, double endValue, Number power, int transitionSteps,
            int transitionBegin) {
        if (transitionSteps <= 0) {
            return constant(initValue);
        }
        int begin = Math.max(0, transitionBegin);
        return count -> {
            Tensor taken = Tensors.clip(count.sub(begin), 0, transitionSteps);
            Tensor left = taken.div(transitionSteps).neg().add(1);
            return left.pow(power).mul(initValue - endValue).add(endValue);
        };
    }

    /**
     * A number that is multiplied at some steps, as {@code optax.piecewise_constant_schedule}.
     *
     * @param initValue the number at first
     * @param boundariesAndScales the factors by the steps from which on they count
     * @return the schedule
     * @throws IllegalArgumentException if a factor is negative
     */
    public static Schedule piecewiseConstant(double initValue, Map<Integer, Double> boundariesAndScales) {
        SortedMap<Integer, Double> sorted = sorted("piecewiseConstant", boundariesAndScales);
        return count -> {
            Tensor value = Tensors.scalar(initValue);
            for (Map.Entry<Integer, Double> entry : sorted.entrySet()) {
                Tensor isBefore = count.neg().add(entry.getKey()).sign().cast(DType.FLOAT32).maximum(0.0);
                Tensor after = isBefore.neg().add(1).mul(entry.getValue()).mul(value);
                value = value.mul(isBefore).add(after);
            }
            return value;
        };
    }

    private static SortedMap<Integer, Double> sorted(String who, Map<Integer, Double> boundariesAndScales) {
        boundariesAndScales.forEach((step, scale) -> {
            if (scale < 0) {
                throw new IllegalArgumentException(who + ": factors of at least 0 are expected; got " + scale
                        + " at step " + step);
            }
        });
        return new TreeMap<>(boundariesAndScales);
    }

    /**
     * Numbers between the values of a piecewise constant schedule, as {@code optax.piecewise_interpolate_schedule}.
     *
     * @param interpolation how it goes from one to the next
     * @param initValue the number at the first step
     * @param boundariesAndScales the factors by the steps at which they are reached
     * @return the schedule
     * @throws IllegalArgumentException if a factor is negative
     */
    public static Schedule piecewiseInterpolate(Interpolation interpolation, double initValue,
            Map<Integer, Double> boundariesAndScales) {
        SortedMap<Integer, Double> sorted = sorted("piecewiseInterpolate", boundariesAndScales);
        List<Integer> steps = new ArrayList<>(List.of(0));
        List<Double> factors = new ArrayList<>(List.of(initValue));
        steps.addAll(sorted.keySet());
        factors.addAll(sorted.values());
        return count -> {
            int last = steps.size() - 1;
            Tensor values = Sequences.cumprod(floats(factors), 0);
            Tensor bounds = ints(steps);
            Tensor starts = bounds.slice(0, 0, last);
            Tensor ends = bounds.slice(0, 1, last + 1);
            Tensor part = count.sub(starts).div(ends.sub(starts).maximum(1));
            Tensor between = interpolation.between(values.slice(0, 0, last), values.slice(0, 1, last + 1), part);
            Tensor isWithin = starts.le(count).and(ends.gt(count));
            Tensor within = between.mul(isWithin.cast(DType.FLOAT32)).sum();
            return within.add(bounds.at(last).le(count).cast(DType.FLOAT32).mul(values.at(last)));
        };
    }

    private static Tensor floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return Tensors.of(floats);
    }

    private static Tensor ints(List<Integer> values) {
        return Array.ofInts(Shape.of(values.size()), values.stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * A number that falls by a factor at every transition, as {@code optax.exponential_decay}: {@code init rate^(t / steps)}.
     *
     * @param initValue the number at first
     * @param transitionSteps how many steps a transition takes; if none, the number stays as it is
     * @param decayRate the factor; if 0, the number stays as it is
     * @return the schedule
     */
    public static Schedule exponentialDecay(double initValue, int transitionSteps, double decayRate) {
        return exponentialDecay(initValue, transitionSteps, decayRate, ExponentialOptions.DEFAULT);
    }

    /**
     * A number that falls by a factor at every transition, as {@code optax.exponential_decay}: {@code init rate^(t / steps)}.
     *
     * @param initValue the number at first
     * @param transitionSteps how many steps a transition takes; if none, the number stays as it is
     * @param decayRate the factor; if 0, the number stays as it is
     * @param options beginning, stairs and end
     * @return the schedule
     */
    public static Schedule exponentialDecay(double initValue, int transitionSteps, double decayRate,
            ExponentialOptions options) {
        if (transitionSteps <= 0 || decayRate == 0) {
            return constant(initValue);
        }
        int begin = Math.max(0, options.transitionBegin());
        return count -> {
            Tensor since = count.sub(begin);
            Tensor transitions = since.div(transitionSteps);
            Tensor exponent = options.isStaircase() ? transitions.floor() : transitions;
            Tensor decayed = Tensors.scalar(decayRate).pow(exponent).mul(initValue);
            Tensor value = Tensors.where(since.le(0), Tensors.scalar(initValue), decayed);
            if (options.endValue().isEmpty()) {
                return value;
            }
            double end = options.endValue().getAsDouble();
            return decayRate < 1 ? value.maximum(end) : value.minimum(end);
        };
    }

    /**
     * Half a cosine down to 0, as {@code optax.cosine_decay_schedule}.
     *
     * @param initValue the number at first
     * @param decaySteps how many steps it takes
     * @return the schedule
     * @throws IllegalArgumentException unless it takes steps
     */
    public static Schedule cosineDecay(double initValue, int decaySteps) {
        return cosineDecay(initValue, decaySteps, 0, 1);
    }

    /**
     * Half a cosine down to a part of the number, as {@code optax.cosine_decay_schedule}: {@code init ((1 - alpha) ((1 + cos(π t / steps)) / 2)^exponent + alpha)}.
     *
     * @param initValue the number at first
     * @param decaySteps how many steps it takes
     * @param alpha the part that is left
     * @param exponent the power of the cosine
     * @return the schedule
     * @throws IllegalArgumentException unless it takes steps
     */
    public static Schedule cosineDecay(double initValue, int decaySteps, double alpha, double exponent) {
        requireSteps("cosineDecay", decaySteps);
        return count -> {
            Tensor taken = count.cast(DType.FLOAT32).minimum(decaySteps);
            Tensor cosine = taken.mul(Math.PI).div(decaySteps).cos().add(1).mul(0.5);
            return cosine.pow(exponent).mul(1 - alpha).add(alpha).mul(initValue);
        };
    }

    private static void requireSteps(String who, int steps) {
        if (steps <= 0) {
            throw new IllegalArgumentException(who + ": at least one step is expected; got " + steps);
        }
    }

    /**
     * A line up to a number that then stays, as {@code optax.warmup_constant_schedule}.
     *
     * @param initValue the number at first
     * @param peakValue the number that stays
     * @param warmupSteps how many steps lead up to it
     * @return the schedule
     */
    public static Schedule warmupConstant(double initValue, double peakValue, int warmupSteps) {
        return linear(initValue, peakValue, warmupSteps);
    }

    /**
     * A line up to a peak and half a cosine down from it, as {@code optax.warmup_cosine_decay_schedule}.
     *
     * @param arguments numbers and steps
     * @return the schedule
     * @throws IllegalArgumentException unless there are more steps in all than up to the peak
     */
    public static Schedule warmupCosineDecay(WarmupCosine arguments) {
        double alpha = arguments.peakValue() == 0 ? 0 : arguments.endValue() / arguments.peakValue();
        return join(List.of(linear(arguments.initValue(), arguments.peakValue(), arguments.warmupSteps()),
                cosineDecay(arguments.peakValue(), arguments.decaySteps() - arguments.warmupSteps(), alpha,
                        arguments.exponent())),
                List.of(arguments.warmupSteps()));
    }

    /**
     * A line up to a peak and an exponential decay from it, as {@code optax.warmup_exponential_decay_schedule}.
     *
     * @param initValue the number at first
     * @param peakValue the number at the peak
     * @param warmupSteps how many steps lead up to it
     * @param transitionSteps how many steps a transition of the decay takes
     * @param decayRate the factor of a transition
     * @param options the decay's beginning, stairs and end
     * @return the schedule
     */
    public static Schedule warmupExponentialDecay(double initValue, double peakValue, int warmupSteps,
            int transitionSteps, double decayRate, ExponentialOptions options) {
        return join(List.of(linear(initValue, peakValue, warmupSteps),
                exponentialDecay(peakValue, transitionSteps, decayRate, options)), List.of(warmupSteps));
    }

    /**
     * Warmups and cosine decays one after the other, as {@code optax.sgdr_schedule}.
     *
     * @param cycles the arguments of each
     * @return the schedule
     */
    public static Schedule sgdr(Collection<WarmupCosine> cycles) {
        List<Integer> boundaries = new ArrayList<>();
        int step = 0;
        for (WarmupCosine cycle : cycles) {
            step += cycle.decaySteps();
            boundaries.add(step);
        }
        return join(cycles.stream().map(Schedules::warmupCosineDecay).toList(),
                boundaries.subList(0, Math.max(0, boundaries.size() - 1)));
    }

    /**
     * A line up, one down and a steeper one, as {@code optax.linear_onecycle_schedule} with its default parts: 0.3, 0.85, 25 and 10000.
     *
     * @param transitionSteps how many steps it takes
     * @param peakValue the number at the peak
     * @return the schedule
     * @throws IllegalArgumentException unless it takes steps
     */
    public static Schedule linearOnecycle(int transitionSteps, double peakValue) {
        return linearOnecycle(transitionSteps, peakValue, 0.3, 0.85, 25, 1e4);
    }

    /**
     * A line up, one down and a steeper one, as {@code optax.linear_onecycle_schedule}.
     *
     * @param transitionSteps how many steps it takes
     * @param peakValue the number at the peak
     * @param pctStart the part of the steps that lead up
     * @param pctFinal the part at whose end the steeper line begins
     * @param divFactor how many times smaller the number is at first
     * @param finalDivFactor how many times smaller it is at the end than at first
     * @return the schedule
     * @throws IllegalArgumentException unless it takes steps
     */
    public static Schedule linearOnecycle(int transitionSteps, double peakValue, double pctStart, double pctFinal,
            double divFactor, double finalDivFactor) {
        requireSteps("linearOnecycle", transitionSteps);
        SortedMap<Integer, Double> factors = new TreeMap<>();
        factors.put((int) (pctStart * transitionSteps), divFactor);
        factors.put((int) (pctFinal * transitionSteps), 1 / divFactor);
        factors.put(transitionSteps, 1 / finalDivFactor);
        return piecewiseInterpolate(Interpolation.LINEAR, peakValue / divFactor, factors);
    }

    /**
     * Half a cosine up and one down, as {@code optax.cosine_onecycle_schedule} with its default parts: 0.3, 25 and 10000.
     *
     * @param transitionSteps how many steps it takes
     * @param peakValue the number at the peak
     * @return the schedule
     * @throws IllegalArgumentException unless it takes steps
     */
    public static Schedule cosineOnecycle(int transitionSteps, double peakValue) {
        return cosineOnecycle(transitionSteps, peakValue, 0.3, 25, 1e4);
    }

    /**
     * Half a cosine up and one down, as {@code optax.cosine_onecycle_schedule}.
     *
     * @param transitionSteps how many steps it takes
     * @param peakValue the number at the peak
     * @param pctStart the part of the steps that lead up
     * @param divFactor how many times smaller the number is at first
     * @param finalDivFactor how many times smaller it is at the end than at first
     * @return the schedule
     * @throws IllegalArgumentException unless it takes steps
     */
    public static Schedule cosineOnecycle(int transitionSteps, double peakValue, double pctStart, double divFactor,
            double finalDivFactor) {
        requireSteps("cosineOnecycle", transitionSteps);
        SortedMap<Integer, Double> factors = new TreeMap<>();
        factors.put((int) (pctStart * transitionSteps), divFactor);
        factors.put(transitionSteps, 1 / (divFactor * finalDivFactor));
        return piecewiseInterpolate(Interpolation.COSINE, peakValue / divFactor, factors);
    }

    /**
     * Schedules one after the other, each counting from its own first step, as {@code optax.join_schedules}.
     *
     * @param schedules the schedules
     * @param boundaries the first steps of all but the first schedule
     * @return the schedule
     * @throws IllegalArgumentException unless there is one boundary less than schedules
     */
    public static Schedule join(List<Schedule> schedules, List<Integer> boundaries) {
        if (boundaries.size() != schedules.size() - 1) {
            throw new IllegalArgumentException("join: a boundary between each two schedules is expected; got "
                    + schedules.size() + " schedules and " + boundaries.size() + " boundaries");
        }
        List<Schedule> all = List.copyOf(schedules);
        List<Integer> starts = List.copyOf(boundaries);
        return count -> {
            Tensor value = all.getFirst().at(count);
            for (int i = 0; i < starts.size(); i++) {
                int start = starts.get(i);
                value = Tensors.where(count.lt(start), value, all.get(i + 1).at(count.sub(start)));
            }
            return value;
        };
    }
}
