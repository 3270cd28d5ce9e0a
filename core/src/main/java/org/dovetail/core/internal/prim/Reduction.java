package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Operations that make one element of all along some axes, and leave those axes out. */
public sealed interface Reduction extends Simple {
    /** What is made of the elements. */
    enum Op {
        SUM, PROD, MAX, MIN, AND, OR;

        private boolean takes(DType dtype) {
            return switch (this) {
                case SUM, PROD -> dtype.kind() != Kind.BOOL;
                case MAX, MIN -> dtype.kind() != Kind.COMPLEX;
                case AND, OR -> dtype.kind() == Kind.BOOL || dtype.kind() == Kind.SIGNED
                        || dtype.kind() == Kind.UNSIGNED;
            };
        }
    }

    private static Shape without(Simple reduction, List<Integer> axes, List<TensorSpec> operands) {
        Shape from = operands.getFirst().shape();
        if (new HashSet<>(axes).size() != axes.size()
                || axes.stream().anyMatch(axis -> axis < 0 || axis >= from.rank())) {
            throw reduction.refuse("distinct axes of the operand are expected", operands);
        }
        return from.without(axes);
    }

    /** Reduces along some axes, as {@code jax.lax.reduce_sum} and its kin; nothing gives the operation's neutral element. */
    record Reduce(Op op, List<Integer> axes) implements Reduction {
        public Reduce {
            axes = axes.stream().sorted().toList();
        }

        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            TensorSpec operand = operands.getFirst();
            if (!op.takes(operand.dtype())) {
                throw refuse("another dtype is expected", operands);
            }
            return operand.withShape(without(this, axes, operands));
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Tensor x = primals.getFirst();
            Tensor dx = tangents.getFirst();
            if (dx == null) {
                return null;
            }
            return switch (op) {
                case SUM -> of(dx); // d Σx = Σ dx
                case MAX, MIN -> { // the mean of dx where x is the result
                    Tensor taken = x.eq(repeated(result, x.shape())).cast(x.dtype());
                    Reduce sum = new Reduce(Op.SUM, axes);
                    yield sum.of(dx.mul(taken)).div(sum.of(taken));
                }
                case PROD -> prodTangent(x, dx);
                case AND, OR -> null;
            };
        }

        /** Multiplies the elements pairwise, each pair by the product rule, so that zeros need no division. */
        private Tensor prodTangent(Tensor x, Tensor dx) {
            List<Integer> kept = Batching.range(0, x.rank()).stream().filter(axis -> !axes.contains(axis)).toList();
            List<Integer> order = new ArrayList<>(axes);
            order.addAll(kept);
            Shape rest = x.shape().without(axes);
            int count = (int) (rest.size() == 0 ? 0 : x.size() / rest.size());
            if (count == 0) {
                return Ops.full(dx.dtype(), rest, 0);
            }
            Tensor product = Ops.reshape(Ops.transpose(x, order), rest.withFirst(count));
            Tensor slope = Ops.reshape(Ops.transpose(dx, order), rest.withFirst(count));
            while (count > 1) {
                int half = count / 2;
                Tensor left = Ops.slice(product, 0, 0, half);
                Tensor right = Ops.slice(product, 0, half, 2 * half);
                Tensor sum = Ops.slice(slope, 0, 0, half).mul(right).add(left.mul(Ops.slice(slope, 0, half, 2 * half)));
                boolean odd = count % 2 == 1;
                slope = odd ? new Shaping.Concatenate(0).of(sum, Ops.slice(slope, 0, count - 1, count)) : sum;
                product = odd
                        ? new Shaping.Concatenate(0).of(left.mul(right), Ops.slice(product, 0, count - 1, count))
                        : left.mul(right);
                count = half + (odd ? 1 : 0);
            }
            return Ops.reshape(slope, rest);
        }

        private Tensor repeated(Tensor result, Shape shape) {
            List<Integer> kept = Batching.range(0, shape.rank()).stream().filter(axis -> !axes.contains(axis)).toList();
            return new Shaping.Broadcast(shape, kept).of(result);
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
            if (op != Op.SUM) {
                throw notLinear();
            }
            return List.of(repeated(cotangent, operands.getFirst().spec().shape()));
        }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return new Reduce(op, Batching.shifted(axes)).of(operands);
        }

        @Override
        public String toString() { return "reduce_" + op.name().toLowerCase(Locale.ROOT) + "[axes=" + axes + "]"; }
    }

    /**
     * Where the largest or smallest element is along an axis, the first of equal ones; a NaN counts as both, as in {@code jax.lax.argmax}.
     *
     * @param op {@link Op#MAX} or {@link Op#MIN}
     */
    record ArgReduce(Op op, int axis, DType index) implements Reduction {
        @Override
        public TensorSpec inferResult(List<TensorSpec> operands) {
            Shape from = operands.getFirst().shape();
            Shape shape = without(this, List.of(axis), operands);
            if (from.extent(axis) == 0) {
                throw refuse("at least one element along axis " + axis + " is expected", operands);
            }
            return new TensorSpec(index, shape);
        }

        @Override
        public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
            return null;
        }

        @Override
        public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) { throw notLinear(); }

        @Override
        public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
            return new ArgReduce(op, axis + 1, index).of(operands);
        }

        @Override
        public String toString() {
            return "arg" + op.name().toLowerCase(Locale.ROOT) + "[axis=" + axis + ", " + index.shortName() + "]";
        }
    }
}
