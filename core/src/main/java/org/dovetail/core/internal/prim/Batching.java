package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;

/** What batching rules have in common: batched tensors carry their new axis first. */
final class Batching {
    private Batching() {}

    /** The operand with a first axis of the batch, repeated along it where it had none. */
    static Tensor batched(Tensor operand, int size, boolean isBatched) {
        if (isBatched) {
            return operand;
        }
        Shape shape = operand.shape();
        return new Shaping.Broadcast(shape.withFirst(size), range(1, shape.rank() + 1)).of(operand);
    }

    /** The axes as they are numbered behind a new first axis. */
    static List<Integer> shifted(List<Integer> axes) {
        return axes.stream().map(axis -> axis + 1).toList();
    }

    /** A value in front of others. */
    static List<Integer> prepend(int first, List<Integer> rest) {
        List<Integer> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }

    static List<Integer> range(int from, int to) {
        List<Integer> range = new ArrayList<>(Math.max(0, to - from));
        for (int i = from; i < to; i++) {
            range.add(i);
        }
        return range;
    }
}
