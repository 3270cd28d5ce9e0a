package org.dovetail.core.internal.prim;

import java.util.List;
import java.util.Set;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Slicing;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * What lanes of a batched function learn of each other, by the name of their axis; batching over that axis resolves it, so no backend ever runs one.
 *
 * <p>
 * Batching over another axis leaves the name alone. As in JAX, a sum's transpose is a sum: a lane's cotangent goes to every lane.
 */
public sealed interface Collective extends Symbolic {
    /** The name of the axis. */
    String axis();

    @Override
    default Set<String> axisNames() { return Set.of(axis()); }

    /** The result on some operands, under the current transformation. */
    default Tensor of(Tensor... operands) {
        return Tracing.bind(this, List.of(operands)).getFirst();
    }

    @Override
    default IllegalArgumentException unresolved() {
        return new IllegalArgumentException(this + ": there is no axis named \"" + axis()
                + "\" here; the graph was staged within vmap(...).named(\"" + axis() + "\") and runs only there");
    }

    /** A collective that is linear in its only operand. */
    sealed interface Linear extends Collective {
        @Override
        default Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
            return new Jvp(List.of(of(primals.getFirst())),
                    Nullables.list(tangents.getFirst() == null ? null : of(tangents.getFirst())));
        }

        /** The cotangent of the operand, from one of the result that is not zero. */
        Tensor transposed(Tensor cotangent);

        @Override
        default List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
            Tensor cotangent = cotangents.getFirst();
            return Nullables.list(cotangent == null ? null : transposed(cotangent));
        }
    }

    /** The sum of all lanes' values, the same for all, as {@code jax.lax.psum}. */
    record Sum(String axis) implements Linear {
        @Override
        public List<TensorSpec> infer(List<TensorSpec> operands) { return operands; }

        @Override
        public Tensor transposed(Tensor cotangent) { return of(cotangent); } // (Σ x)ᵀ ȳ = Σ ȳ

        @Override
        public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
            Tensor x = operands.getFirst();
            if (!lanes.areNamed(axis)) {
                return Lanes.Results.batched(List.of(of(x)));
            }
            return Lanes.Results.same(batched.getFirst()
                    ? new Reduction.Reduce(Reduction.Op.SUM, List.of(0)).of(x)
                    : x.mul(lanes.size()));
        }

        @Override
        public String toString() { return "psum[axis=" + axis + "]"; }
    }

    /**
     * All lanes' values along a new first axis, the same for all, as {@code jax.lax.all_gather}.
     *
     * @param size how many lanes there are
     */
    record Gather(String axis, int size) implements Linear {
        @Override
        public List<TensorSpec> infer(List<TensorSpec> operands) {
            TensorSpec operand = operands.getFirst();
            return List.of(operand.withShape(operand.shape().withFirst(size)));
        }

        @Override
        public Tensor transposed(Tensor cotangent) { // x̄ of lane k = Σ ȳ[k]
            return Slicing.dynamicIndexInDim(new Sum(axis).of(cotangent), new Index(axis).of(), 0);
        }

        @Override
        public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
            Tensor x = operands.getFirst();
            return lanes.areNamed(axis)
                    ? Lanes.Results.same(Batching.batched(x, size, batched.getFirst()))
                    : Lanes.Results.batched(List.of(Ops.moveAxis(of(x), 1, 0)));
        }

        @Override
        public String toString() { return "all_gather[axis=" + axis + "]"; }
    }

    /**
     * The largest or smallest of all lanes' values, the same for all, as {@code jax.lax.pmax} and {@code pmin}.
     *
     * @param op {@link Reduction.Op#MAX} or {@link Reduction.Op#MIN}
     */
    record Extreme(Reduction.Op op, String axis) implements Collective {
        @Override
        public List<TensorSpec> infer(List<TensorSpec> operands) { return operands; }

        @Override
        public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
            throw new UnsupportedOperationException(
                    this + ": has no derivative, as in JAX. Write stopGradient(x) around "
                            + "its argument, or take max over the first axis of allGather(x, \"" + axis + "\")");
        }

        @Override
        public List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
            throw new IllegalStateException(this + " is not linear in its operands, so it has no transpose");
        }

        @Override
        public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
            Tensor x = operands.getFirst();
            if (!lanes.areNamed(axis)) {
                return Lanes.Results.batched(List.of(of(x)));
            }
            return Lanes.Results.same(batched.getFirst() ? new Reduction.Reduce(op, List.of(0)).of(x) : x);
        }

        @Override
        public String toString() { return (op == Reduction.Op.MAX ? "pmax" : "pmin") + "[axis=" + axis + "]"; }
    }

    /** The number of the lane, an int32, as {@code jax.lax.axis_index}; has no operands, so only its own lanes ever batch it. */
    record Index(String axis) implements Collective {
        private static final TensorSpec SPEC = TensorSpec.of(DType.INT32);

        @Override
        public List<TensorSpec> infer(List<TensorSpec> operands) { return List.of(SPEC); }

        @Override
        public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
            return new Jvp(List.of(of()), Nullables.nulls(1));
        }

        @Override
        public List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
            return List.of();
        }

        @Override
        public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
            return Lanes.Results.batched(List.of(Ops.iota(SPEC.withShape(Shape.of(lanes.size())), 0)));
        }

        @Override
        public String toString() { return "axis_index[axis=" + axis + "]"; }
    }
}
