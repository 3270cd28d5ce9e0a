package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Lists in which null stands for a zero, and sets of the places where there is none. */
final class Zeros {
    private Zeros() {}

    /** The places that are no zeros. */
    static BitSet present(List<? extends @Nullable Object> values) {
        BitSet present = new BitSet();
        for (int i = 0; i < values.size(); i++) {
            present.set(i, values.get(i) != null);
        }
        return present;
    }

    /** The values that are no zeros. */
    static List<Tensor> dropped(List<? extends @Nullable Tensor> values) {
        List<Tensor> all = new ArrayList<>();
        for (Tensor value : values) {
            if (value != null) {
                all.add(value);
            }
        }
        return all;
    }

    /** The values at the places of a set, zeros at the others. */
    static List<@Nullable Tensor> spread(List<Tensor> values, BitSet places, int size) {
        List<@Nullable Tensor> all = new ArrayList<>(size);
        int next = 0;
        for (int i = 0; i < size; i++) {
            all.add(places.get(i) ? values.get(next++) : null);
        }
        return all;
    }

    /** The values with numbers for the zeros at the places of a set. */
    static List<@Nullable Tensor> filled(List<? extends @Nullable Tensor> values, BitSet places,
            List<TensorSpec> specs) {
        List<@Nullable Tensor> all = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            Tensor value = values.get(i);
            all.add(value == null && places.get(i) ? zero(specs.get(i)) : value);
        }
        return all;
    }

    static Tensor zero(TensorSpec spec) { return Ops.full(spec.dtype(), spec.shape(), 0); }

    /** The elements of a list at the places of a set. */
    static <T> List<T> at(BitSet places, List<T> values) {
        return places.stream().mapToObj(values::get).toList();
    }

    /** The places from one up to another. */
    static BitSet range(int from, int to) {
        BitSet range = new BitSet();
        range.set(from, to);
        return range;
    }
}
