package org.dovetail.core.internal.backend.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Shape;
import org.dovetail.core.internal.prim.DotGeneral;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Products of matrices: the operands' axes are grouped into batch, rows and columns, and ND4J multiplies. */
final class Products {
    private Products() {}

    static void run(DotGeneral dot, List<Window> operands, Window result) {
        Window left = operands.get(0);
        Window right = operands.get(1);
        List<Integer> rows = dot.leftFree(left.shape().rank());
        List<Integer> columns = dot.rightFree(right.shape().rank());
        INDArray x = grouped(left, dot.leftBatch(), rows, dot.leftContract());
        INDArray y = grouped(right, dot.rightBatch(), dot.rightContract(), columns);
        List<Integer> extents = new ArrayList<>();
        if (!dot.leftBatch().isEmpty()) {
            extents.add(size(left, dot.leftBatch()));
        }
        extents.add(size(left, rows));
        extents.add(size(right, columns));
        Kernels.exec("matmul", new Window(result.data(), result.type(), new Shape(extents)).array(), x, y);
    }

    /** A matrix, or many along a first axis; ND4J copies where axes that stand apart become one. */
    private static INDArray grouped(Window x, List<Integer> batch, List<Integer> first, List<Integer> second) {
        List<Integer> axes = new ArrayList<>(batch);
        axes.addAll(first);
        axes.addAll(second);
        long[] strides = x.strides();
        INDArray permuted = x.view(Window.extents(x.shape().permuted(axes)),
                axes.stream().mapToLong(axis -> strides[axis]).toArray(), 0);
        if (batch.size() <= 1 && first.size() == 1 && second.size() == 1) {
            return permuted;
        }
        return batch.isEmpty()
                ? permuted.reshape('c', size(x, first), size(x, second))
                : permuted.reshape('c', size(x, batch), size(x, first), size(x, second));
    }

    private static int size(Window x, List<Integer> axes) {
        return axes.stream().mapToInt(x.shape()::extent).reduce(1, Math::multiplyExact);
    }
}
