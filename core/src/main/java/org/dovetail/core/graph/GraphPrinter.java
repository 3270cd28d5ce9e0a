package org.dovetail.core.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dovetail.core.internal.prim.Call;

/** Prints a graph as JAX prints its jaxprs: variables a, b, c in the order in which they appear. */
final class GraphPrinter {
    private final Map<Var, String> names = new HashMap<>();

    String print(Graph graph, String indent) {
        StringBuilder text = new StringBuilder("{ lambda ");
        text.append(graph.inputs().stream().map(this::binder).collect(Collectors.joining(" "))).append(" . let\n");
        for (Eqn equation : graph.equations()) {
            text.append(indent).append("    ")
                    .append(equation.results().stream().map(this::binder).collect(Collectors.joining(" ")))
                    .append(" = ").append(label(equation, indent));
            equation.operands().forEach(operand -> text.append(' ').append(atom(operand)));
            text.append('\n');
        }
        return text.append(indent).append("  in (").append(tuple(graph.outputs())).append(") }").toString();
    }

    private static String label(Eqn equation, String indent) {
        return equation.primitive() instanceof Call call
                ? call.name() + call.bodies().stream()
                        .map(body -> "[" + new GraphPrinter().print(body.graph(), indent + "    ") + "]")
                        .collect(Collectors.joining())
                : equation.primitive().toString();
    }

    private String tuple(List<Atom> atoms) { return atoms.stream().map(this::atom).collect(Collectors.joining(", ")); }

    private String binder(Var variable) { return name(variable) + ":" + variable.spec(); }

    private String atom(Atom atom) {
        return switch (atom) {
            case Var variable -> name(variable);
            case Const constant -> constant.toString();
        };
    }

    private String name(Var variable) { return names.computeIfAbsent(variable, _ -> letters(names.size())); }

    private static String letters(int number) {
        String last = String.valueOf((char) ('a' + number % 26));
        return number < 26 ? last : letters(number / 26 - 1) + last;
    }
}
