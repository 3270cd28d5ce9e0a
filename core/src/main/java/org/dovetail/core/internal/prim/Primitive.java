package org.dovetail.core.internal.prim;

import java.util.List;
import java.util.Set;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * An operation that the machine knows: what it computes is its value, its parameters are record components or enum constants.
 *
 * <p>
 * Rules that are mathematics stand here, as methods; how to run a primitive is a case in each backend's {@code switch}. Rules compute with tensors under the current
 * transformation, so they can themselves be differentiated, batched and staged.
 */
public sealed interface Primitive permits Simple, Several, Call, Symbolic {
    /**
     * Dtypes and shapes of the results.
     *
     * @throws IllegalArgumentException if there are no results for such operands
     */
    List<TensorSpec> infer(List<TensorSpec> operands);

    /**
     * The results, and their derivatives along a direction.
     *
     * @param primals the operands
     * @param tangents a direction for each; null stands for zero, and at least one is none
     */
    Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents);

    /**
     * Cotangents of the operands in which this is linear.
     *
     * @param cotangents a cotangent for each result; null stands for zero, and at least one is none
     * @param operands what is known of each operand
     * @return for each linear operand its cotangent, null for a zero and for known operands
     */
    List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands);

    /**
     * The results for many operands at once.
     *
     * @param lanes how many, and the name of their axis
     * @param operands the operands; batched ones have the lanes as a new first axis
     * @param batched which operands are batched; at least one is, unless {@link #axisNames()} has the lanes' name
     */
    Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched);

    /** The names of the axes over which this has collectives. */
    default Set<String> axisNames() { return Set.of(); }
}
