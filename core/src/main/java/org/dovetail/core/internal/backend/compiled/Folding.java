package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.prim.Elementwise;
import org.dovetail.core.internal.prim.Shaping;
import org.dovetail.core.internal.prim.Simple;

/** Computes once what depends on constants alone: small values, and the one number of those that repeat a scalar. */
final class Folding {
    private final Backend backend;
    private final Map<Atom, Const> known = new HashMap<>();
    private final Map<Atom, Array> repeated = new HashMap<>();
    private final List<Eqn> kept = new ArrayList<>();

    private Folding(Backend backend) { this.backend = backend; }

    static Graph of(Graph graph, Backend backend) {
        Folding folding = new Folding(backend);
        graph.equations().forEach(folding::add);
        return new Graph(graph.inputs(), folding.kept, graph.outputs().stream().map(folding::renamed).toList());
    }

    private Atom renamed(Atom atom) {
        Const constant = known.get(atom);
        return constant == null ? atom : constant;
    }

    private void add(Eqn equation) {
        List<Atom> operands = equation.operands().stream().map(this::renamed).toList();
        Var result = equation.results().getFirst();
        TensorSpec spec = result.spec();
        if (!(equation.primitive() instanceof Simple simple)) {
            kept.add(new Eqn(equation.results(), equation.primitive(), operands));
            return;
        }
        boolean repeats = simple instanceof Shaping.Broadcast && operands.getFirst().spec().shape().size() == 1
                && spec.shape().size() != 1;
        Optional<List<Array>> scalars = simple instanceof Elementwise && spec.shape().size() != 1
                ? all(operands, repeated)
                : Optional.empty();
        Optional<List<Array>> constants = constants(operands);
        if (scalars.isPresent()) {
            repeat(result, backend.run(simple, scalars.get(), spec.withShape(Shape.of())));
        } else if (repeats && constants.isPresent()) {
            repeat(result, constants.get().getFirst().reshape(Shape.of()));
        } else if (constants.isPresent() && spec.bytes() <= Lowering.LARGEST_CONSTANT) {
            known.put(result, new Const(backend.run(simple, constants.get(), spec)));
        } else {
            kept.add(new Eqn(equation.results(), simple, operands));
        }
    }

    private void repeat(Var result, Array scalar) {
        repeated.put(result, scalar);
        kept.add(new Eqn(List.of(result), new Shaping.Broadcast(result.spec().shape(), List.of()),
                List.of(new Const(scalar))));
    }

    private static Optional<List<Array>> all(List<Atom> atoms, Map<Atom, Array> values) {
        return values.keySet().containsAll(atoms)
                ? Optional.of(atoms.stream().map(values::get).toList())
                : Optional.empty();
    }

    private Optional<List<Array>> constants(List<Atom> atoms) {
        List<Array> arrays = new ArrayList<>(atoms.size());
        for (Atom atom : atoms) {
            Optional<Array> array = constant(atom);
            if (array.isEmpty()) {
                return Optional.empty();
            }
            arrays.add(array.get());
        }
        return Optional.of(arrays);
    }

    private Optional<Array> constant(Atom atom) {
        if (atom instanceof Const(Tensor value) && value instanceof Array array) {
            return Optional.of(array);
        }
        Array scalar = repeated.get(atom);
        return scalar == null || atom.spec().bytes() > Lowering.LARGEST_CONSTANT
                ? Optional.empty()
                : Optional.of(backend.run(new Shaping.Broadcast(atom.spec().shape(), List.of()), List.of(scalar),
                        atom.spec()));
    }
}
