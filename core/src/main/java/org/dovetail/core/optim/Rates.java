package org.dovetail.core.optim;

import org.dovetail.core.Tensor;

/** Numbers that may depend on the step. */
final class Rates {
    private Rates() {}

    /** The number at a step, as a tensor. */
    static Tensor at(ScalarOrSchedule rate, Tensor count) {
        return switch (rate) {
            case Scalar scalar -> scalar.tensor();
            case Schedule schedule -> schedule.at(count);
        };
    }
}
