package org.dovetail.core.internal.backend.reference;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Sorting;

/** Elements in order. */
final class Sorts {
    private Sorts() {}

    static List<Array> sort(Sorting.Sort sort, List<Array> operands) {
        Array first = operands.getFirst();
        int extent = first.shape().extent(sort.axis());
        int inner = Math.toIntExact(first.shape().trailing(first.rank() - sort.axis() - 1).size());
        Comparator<Integer> order = operands.subList(0, sort.keys()).stream().map(Sorts::order)
                .reduce(Comparator::thenComparing).orElseThrow();
        int[] places = new int[Math.toIntExact(first.size())];
        for (int lane = 0; lane < places.length / Math.max(1, extent); lane++) {
            int start = lane / inner * inner * extent + lane % inner;
            List<Integer> along = new ArrayList<>(
                    IntStream.range(0, extent).map(i -> start + i * inner).boxed().toList());
            Collections.sort(along, order);
            for (int i = 0; i < extent; i++) {
                places[start + i * inner] = along.get(i);
            }
        }
        return operands.stream().map(operand -> taken(operand, operand.spec(), places)).toList();
    }

    /** As XLA's comparison of keys: zeros are equal, and NaNs, which are the largest. */
    private static Comparator<Integer> order(Array keys) {
        return switch (Domain.of(keys.dtype())) {
            case SINGLE -> Comparator.comparingDouble(i -> Domain.flushed(keys, i) + 0.0);
            case DOUBLE -> Comparator.comparingDouble(i -> keys.doubleAt(i) + 0.0);
            case INTEGER -> bits(keys);
            case NONE -> throw Domain.uncovered(keys.dtype());
        };
    }

    private static Comparator<Integer> bits(Array keys) {
        boolean unsigned = Domain.isUnsigned(keys.dtype());
        return (i, j) -> unsigned
                ? Long.compareUnsigned(keys.longAt(i), keys.longAt(j))
                : Long.compare(keys.longAt(i), keys.longAt(j));
    }

    private static Array taken(Array x, TensorSpec result, int[] places) {
        int bytes = x.dtype().bytes();
        return Array.filled(result, data -> {
            for (int i = 0; i < places.length; i++) {
                MemorySegment.copy(x.data(), (long) places[i] * bytes, data, (long) i * bytes, bytes);
            }
        });
    }

    static List<Array> top(Array x, List<TensorSpec> results) {
        int extent = x.shape().extent(x.rank() - 1);
        TensorSpec result = results.getFirst();
        int count = result.shape().extent(x.rank() - 1);
        Comparator<Integer> order = total(x).reversed();
        int[] places = new int[Math.toIntExact(result.shape().size())];
        for (int lane = 0; lane < places.length / Math.max(1, count); lane++) {
            int start = lane * extent;
            List<Integer> along = new ArrayList<>(IntStream.range(start, start + extent).boxed().toList());
            Collections.sort(along, order);
            for (int i = 0; i < count; i++) {
                places[lane * count + i] = along.get(i);
            }
        }
        return List.of(taken(x, result, places), Array.ofLongs(results.get(1), i -> places[(int) i] % extent));
    }

    /** By the bits of floats: sign and magnitude. */
    private static Comparator<Integer> total(Array x) {
        return switch (Domain.of(x.dtype())) {
            case SINGLE -> Comparator.comparingInt(i -> {
                int bits = Float.floatToRawIntBits(Domain.single(x, i));
                return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
            });
            case DOUBLE -> Comparator.comparingLong(i -> {
                long bits = Double.doubleToRawLongBits(x.doubleAt(i));
                return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
            });
            case INTEGER -> bits(x);
            case NONE -> throw Domain.uncovered(x.dtype());
        };
    }
}
