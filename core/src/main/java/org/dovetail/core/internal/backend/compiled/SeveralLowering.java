package org.dovetail.core.internal.backend.compiled;

import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.UnsupportedDTypeException;
import org.dovetail.core.internal.prim.Qr;
import org.dovetail.core.internal.prim.Several;
import org.dovetail.core.internal.prim.Sorting;

/**
 * Makes steps that write several slots.
 *
 * @param sources the slot of each operand
 * @param specs dtype and shape of each operand
 * @param results the slot of each result
 */
record SeveralLowering(List<Integer> sources, List<TensorSpec> specs, List<Integer> results) {
    Step step(Several several) {
        TensorSpec first = specs.getFirst();
        return switch (several) {
            case Sorting.Sort(int axis, int keys) -> {
                check(several, keys);
                yield order((Sorting) several, axis);
            }
            case Sorting.TopK top -> {
                check(several, 1);
                yield order(top, first.shape().rank() - 1);
            }
            case Qr qr -> {
                int rank = first.shape().rank();
                int rows = first.shape().extent(rank - 2);
                int columns = first.shape().extent(rank - 1);
                yield new Step.Factor(first.dtype(), first.shape().leading(rank - 2).size(), rows, columns,
                        qr.isFull() ? rows : Math.min(rows, columns), sources.getFirst(), results);
            }
        };
    }

    private void check(Several several, int keys) {
        if (specs.subList(0, keys).stream().anyMatch(spec -> Lane.of(spec.dtype()) == null)) {
            throw UnsupportedDTypeException.on("compiled", several, specs);
        }
    }

    private Step order(Sorting op, int axis) {
        Shape shape = specs.getFirst().shape();
        List<DType> dtypes = specs.stream().map(TensorSpec::dtype).toList();
        return new Step.Order(op, dtypes, shape.leading(axis).size(), shape.extent(axis),
                shape.trailing(shape.rank() - axis - 1).size(), sources, results);
    }
}
