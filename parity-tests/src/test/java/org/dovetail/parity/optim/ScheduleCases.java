package org.dovetail.parity.optim;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.dovetail.core.optim.ExponentialOptions;
import org.dovetail.core.optim.Interpolation;
import org.dovetail.core.optim.Schedule;
import org.dovetail.core.optim.Schedules;
import org.dovetail.core.optim.WarmupCosine;

/** The schedules of {@code reference/optim_cases.py}, by the same names. */
final class ScheduleCases {
    private static final Map<Integer, Double> POINTS = Map.of(3, 2.0, 10, 0.5, 20, 0.1);

    static final Map<String, Schedule> ALL = Map.ofEntries(
            entry("constant", Schedules.constant(0.3)),
            entry("linear", Schedules.linear(0.1, 0.7, 10)),
            entry("linear_begin", Schedules.linear(1, 0, 10, 5)),
            entry("polynomial", Schedules.polynomial(1, 0.1, 2, 20, 3)),
            entry("polynomial_half", Schedules.polynomial(1, 0.1, 0.5, 20, 0)),
            entry("polynomial_never", Schedules.polynomial(1, 0.1, 2, 0, 0)),
            entry("piecewise_constant", Schedules.piecewiseConstant(0.1, Map.of(3, 0.5, 10, 0.1, 20, 3.0))),
            entry("exponential_decay", Schedules.exponentialDecay(0.1, 7, 0.9)),
            entry("exponential_decay_staircase", Schedules.exponentialDecay(0.1, 7, 0.5,
                    ExponentialOptions.DEFAULT.withTransitionBegin(3).withStaircase())),
            entry("exponential_decay_end",
                    Schedules.exponentialDecay(0.1, 4, 0.5, ExponentialOptions.DEFAULT.withEndValue(0.01))),
            entry("exponential_growth_end",
                    Schedules.exponentialDecay(0.1, 4, 1.5, ExponentialOptions.DEFAULT.withEndValue(0.5))),
            entry("cosine_decay", Schedules.cosineDecay(0.1, 30)),
            entry("cosine_decay_alpha", Schedules.cosineDecay(0.1, 30, 0.2, 1.5)),
            entry("warmup_constant", Schedules.warmupConstant(0, 0.1, 10)),
            entry("warmup_cosine_decay", Schedules.warmupCosineDecay(
                    new WarmupCosine(0, 0.1, 10, 40).withEndValue(0.001).withExponent(1.2))),
            entry("warmup_exponential_decay", Schedules.warmupExponentialDecay(0, 0.1, 10, 5, 0.7,
                    ExponentialOptions.DEFAULT.withEndValue(0.01))),
            entry("piecewise_interpolate_linear",
                    Schedules.piecewiseInterpolate(Interpolation.LINEAR, 0.1, POINTS)),
            entry("piecewise_interpolate_cosine",
                    Schedules.piecewiseInterpolate(Interpolation.COSINE, 0.1, POINTS)),
            entry("linear_onecycle", Schedules.linearOnecycle(40, 0.1)),
            entry("cosine_onecycle", Schedules.cosineOnecycle(40, 0.1)),
            entry("join", Schedules.join(List.of(Schedules.linear(0, 1, 5), Schedules.exponentialDecay(1, 3, 0.5),
                    Schedules.constant(0.05)), List.of(5, 20))),
            entry("sgdr", Schedules.sgdr(List.of(new WarmupCosine(0, 0.1, 3, 10),
                    new WarmupCosine(0.01, 0.05, 4, 20).withEndValue(0.001)))));

    private ScheduleCases() {}
}
