package org.dovetail.core.internal.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Tensor;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Operand;
import org.jspecify.annotations.Nullable;

/** Reverse differentiation: runs a linear program backwards, from cotangents of its outputs to those of its inputs. */
public final class Transposition {
    private Transposition() {}

    /**
     * Cotangents of inputs; runs under the current trace.
     *
     * @param inputs for which cotangents are wanted
     * @param equations the program; equations without a linear operand are run forwards first
     * @param outputs what the cotangents belong to; null for outputs that are zero
     * @param values the values of known variables, and which others are linear; taken over
     * @param cotangents a cotangent for each output; null stands for zero
     * @return a cotangent for each input; null stands for zero
     */
    public static List<@Nullable Tensor> run(List<Var> inputs, List<Eqn> equations,
            List<? extends @Nullable Atom> outputs,
            Map<Var, Operand> values, List<? extends @Nullable Tensor> cotangents) {
        List<Eqn> linear = new ArrayList<>();
        for (Eqn equation : equations) {
            List<Operand> operands = operands(equation, values);
            if (operands.stream().anyMatch(Operand::isLinear)) {
                linear.add(equation);
                equation.results().forEach(result -> values.put(result, new Operand.Linear(result.spec())));
            } else {
                List<Tensor> results = Tracing.bind(equation.primitive(),
                        operands.stream().map(Operand::value).toList());
                for (int i = 0; i < results.size(); i++) {
                    values.put(equation.results().get(i), new Operand.Known(results.get(i)));
                }
            }
        }
        Map<Var, Tensor> sums = new HashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            boolean isLinear = outputs.get(i) instanceof Var output && values.get(output) instanceof Operand.Linear;
            add(sums, isLinear ? outputs.get(i) : null, cotangents.get(i));
        }
        for (Eqn equation : linear.reversed()) {
            transpose(equation, values, sums);
        }
        List<@Nullable Tensor> wanted = new ArrayList<>(inputs.size());
        for (Var input : inputs) {
            wanted.add(sums.get(input));
        }
        return wanted;
    }

    private static void transpose(Eqn equation, Map<Var, Operand> values, Map<Var, Tensor> sums) {
        List<@Nullable Tensor> cotangents = new ArrayList<>();
        boolean isZero = true;
        for (Var result : equation.results()) {
            Tensor cotangent = sums.remove(result);
            cotangents.add(cotangent);
            isZero &= cotangent == null;
        }
        if (isZero) {
            return;
        }
        List<@Nullable Tensor> sent = equation.primitive().transpose(cotangents, operands(equation, values));
        for (int i = 0; i < sent.size(); i++) {
            add(sums, equation.operands().get(i), sent.get(i));
        }
    }

    private static void add(Map<Var, Tensor> sums, @Nullable Atom atom, @Nullable Tensor cotangent) {
        if (atom instanceof Var variable && cotangent != null) {
            sums.merge(variable, cotangent, Tensor::add);
        }
    }

    private static List<Operand> operands(Eqn equation, Map<Var, Operand> values) {
        List<Operand> operands = new ArrayList<>(equation.operands().size());
        for (Atom atom : equation.operands()) {
            operands.add(switch (atom) {
                case Const(Tensor value) -> new Operand.Known(value);
                case Var variable -> {
                    Operand value = values.get(variable);
                    if (value == null) {
                        throw new IllegalStateException("transpose: " + variable + " is not bound");
                    }
                    yield value;
                }
            });
        }
        return operands;
    }

    /** Runs equations forwards, adding what they bind to the values. */
    static void forward(List<Eqn> equations, Map<Var, Tensor> values) {
        for (Eqn equation : equations) {
            List<Tensor> operands = new ArrayList<>(equation.operands().size());
            for (Atom atom : equation.operands()) {
                Tensor value = switch (atom) {
                    case Const(Tensor constant) -> constant;
                    case Var variable -> values.get(variable);
                };
                if (value == null) {
                    throw new IllegalStateException("linear program: " + atom + " is not bound");
                }
                operands.add(value);
            }
            List<Tensor> results = Tracing.bind(equation.primitive(), operands);
            for (int i = 0; i < results.size(); i++) {
                values.put(equation.results().get(i), results.get(i));
            }
        }
    }
}
