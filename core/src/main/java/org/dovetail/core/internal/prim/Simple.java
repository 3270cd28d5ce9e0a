package org.dovetail.core.internal.prim;

import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** A primitive with one result. */
public sealed interface Simple extends Primitive
        permits Elementwise, Shaping, Reduction, Cumulative, DotGeneral, Triangular, RandomBits, Indexing, Convolution,
        Window {
    /**
     * Dtype and shape of the result.
     *
     * @throws IllegalArgumentException if there is no result for such operands
     */
    TensorSpec inferResult(List<TensorSpec> operands);

    /**
     * The derivative of the result along a direction.
     *
     * @param result the result
     * @param primals the operands
     * @param tangents a direction for each; null stands for zero
     * @return the tangent, null for zero
     */
    @Nullable
    Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents);

    /** Cotangents of the operands, from a cotangent of the result that is not zero. */
    List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands);

    /** The result for many operands at once, along a new first axis. */
    Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched);

    @Override
    default List<TensorSpec> infer(List<TensorSpec> operands) { return List.of(inferResult(operands)); }

    @Override
    default Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Tensor result = of(primals);
        return new Jvp(List.of(result), Nullables.list(tangent(result, primals, tangents)));
    }

    @Override
    default List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
        Tensor cotangent = cotangents.getFirst();
        return cotangent == null ? Nullables.nulls(operands.size()) : transposeResult(cotangent, operands);
    }

    @Override
    default Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
        return Lanes.Results.batched(List.of(batchResult(lanes.size(), operands, batched)));
    }

    /** The result on some operands, under the current transformation. */
    default Tensor of(List<Tensor> operands) {
        return Tracing.bind(this, operands).getFirst();
    }

    /** The result on some operands, under the current transformation. */
    default Tensor of(Tensor... operands) {
        return of(List.of(operands));
    }

    /** The failure of a transposition that no rule of differentiation asks for. */
    default IllegalStateException notLinear() {
        return new IllegalStateException(this + " is not linear in its operands, so it has no transpose");
    }

    /** The failure of an inference: what, got, expected. */
    default IllegalArgumentException refuse(String expected, List<TensorSpec> operands) {
        return new IllegalArgumentException(this + ": " + expected + "; got " + operands);
    }

    /** The failure of an inference: what, got, expected, and what to do. */
    default IllegalArgumentException refuse(String expected, List<TensorSpec> operands, String remedy) {
        return new IllegalArgumentException(this + ": " + expected + "; got " + operands + ". " + remedy);
    }
}
