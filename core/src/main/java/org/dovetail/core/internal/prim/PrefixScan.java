package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;

/** Partial results of an associative function, by halving: neighbours are combined, their partial results found, and the others filled in. */
public final class PrefixScan {
    private PrefixScan() {}

    /** The results of the first element, of the first two, and so on along axis 0; one element is several tensors at one place. */
    public static List<Tensor> of(BinaryOperator<List<Tensor>> combine, List<Tensor> elements) {
        int count = elements.isEmpty() ? 0 : elements.getFirst().dim(0);
        if (count < 2) {
            return elements;
        }
        List<Tensor> pairs = combine.apply(every(elements, 0, count - 1, 2), every(elements, 1, count, 2));
        List<Tensor> odd = of(combine, pairs);
        int evens = (count + 1) / 2 - 1;
        List<Tensor> later = evens == 0
                ? List.of()
                : combine.apply(every(odd, 0, evens, 1), every(elements, 2, count, 2));
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Tensor first = elements.get(i).slice(0, 0, 1);
            Tensor even = later.isEmpty() ? first : Ops.concatenate(0, List.of(first, later.get(i)));
            all.add(interleaved(even, odd.get(i)));
        }
        return all;
    }

    private static List<Tensor> every(List<Tensor> tensors, int start, int limit, int stride) {
        return tensors.stream().map(tensor -> {
            List<Integer> starts = new ArrayList<>(Collections.nCopies(tensor.rank(), 0));
            List<Integer> limits = new ArrayList<>(tensor.shape().extents());
            List<Integer> strides = new ArrayList<>(Collections.nCopies(tensor.rank(), 1));
            starts.set(0, start);
            limits.set(0, limit);
            strides.set(0, stride);
            return new Shaping.Slice(starts, limits, strides).of(tensor);
        }).toList();
    }

    /** The first of the one, the first of the other, the second of the one, and so on. */
    private static Tensor interleaved(Tensor even, Tensor odd) {
        int rest = even.dim(0) - odd.dim(0);
        Tensor padded = rest == 0 ? odd : Ops.concatenate(0, List.of(odd, even.slice(0, 0, rest)));
        Tensor both = Ops.concatenate(1, List.of(even.expandDims(1), padded.expandDims(1)));
        int count = even.dim(0) + odd.dim(0);
        Shape shape = even.shape().with(0, 2 * even.dim(0));
        return Ops.slice(both.reshape(shape), 0, 0, count);
    }
}
