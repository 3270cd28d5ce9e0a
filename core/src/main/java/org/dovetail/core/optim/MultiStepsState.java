package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.tree.PathName;

/**
 * The state of {@link MultiSteps}: {@code optax.MultiStepsState}.
 *
 * @param miniStep how many gradients were gathered since the last update, an int32 scalar
 * @param gradientStep how many updates were made, an int32 scalar
 * @param innerOptState the state of the transformation within
 * @param accGrads the gradients gathered, a tree like the parameters
 * @param skipState what the last decision to skip a step tells; an empty list without one
 * @param <S> the type of the state within
 */
public record MultiStepsState<S>(@PathName("mini_step") Tensor miniStep,
        @PathName("gradient_step") Tensor gradientStep,
        @PathName("inner_opt_state") S innerOptState,
        @PathName("acc_grads") Object accGrads,
        @PathName("skip_state") Object skipState) {}
