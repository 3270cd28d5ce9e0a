package org.dovetail.bridge.plan;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.rules.LossyOp;
import org.dovetail.bridge.rules.TensorOp;

/**
 * Numbers that travel from source arrays to target arrays.
 *
 * @param from the source arrays
 * @param to the target arrays
 * @param ops what makes the one from the other, in order; none when the bits are equal
 */
public record Move(List<Entry> from, List<Entry> to, List<TensorOp> ops) {
    /** Copies the lists. */
    public Move {
        from = List.copyOf(from);
        to = List.copyOf(to);
        ops = List.copyOf(ops);
    }

    /**
     * Whether the source arrays must be kept for the way back to restore every bit.
     *
     * @return true when an operation rounds or adds up
     */
    public boolean isLossy() { return ops.stream().anyMatch(LossyOp.class::isInstance); }

    /**
     * The way back.
     *
     * @return a move from the targets to the sources
     */
    public Move inverse() {
        List<TensorOp> back = new ArrayList<>();
        for (TensorOp op : ops.reversed()) {
            back.add(op.inverse());
        }
        return new Move(to, from, back);
    }
}
