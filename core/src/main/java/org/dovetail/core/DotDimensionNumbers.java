package org.dovetail.core;

import java.util.List;

/**
 * Which axes of two operands belong together: the argument {@code dimension_numbers} of {@code jax.lax.dot_general}.
 *
 * @param lhsContracting the left operand's axes that are summed over
 * @param rhsContracting the right operand's, in the same order
 * @param lhsBatch the left operand's axes that run along with the right operand's
 * @param rhsBatch the right operand's, in the same order
 */
public record DotDimensionNumbers(List<Integer> lhsContracting, List<Integer> rhsContracting, List<Integer> lhsBatch,
        List<Integer> rhsBatch) {
    /** Copies the lists. */
    public DotDimensionNumbers {
        lhsContracting = List.copyOf(lhsContracting);
        rhsContracting = List.copyOf(rhsContracting);
        lhsBatch = List.copyOf(lhsBatch);
        rhsBatch = List.copyOf(rhsBatch);
    }
}
