package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dovetail.core.graph.Graph;

/** Bodies with their inputs and outputs in another order. */
final class Orders {
    private Orders() {}

    private record ArrangedBy(List<Integer> inputs, List<Integer> outputs) {}

    /** The body that takes and gives what another does, in another order. */
    static Body arranged(Body body, List<Integer> inputs, List<Integer> outputs) {
        return body.once(new ArrangedBy(inputs, outputs), () -> {
            Graph graph = body.graph();
            return new Body(
                    new Graph(permuted(graph.inputs(), inputs), graph.equations(), permuted(graph.outputs(), outputs)));
        });
    }

    /**
     * The order of values and their tangents by groups: each group's values, then those of its tangents that are there.
     *
     * @param groups the sizes of the groups
     * @param present which values have tangents; these stand behind all values, in order
     */
    static List<Integer> interleaved(List<Integer> groups, BitSet present) {
        int count = groups.stream().mapToInt(Integer::intValue).sum();
        List<Integer> order = new ArrayList<>();
        int start = 0;
        int tangent = count;
        for (int group : groups) {
            for (int i = 0; i < group; i++) {
                order.add(start + i);
            }
            int tangents = present.get(start, start + group).cardinality();
            for (int i = 0; i < tangents; i++) {
                order.add(tangent++);
            }
            start += group;
        }
        return order;
    }

    /** The values in an order. */
    static <T> List<T> permuted(List<T> values, List<Integer> order) {
        return order.stream().map(values::get).toList();
    }

    /** The values that stand in an order, put back. */
    static <T> List<T> unpermuted(List<T> values, List<Integer> order) {
        List<T> back = new ArrayList<>(values);
        for (int i = 0; i < values.size(); i++) {
            back.set(order.get(i), values.get(i));
        }
        return back;
    }

    /** A set with all its places further on. */
    static BitSet shifted(BitSet places, int by) {
        BitSet shifted = new BitSet();
        places.stream().forEach(place -> shifted.set(place + by));
        return shifted;
    }
}
