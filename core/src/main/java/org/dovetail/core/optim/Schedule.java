package org.dovetail.core.optim;

import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;

/** A number that depends on the step: {@code optax.Schedule}. */
@FunctionalInterface
public non-sealed interface Schedule extends ScalarOrSchedule {
    /**
     * The number at a step.
     *
     * @param count the number of steps before it, an int32 scalar
     * @return a scalar
     */
    Tensor at(Tensor count);

    /**
     * The number at a step.
     *
     * @param count the number of steps before it
     * @return a scalar
     */
    default Tensor at(int count) { return at(Tensors.scalar(count)); }
}
