package org.dovetail.core.internal.prim;

import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.GatherDimensionNumbers;
import org.dovetail.core.GatherScatterMode;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * A window of a tensor for each index, as {@code jax.lax.gather}; operands are the tensor and the indices.
 *
 * @param numbers how the axes belong together
 * @param sizes the extents of a window, for each axis of the tensor
 * @param mode what becomes of windows that do not lie in the tensor
 * @param fill what fills them, if they are filled; else 0
 */
public record Gather(GatherDimensionNumbers numbers, List<Integer> sizes, GatherScatterMode mode, Number fill)
        implements
            Indexing {
    public Gather {
        sizes = List.copyOf(sizes);
        fill = mode == GatherScatterMode.FILL_OR_DROP ? fill : 0;
    }

    /** A gather that fills as JAX does where no value is given: with NaN, the least signed or the largest unsigned number, or true. */
    public static Gather filling(GatherDimensionNumbers numbers, List<Integer> sizes, GatherScatterMode mode,
            DType dtype) {
        return new Gather(numbers, sizes, mode, missing(dtype));
    }

    private static Number missing(DType dtype) {
        return switch (dtype.kind()) {
            case FLOAT, COMPLEX -> Double.NaN;
            case SIGNED -> switch (dtype) {
                case INT2 -> -2;
                case INT4 -> -8;
                default -> -1L << dtype.bytes() * Byte.SIZE - 1;
            };
            case UNSIGNED -> -1L;
            case BOOL -> 1;
        };
    }

    /** Whether windows that do not lie in the tensor are moved. */
    public boolean isClamped() {
        return mode != GatherScatterMode.FILL_OR_DROP;
    }

    @Override
    public TensorSpec inferResult(List<TensorSpec> operands) {
        Windows.check(this, numbers, sizes, operands);
        return operands.getFirst().withShape(Windows.gathered(numbers, sizes, operands.get(1).shape()));
    }

    @Override
    public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Tensor dx = tangents.getFirst();
        return dx == null ? null : new Gather(numbers, sizes, mode, 0).of(dx, primals.get(1)); // dx of the same places
    }

    @Override
    public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
        Tensor zeros = Zeros.zero(operands.get(0).spec());
        Scatter add = new Scatter(Scatter.Op.ADD, numbers, mode, false);
        return Nullables.list(add.of(zeros, operands.get(1).value(), cotangent), null);
    }

    @Override
    public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
        boolean areMany = batched.get(1);
        if (!batched.get(0)) {
            return new Gather(Windows.withIndices(numbers), sizes, mode, fill).of(operands);
        }
        GatherDimensionNumbers wider = areMany ? Windows.withBoth(numbers) : Windows.withOperands(numbers);
        int first = areMany ? Math.min(1, size) : size;
        return new Gather(wider, Batching.prepend(first, sizes), mode, fill).of(operands);
    }

    @Override
    public String toString() {
        return "gather[" + numbers + ", sizes=" + sizes + ", " + mode + (isClamped() ? "" : ", fill=" + fill) + "]";
    }
}
