package org.dovetail.bridge.report;

import java.util.List;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.rules.TensorOp;

/**
 * How arrays of two checkpoints belong together.
 *
 * @param kind the kind of layer whose rule says so; empty when none does
 * @param basis what the match rests on
 * @param ops what makes the one from the other; none when the bits are equal
 */
public record Match(String kind, Basis basis, List<TensorOp> ops) {
    /** Copies the operations. */
    public Match {
        ops = List.copyOf(ops);
    }
}
