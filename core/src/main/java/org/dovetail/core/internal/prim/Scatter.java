package org.dovetail.core.internal.prim;

import java.util.List;
import java.util.Locale;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.GatherDimensionNumbers;
import org.dovetail.core.GatherScatterMode;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Other elements in a window for each index, as {@code jax.lax.scatter} and its kin; operands are the tensor, the indices and the updates. Windows come one after the other,
 * in the order of the indices, so that of several that set a place the last one stays.
 *
 * @param op what is made of an element and its update
 * @param numbers how the axes belong together
 * @param mode what becomes of windows that do not lie in the tensor
 * @param unique whether the caller promises that no place is updated twice
 */
public record Scatter(Op op, GatherDimensionNumbers numbers, GatherScatterMode mode, boolean unique)
        implements
            Indexing {
    /** What is made of an element and its update. */
    public enum Op {
        /** The update. */
        SET, ADD, MUL, MIN, MAX
    }

    /** Whether windows that do not lie in the tensor are moved. */
    public boolean isClamped() {
        return mode == GatherScatterMode.CLIP;
    }

    @Override
    public TensorSpec inferResult(List<TensorSpec> operands) {
        TensorSpec operand = operands.get(0);
        TensorSpec updates = operands.get(2);
        boolean takes = switch (op) {
            case SET -> true;
            case ADD, MUL -> operand.dtype() != DType.BOOL;
            case MIN, MAX -> operand.dtype().kind() != Kind.COMPLEX;
        };
        Windows.require(this, takes && updates.dtype() == operand.dtype(),
                "a tensor and updates of one dtype are expected"
                        + (op == Op.ADD || op == Op.MUL ? ", numbers, no truth values" : ""),
                operands);
        int window = numbers.offsetDims().size();
        Windows.require(this, updates.shape().rank() == window + operands.get(1).shape().rank() - 1
                && numbers.offsetDims().stream().allMatch(axis -> axis >= 0 && axis < updates.shape().rank())
                && Windows.operandAxes(numbers, operand.shape().rank()).size() == window,
                "updates must have the axes of the indices but the last, and those of a window", operands);
        List<Integer> sizes = sizes(operand.shape(), updates.shape());
        Windows.check(this, numbers, sizes, operands);
        Shape expected = Windows.gathered(numbers, sizes, operands.get(1).shape());
        Windows.require(this, expected.equals(updates.shape()), "updates of shape " + expected + " are expected",
                operands);
        return operand;
    }

    /** The extents of a window along all axes of the operand. */
    public List<Integer> sizes(Shape operand, Shape updates) {
        return Windows.sizes(numbers, operand.rank(), updates);
    }

    private Gather inverse(Shape operand, Shape updates, GatherScatterMode how) {
        return new Gather(numbers, sizes(operand, updates), how, 0);
    }

    private Scatter add() { return new Scatter(Op.ADD, numbers, mode, unique); }

    @Override
    public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Tensor x = primals.get(0);
        Tensor indices = primals.get(1);
        Tensor updates = primals.get(2);
        Tensor dx = tangents.get(0);
        Tensor du = tangents.get(2);
        if (dx == null && du == null) {
            return null;
        }
        return switch (op) {
            case SET, ADD -> of(orZero(dx, x), indices, orZero(du, updates)); // linear in both
            case MUL -> mulTangent(x, indices, updates, dx, du);
            case MIN, MAX -> extremeTangent(result, primals, orZero(dx, x), orZero(du, updates));
        };
    }

    private static Tensor orZero(@Nullable Tensor tangent, Tensor primal) {
        return tangent == null ? Ops.like(primal, 0) : tangent;
    }

    /** {@code u dx + x du} where no place is updated twice. */
    private Tensor mulTangent(Tensor x, Tensor indices, Tensor updates, @Nullable Tensor dx, @Nullable Tensor du) {
        Tensor left = dx == null ? null : of(dx, indices, updates);
        if (du == null) {
            return orZero(left, x);
        }
        if (!unique) {
            throw new UnsupportedOperationException(
                    "scatter_mul: a derivative with respect to the updates is expected of unique indices alone, as in JAX; got indices "
                            + indices.spec()
                            + " that may name a place twice. If none does, promise it with uniqueIndices()");
        }
        Tensor right = x.mul(add().of(Ops.like(x, 0), indices, du));
        return left == null ? right : left.add(right);
    }

    /** The mean of the tangents of all that equal the result, the operand's among them. */
    private Tensor extremeTangent(Tensor result, List<Tensor> primals, Tensor dx, Tensor du) {
        Tensor x = primals.get(0);
        Tensor indices = primals.get(1);
        Tensor updates = primals.get(2);
        Gather back = inverse(x.shape(), updates.shape(), mode);
        Tensor zeros = Ops.like(updates, 0);
        Tensor target = back.of(result, indices);
        Tensor isTaken = updates.eq(target);
        Tensor isKept = back.of(x, indices).eq(target);
        Tensor counted = Ops.select(isTaken, Ops.like(updates, 1), zeros);
        Tensor taken = back.of(add().of(Ops.like(x, 0), indices, counted), indices);
        Tensor all = back.of(add().of(Ops.like(x, 0), indices, Ops.like(updates, 1)), indices);
        Tensor withKept = Ops.like(taken, 1).div(taken.add(1));
        Tensor ofUpdates = Ops.select(isTaken, Ops.select(isKept, withKept, Ops.like(taken, 1).div(taken)), zeros);
        Tensor ofOperand = Ops.select(isKept, withKept, zeros).sub(1).div(all);
        Tensor changed = back.of(dx, indices).mul(ofOperand).add(du.mul(ofUpdates));
        return add().of(dx, indices, changed);
    }

    @Override
    public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
        Tensor indices = operands.get(1).value();
        TensorSpec updates = operands.get(2).spec();
        boolean ofOperand = operands.get(0).isLinear();
        boolean ofUpdates = operands.get(2).isLinear();
        return switch (op) {
            case SET -> Nullables.list(ofOperand ? of(cotangent, indices, Zeros.zero(updates)) : null, null,
                    ofUpdates ? lastOnes(cotangent, indices, updates) : null);
            case ADD -> Nullables.list(ofOperand ? cotangent : null, null,
                    ofUpdates ? inverse(cotangent.shape(), updates.shape(), mode).of(cotangent, indices) : null);
            case MUL -> {
                if (ofUpdates) {
                    throw notLinear();
                }
                yield Nullables.list(of(cotangent, indices, operands.get(2).value()), null, null);
            }
            case MIN, MAX -> throw notLinear();
        };
    }

    /** The cotangents of the updates: of those of one place, the last one's alone is not zero. */
    private Tensor lastOnes(Tensor cotangent, Tensor indices, TensorSpec updates) {
        Tensor all = inverse(cotangent.shape(), updates.shape(), mode).of(cotangent, indices);
        if (unique) {
            return all;
        }
        List<Integer> axes = Windows.indexAxes(numbers, updates.shape().rank());
        Shape rows = new Shape(axes.stream().map(updates.shape()::extent).toList());
        Tensor count = Ops.reshape(Ops.iota(TensorSpec.of(DType.INT32, Math.toIntExact(rows.size())), 0), rows);
        Tensor ids = new Shaping.Broadcast(updates.shape(), axes).of(count.add(1));
        Tensor scattered = of(Ops.full(DType.INT32, cotangent.shape(), 0), indices, ids);
        Tensor back = inverse(cotangent.shape(), updates.shape(), GatherScatterMode.CLIP).of(scattered, indices);
        return Ops.select(ids.eq(back), all, Ops.like(all, 0));
    }

    @Override
    public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
        boolean areMany = batched.get(1);
        GatherDimensionNumbers wider = areMany ? Windows.withBoth(numbers) : Windows.withOperands(numbers);
        return new Scatter(op, wider, mode, unique).of(Batching.batched(operands.get(0), size, batched.get(0)),
                operands.get(1), Batching.batched(operands.get(2), size, batched.get(2)));
    }

    @Override
    public String toString() {
        return "scatter_" + op.name().toLowerCase(Locale.ROOT) + "[" + numbers + ", " + mode
                + (unique ? ", unique" : "") + "]";
    }
}
