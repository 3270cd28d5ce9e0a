package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.internal.prim.DotGeneral;
import org.dovetail.core.internal.prim.Shaping;

/** Makes the transpose of a product a product of the operands in the other order, which moves no elements: reverse mode transposes the gradient of every weight. */
final class Swapping {
    private final Map<Atom, Integer> uses = new HashMap<>();
    private final Map<Atom, Eqn> products = new HashMap<>();

    private Swapping() {}

    static Graph of(Graph graph) {
        Swapping swapping = new Swapping();
        graph.equations().forEach(equation -> equation.operands().forEach(swapping::use));
        graph.outputs().forEach(swapping::use);
        List<Eqn> equations = new ArrayList<>();
        for (Eqn equation : graph.equations()) {
            equations.add(swapping.swapped(equation));
            if (equation.primitive() instanceof DotGeneral) {
                swapping.products.put(equation.results().getFirst(), equation);
            }
        }
        return new Graph(graph.inputs(), equations, graph.outputs());
    }

    private void use(Atom atom) { uses.merge(atom, 1, Integer::sum); }

    private Eqn swapped(Eqn equation) {
        if (!(equation.primitive() instanceof Shaping.Transpose(List<Integer> axes))) {
            return equation;
        }
        Atom operand = equation.operands().getFirst();
        Eqn product = products.get(operand);
        if (product == null || uses.getOrDefault(operand, 0) > 1
                || !(product
                        .primitive() instanceof DotGeneral(var leftContract, var rightContract, var leftBatch, var rightBatch))) {
            return equation;
        }
        int batch = leftBatch.size();
        int leftEnd = batch + product.operands().get(0).spec().shape().rank() - batch - leftContract.size();
        List<Integer> exchanged = new ArrayList<>(range(0, batch));
        exchanged.addAll(range(leftEnd, axes.size()));
        exchanged.addAll(range(batch, leftEnd));
        return axes.equals(exchanged)
                ? new Eqn(equation.results(), new DotGeneral(rightContract, leftContract, rightBatch, leftBatch),
                        product.operands().reversed())
                : equation;
    }

    private static List<Integer> range(int from, int to) { return IntStream.range(from, to).boxed().toList(); }
}
