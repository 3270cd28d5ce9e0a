package org.dovetail.core.internal.prim;

import java.util.Collections;
import java.util.List;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a batched function: its arguments, many at once.
 *
 * @param size how many there are
 * @param name under which collectives reach all of them; null for none
 */
public record Lanes(int size, @Nullable String name) {
    /** Whether collectives over an axis of this name are meant for these lanes. */
    public boolean areNamed(String axis) {
        return axis.equals(name);
    }

    /**
     * Results for all lanes.
     *
     * @param values the results
     * @param batched which of them have the lanes as their first axis; the others are the same for all
     */
    public record Results(List<Tensor> values, List<Boolean> batched) {
        /** Results that all have the lanes as their first axis. */
        static Results batched(List<Tensor> values) {
            return new Results(values, Collections.nCopies(values.size(), true));
        }

        /** One result that is the same for all lanes. */
        static Results same(Tensor value) {
            return new Results(List.of(value), List.of(false));
        }
    }
}
