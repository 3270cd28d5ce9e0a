package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Sums of products over contracted axes, for each index of the batch axes, as {@code jax.lax.dot_general}.
 *
 * <p>
 * The axes of the result are the batch axes, the left operand's other axes, the right operand's other axes.
 *
 * @param leftContract the left operand's axes that are summed over
 * @param rightContract the right operand's, in the same order
 * @param leftBatch the left operand's axes that run along with the right operand's
 * @param rightBatch the right operand's, in the same order
 */
public record DotGeneral(List<Integer> leftContract, List<Integer> rightContract, List<Integer> leftBatch,
        List<Integer> rightBatch) implements Simple {
    public DotGeneral {
        leftContract = List.copyOf(leftContract);
        rightContract = List.copyOf(rightContract);
        leftBatch = List.copyOf(leftBatch);
        rightBatch = List.copyOf(rightBatch);
    }

    /** The left operand's axes that are neither summed over nor batched, in order. */
    public List<Integer> leftFree(int rank) {
        return free(rank, leftContract, leftBatch);
    }

    /** The right operand's axes that are neither summed over nor batched, in order. */
    public List<Integer> rightFree(int rank) {
        return free(rank, rightContract, rightBatch);
    }

    private static List<Integer> free(int rank, List<Integer> contract, List<Integer> batch) {
        return Batching.range(0, rank).stream().filter(axis -> !contract.contains(axis) && !batch.contains(axis))
                .toList();
    }

    @Override
    public TensorSpec inferResult(List<TensorSpec> operands) {
        TensorSpec left = operands.get(0);
        TensorSpec right = operands.get(1);
        if (left.dtype() != right.dtype() || left.dtype() == DType.BOOL) {
            throw refuse("numbers of one dtype are expected", operands);
        }
        checkAxes(left, leftContract, leftBatch, operands);
        checkAxes(right, rightContract, rightBatch, operands);
        agree("contracting", left, leftContract, right, rightContract);
        agree("batch", left, leftBatch, right, rightBatch);
        List<Integer> extents = new ArrayList<>();
        leftBatch.forEach(axis -> extents.add(left.shape().extent(axis)));
        leftFree(left.shape().rank()).forEach(axis -> extents.add(left.shape().extent(axis)));
        rightFree(right.shape().rank()).forEach(axis -> extents.add(right.shape().extent(axis)));
        return left.withShape(new Shape(extents));
    }

    private void checkAxes(TensorSpec operand, List<Integer> contract, List<Integer> batch, List<TensorSpec> operands) {
        List<Integer> all = new ArrayList<>(contract);
        all.addAll(batch);
        if (new HashSet<>(all).size() != all.size()
                || all.stream().anyMatch(axis -> axis < 0 || axis >= operand.shape().rank())
                || leftContract.size() != rightContract.size() || leftBatch.size() != rightBatch.size()) {
            throw refuse("as many distinct axes of either operand are expected", operands);
        }
    }

    private static void agree(String what, TensorSpec left, List<Integer> leftAxes, TensorSpec right,
            List<Integer> rightAxes) {
        for (int i = 0; i < leftAxes.size(); i++) {
            int l = leftAxes.get(i);
            int r = rightAxes.get(i);
            if (left.shape().extent(l) != right.shape().extent(r)) {
                throw new IllegalArgumentException("dot: " + what + " dimensions differ: " + left + " axis " + l
                        + " is "
                        + left.shape().extent(l) + ", " + right + " axis " + r + " is " + right.shape().extent(r)
                        + ". Transpose or reshape one of them");
            }
        }
    }

    @Override
    public @Nullable Tensor tangent(Tensor result, List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Tensor dx = tangents.get(0);
        Tensor dy = tangents.get(1);
        Tensor left = dx == null ? null : of(dx, primals.get(1)); // d(x·y) = dx·y + x·dy
        Tensor right = dy == null ? null : of(primals.get(0), dy);
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return left.add(right);
    }

    @Override
    public List<@Nullable Tensor> transposeResult(Tensor cotangent, List<Operand> operands) {
        return operands.get(0).isLinear()
                ? Nullables.list(
                        leftCotangent(cotangent, operands.get(0).spec().shape().rank(), operands.get(1).value()), null)
                : Nullables.list(null,
                        rightCotangent(cotangent, operands.get(0).value(), operands.get(1).spec().shape().rank()));
    }

    /** Contracts the cotangent with the right operand over the right operand's free axes, and puts the axes back in order. */
    private Tensor leftCotangent(Tensor cotangent, int rank, Tensor right) {
        List<Integer> free = leftFree(rank);
        List<Integer> rightFree = rightFree(right.rank());
        int batch = leftBatch.size();
        Tensor dot = new DotGeneral(Batching.range(batch + free.size(), cotangent.rank()), rightFree,
                Batching.range(0, batch), rightBatch).of(cotangent, right);
        return Ops.transpose(dot, order(rank, leftBatch, free, sortedBy(leftContract, rightContract)));
    }

    private Tensor rightCotangent(Tensor cotangent, Tensor left, int rank) {
        List<Integer> free = rightFree(rank);
        List<Integer> leftFree = leftFree(left.rank());
        int batch = leftBatch.size();
        Tensor dot = new DotGeneral(Batching.range(batch, batch + leftFree.size()), leftFree, Batching.range(0, batch),
                leftBatch).of(cotangent, left);
        return Ops.transpose(dot, order(rank, rightBatch, free, sortedBy(rightContract, leftContract)));
    }

    /** The contracted axes of one operand in the order of the other operand's. */
    private static List<Integer> sortedBy(List<Integer> axes, List<Integer> keys) {
        return Batching.range(0, axes.size()).stream().sorted((i, j) -> Integer.compare(keys.get(i), keys.get(j)))
                .map(axes::get).toList();
    }

    /** For each axis of the operand, where it stands in a result whose axes are these three groups. */
    private static List<Integer> order(int rank, List<Integer> first, List<Integer> second, List<Integer> third) {
        List<Integer> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        return Batching.range(0, rank).stream().map(all::indexOf).toList();
    }

    @Override
    public Tensor batchResult(int size, List<Tensor> operands, List<Boolean> batched) {
        List<Integer> leftContracted = batched.get(0) ? Batching.shifted(leftContract) : leftContract;
        List<Integer> rightContracted = batched.get(1) ? Batching.shifted(rightContract) : rightContract;
        List<Integer> leftBatched = batched.get(0) ? Batching.shifted(leftBatch) : leftBatch;
        List<Integer> rightBatched = batched.get(1) ? Batching.shifted(rightBatch) : rightBatch;
        if (batched.get(0) && batched.get(1)) {
            return new DotGeneral(leftContracted, rightContracted, Batching.prepend(0, leftBatched),
                    Batching.prepend(0, rightBatched)).of(operands);
        }
        Tensor dot = new DotGeneral(leftContracted, rightContracted, leftBatched, rightBatched).of(operands);
        // The new axis is the first free one of its operand.
        int at = batched.get(0) ? leftBatch.size() : leftBatch.size() + leftFree(operands.get(0).rank()).size();
        return Ops.moveToFront(dot, at);
    }

    @Override
    public String toString() {
        String contract = "dot_general[contract=" + leftContract + "x" + rightContract;
        return leftBatch.isEmpty() ? contract + "]" : contract + ", batch=" + leftBatch + "x" + rightBatch + "]";
    }
}
