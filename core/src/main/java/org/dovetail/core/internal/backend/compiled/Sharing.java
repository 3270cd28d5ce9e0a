package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Primitive;

/** Computes once what a graph computes several times: common subexpressions, and constants that are the same number. */
final class Sharing {
    private record Expression(Primitive primitive, List<Atom> operands) {}

    private record Scalar(TensorSpec spec, long bits) {}

    private final Map<Atom, Atom> same = new HashMap<>();
    private final Map<Expression, List<Var>> expressions = new HashMap<>();
    private final Map<Scalar, Const> scalars = new HashMap<>();
    private final List<Eqn> kept = new ArrayList<>();

    private Sharing() {}

    static Graph of(Graph graph) {
        Sharing sharing = new Sharing();
        graph.equations().forEach(sharing::add);
        return new Graph(graph.inputs(), sharing.kept, graph.outputs().stream().map(sharing::renamed).toList());
    }

    private Atom renamed(Atom atom) {
        return switch (atom) {
            case Var variable -> same.getOrDefault(variable, variable);
            case Const constant -> scalar(constant);
        };
    }

    private Const scalar(Const constant) {
        Tensor value = constant.value();
        if (!(value instanceof Array array) || !array.shape().equals(Shape.of())
                || array.dtype().bytes() > Long.BYTES) {
            return constant;
        }
        long bits = 0;
        for (int i = 0; i < array.dtype().bytes(); i++) {
            bits = bits << Byte.SIZE | array.data().get(Tiles.BYTE, i) & 0xff;
        }
        return scalars.computeIfAbsent(new Scalar(array.spec(), bits), _ -> constant);
    }

    private void add(Eqn equation) {
        List<Atom> operands = equation.operands().stream().map(this::renamed).toList();
        List<Var> earlier = expressions.putIfAbsent(new Expression(equation.primitive(), operands), equation.results());
        if (earlier == null) {
            kept.add(new Eqn(equation.results(), equation.primitive(), operands));
            return;
        }
        for (int i = 0; i < earlier.size(); i++) {
            same.put(equation.results().get(i), earlier.get(i));
        }
    }
}
