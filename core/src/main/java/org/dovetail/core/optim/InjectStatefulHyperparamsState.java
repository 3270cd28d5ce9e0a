package org.dovetail.core.optim;

import java.util.Map;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.PathName;

/**
 * The state of {@link InjectHyperparams}: {@code optax.InjectStatefulHyperparamsState}.
 *
 * @param count how many steps were taken, an int32 scalar
 * @param hyperparams the hyperparameters by optax's names, scalars that may be changed between steps
 * @param hyperparamsStates the states of those that have a schedule
 * @param innerState the state of the optimizer
 * @param <S> the type of the state within
 */
public record InjectStatefulHyperparamsState<S>(Tensor count,
        Map<String, Tensor> hyperparams,
        @PathName("hyperparams_states") Map<String, WrappedScheduleState> hyperparamsStates,
        @PathName("inner_state") S innerState) {}
