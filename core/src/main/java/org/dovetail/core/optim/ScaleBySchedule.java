package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies updates by a number that depends on the step: {@code optax.scale_by_schedule}.
 *
 * @param schedule the number, which is cast to each update's dtype
 */
public record ScaleBySchedule(Schedule schedule) implements GradientTransformation<ScaleByScheduleState> {
    @Override
    public ScaleByScheduleState init(Object params) { return new ScaleByScheduleState(Moments.noSteps()); }

    @Override
    public <P> Updated<P, ScaleByScheduleState> update(P updates, ScaleByScheduleState state, @Nullable P params) {
        Tensor factor = schedule.at(state.count());
        P scaled = Tree.map(g -> factor.cast(g.dtype()).mul(g), updates);
        return new Updated<>(scaled, new ScaleByScheduleState(Moments.increment(state.count())));
    }
}
