package org.dovetail.core.internal.prim;

import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * JAX's random numbers: the threefry2x32 hash in its partitionable layout.
 *
 * <p>
 * A key is two uint32 along the last axis; axes before it make many keys, each with its own numbers.
 */
public sealed interface RandomBits extends Simple {
    private static Shape keys(Simple primitive, List<TensorSpec> operands) {
        TensorSpec key = operands.getFirst();
        int rank = key.shape().rank();
        if (key.dtype() != DType.UINT32 || rank == 0 || key.shape().extent(-1) != 2) {
            throw primitive.refuse("keys are expected, u32[...,2]", operands);
        }
        return key.shape().without(List.of(rank - 1));
    }

    @Override
    default @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        return null;
    }

    @Override
    default List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) { throw notLinear(); }

    /** Random uint32 of a shape for each key, as {@code jax.random.bits}. */
    record Bits(Shape shape) implements RandomBits {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            return new TensorSpec(DType.UINT32, keys(this, operands).concat(shape));
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) { return of(operands); }

        @Override
        public String toString() { return "random_bits" + shape; }
    }

    /** So many new keys for each key, as {@code jax.random.split}. */
    record Split(int count) implements RandomBits {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            return new TensorSpec(DType.UINT32, keys(this, operands).concat(Shape.of(count, 2)));
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) { return of(operands); }

        @Override
        public String toString() { return "random_split[" + count + "]"; }
    }

    /** A new key for each key and its uint32, as {@code jax.random.fold_in}. */
    record FoldIn() implements RandomBits {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            Shape keys = keys(this, operands);
            if (!operands.get(1).equals(new TensorSpec(DType.UINT32, keys))) {
                throw refuse("a uint32 for each key is expected", operands);
            }
            return operands.getFirst();
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return of(Batching.batched(operands.get(0), size, batched.get(0)),
                    Batching.batched(operands.get(1), size, batched.get(1)));
        }

        @Override
        public String toString() { return "random_fold_in"; }
    }
}
