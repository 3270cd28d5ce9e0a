package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Adds the parameters times a number to the updates: {@code optax.add_decayed_weights} without a mask; see {@link Optim#addDecayedWeights(ScalarOrSchedule, PerLeaf)}.
 *
 * @param weightDecay the number, or a schedule of it
 */
public record AddDecayedWeights(ScalarOrSchedule weightDecay) implements GradientTransformation<DecayState> {
    @Override
    public DecayState init(Object params) {
        return switch (weightDecay) {
            case Scalar _ -> new EmptyState();
            case Schedule _ -> new WeightDecaySchedule(Moments.noSteps());
        };
    }

    @Override
    public <P> Updated<P, DecayState> update(P updates, DecayState state, @Nullable P params) {
        P weights = Stateless.required("addDecayedWeights", params);
        return switch (weightDecay) {
            case Scalar.Fixed fixed when fixed.value() == 0 -> new Updated<>(updates, state);
            case Scalar scalar ->
                new Updated<>(Tree.map((g, p) -> g.add(scalar.times(p)), updates, weights), state);
            case Schedule schedule -> {
                Tensor count = count(state);
                Tensor decay = schedule.at(count);
                yield new Updated<>(Tree.map((g, p) -> g.add(decay.mul(p)), updates, weights),
                        new WeightDecaySchedule(Moments.increment(count)));
            }
        };
    }

    private static Tensor count(DecayState state) {
        return switch (state) {
            case WeightDecaySchedule(Tensor count) -> count;
            case EmptyState _ -> throw new IllegalArgumentException(
                    "addDecayedWeights: the state of a schedule is expected; got EmptyState. Pass what init gave");
        };
    }
}
