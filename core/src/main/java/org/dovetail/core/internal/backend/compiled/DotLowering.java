package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.compiled.Axes.Axis;
import org.dovetail.core.internal.backend.compiled.Products.Sizes;
import org.dovetail.core.internal.prim.DotGeneral;

/** A sum of products as matrix products: each operand's free and contracted axes must be one run each, else the operand is put in order before. */
final class DotLowering {
    private final DotGeneral dot;
    private final TensorSpec left;
    private final TensorSpec right;

    DotLowering(DotGeneral dot, TensorSpec left, TensorSpec right) {
        this.dot = dot;
        this.left = left;
        this.right = right;
    }

    /**
     * An operand with three groups of axes.
     *
     * @param slot where it is
     * @param batchSteps the steps of the batch axes
     */
    private record Matrix(int slot, List<Long> batchSteps, Axis free, Axis contracted) {}

    /** Adds the steps; the result's slot. Floats of 16 bits are multiplied as float32. */
    int lower(Lowering lowering, int leftSlot, int rightSlot, TensorSpec result) {
        DType dtype = result.dtype();
        if (dtype != DType.BFLOAT16 && dtype != DType.FLOAT16) {
            return product(lowering, leftSlot, rightSlot, result);
        }
        TensorSpec single = result.withDtype(DType.FLOAT32);
        int slot = new DotLowering(dot, left.withDtype(DType.FLOAT32), right.withDtype(DType.FLOAT32)).product(lowering,
                lowering.cast(leftSlot, left, DType.FLOAT32), lowering.cast(rightSlot, right, DType.FLOAT32), single);
        return lowering.cast(slot, single, dtype);
    }

    private int product(Lowering lowering, int leftSlot, int rightSlot, TensorSpec result) {
        Matrix a = matrix(lowering, leftSlot, left, dot.leftBatch(), dot.leftFree(left.shape().rank()),
                dot.leftContract());
        Matrix b = matrix(lowering, rightSlot, right, dot.rightBatch(), dot.rightFree(right.shape().rank()),
                dot.rightContract());
        Sizes sizes = new Sizes(Math.toIntExact(a.free.extent()), Math.toIntExact(b.free.extent()),
                Math.toIntExact(a.contracted.extent()), a.free.from(), a.contracted.from(), b.contracted.from(),
                b.free.from());
        List<Axis> batch = IntStream.range(0, dot.leftBatch().size())
                .mapToObj(i -> new Axis(left.shape().extent(dot.leftBatch().get(i)), a.batchSteps.get(i),
                        b.batchSteps.get(i)))
                .toList();
        int slot = lowering.slot(result);
        return lowering.step(slot, new Step.Product(new Products(result.dtype(), sizes, batch), a.slot, b.slot, slot));
    }

    private static Matrix matrix(Lowering lowering, int slot, TensorSpec spec, List<Integer> batch, List<Integer> free,
            List<Integer> contracted) {
        if (isRun(spec, free) && isRun(spec, contracted)) {
            return ordered(slot, spec, batch, free, contracted);
        }
        List<Integer> order = new ArrayList<>(batch);
        order.addAll(free);
        order.addAll(contracted);
        int moved = lowering.transposed(slot, spec, order);
        TensorSpec other = spec.withShape(spec.shape().permuted(order));
        int first = batch.size();
        int second = first + free.size();
        return ordered(moved, other, range(0, first), range(first, second), range(second, order.size()));
    }

    private static List<Integer> range(int from, int to) { return IntStream.range(from, to).boxed().toList(); }

    private static List<Axis> axes(TensorSpec spec, List<Integer> numbers) {
        long[] steps = Axes.contiguous(spec.shape());
        return Axes.merged(
                numbers.stream().map(axis -> new Axis(spec.shape().extent(axis), steps[axis], steps[axis])).toList());
    }

    private static boolean isRun(TensorSpec spec, List<Integer> numbers) { return axes(spec, numbers).size() <= 1; }

    private static Matrix ordered(int slot, TensorSpec spec, List<Integer> batch, List<Integer> free,
            List<Integer> contracted) {
        long[] steps = Axes.contiguous(spec.shape());
        return new Matrix(slot, batch.stream().map(axis -> steps[axis]).toList(), one(axes(spec, free)),
                one(axes(spec, contracted)));
    }

    private static Axis one(List<Axis> axes) { return axes.isEmpty() ? new Axis(1, 1, 1) : axes.getFirst(); }
}
