package org.dovetail.core.internal.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Tensor;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Operand;
import org.jspecify.annotations.Nullable;

/**
 * Results of a function, with the linear program that carries tangents of its differentiated arguments to tangents of its results.
 *
 * @param results the results
 * @param inputs the tangents of the differentiated arguments
 * @param equations the linear program
 * @param outputs the tangents of the results; null stands for zero
 */
public record Linearized(List<Tensor> results, List<Var> inputs, List<Eqn> equations, List<@Nullable Var> outputs) {
    /**
     * Cotangents of the differentiated arguments.
     *
     * @param cotangents a cotangent for each result; null stands for zero
     * @return a cotangent for each differentiated argument; null stands for zero
     */
    public List<@Nullable Tensor> pullBack(List<? extends @Nullable Tensor> cotangents) {
        Map<Var, Operand> values = new HashMap<>();
        for (Var input : inputs) {
            values.put(input, new Operand.Linear(input.spec()));
        }
        return Transposition.run(inputs, equations, outputs, values, cotangents);
    }

    /** The tangents of the results along a direction, as the function that {@code jax.linearize} returns. */
    public List<@Nullable Tensor> pushForward(List<Tensor> tangents) {
        Map<Var, Tensor> values = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.put(inputs.get(i), tangents.get(i));
        }
        Transposition.forward(equations, values);
        List<@Nullable Tensor> pushed = new ArrayList<>(outputs.size());
        for (Var output : outputs) {
            pushed.add(output == null ? null : values.get(output));
        }
        return pushed;
    }
}
