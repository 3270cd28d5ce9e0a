package org.dovetail.core.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.trace.Tracing;

/**
 * A program without control flow of its own, as {@code jax.core.Jaxpr}: equations in an order in which they can run.
 *
 * <p>
 * Prints as JAX prints its jaxprs, and equals only itself.
 *
 * @param inputs the variables that a caller gives
 * @param equations the steps
 * @param outputs what a caller gets
 */
public record Graph(List<Var> inputs, List<Eqn> equations, List<Atom> outputs) {
    /**
     * Copies the lists; with assertions enabled also checks that every variable is bound once, before it is read, to what its equation gives.
     */
    public Graph {
        inputs = List.copyOf(inputs);
        equations = List.copyOf(equations);
        outputs = List.copyOf(outputs);
        assert isWellFormed(inputs, equations, outputs);
    }

    private static boolean isWellFormed(List<Var> inputs, List<Eqn> equations, List<Atom> outputs) {
        Set<Var> bound = new HashSet<>();
        for (Var input : inputs) {
            bind(bound, input);
        }
        for (Eqn equation : equations) {
            readAll(bound, equation.operands());
            List<TensorSpec> results = equation.primitive()
                    .infer(equation.operands().stream().map(Atom::spec).toList());
            if (!results.equals(equation.results().stream().map(Var::spec).toList())) {
                throw new IllegalArgumentException("graph: " + equation.primitive() + " gives " + results
                        + ", its equation binds " + equation.results());
            }
            equation.results().forEach(result -> bind(bound, result));
        }
        readAll(bound, outputs);
        return true;
    }

    private static void bind(Set<Var> bound, Var variable) {
        if (!bound.add(variable)) {
            throw new IllegalArgumentException("graph: " + variable + " is bound twice");
        }
    }

    private static void readAll(Set<Var> bound, List<Atom> atoms) {
        for (Atom atom : atoms) {
            if (atom instanceof Var variable && !bound.contains(variable)) {
                throw new IllegalArgumentException("graph: " + variable + " is read before it is bound");
            }
        }
    }

    /**
     * Runs the equations one by one under the current transformation, as {@code jax.core.eval_jaxpr}.
     *
     * @param arguments a value for each input
     * @return a value for each output
     */
    public List<Tensor> evaluate(List<? extends Tensor> arguments) {
        Map<Var, Tensor> values = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.put(inputs.get(i), arguments.get(i));
        }
        for (Eqn equation : equations) {
            List<Tensor> results = Tracing.bind(equation.primitive(), read(values, equation.operands()));
            for (int i = 0; i < results.size(); i++) {
                values.put(equation.results().get(i), results.get(i));
            }
        }
        return read(values, outputs);
    }

    private static List<Tensor> read(Map<Var, Tensor> values, List<Atom> atoms) {
        List<Tensor> read = new ArrayList<>(atoms.size());
        for (Atom atom : atoms) {
            read.add(switch (atom) {
                case Var variable -> values.get(variable);
                case Const(Tensor value) -> value;
            });
        }
        return read;
    }

    /**
     * The specs of the outputs.
     *
     * @return a spec for each output
     */
    public List<TensorSpec> outputSpecs() { return outputs.stream().map(Atom::spec).toList(); }

    @Override
    public boolean equals(Object other) { return this == other; }

    @Override
    public int hashCode() { return System.identityHashCode(this); }

    @Override
    public String toString() { return new GraphPrinter().print(this, ""); }
}
