package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Deriving.Batched;
import org.dovetail.core.internal.prim.Deriving.Derived;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * A function of which reverse mode keeps the arguments instead of intermediate results, and computes those again, as {@code jax.checkpoint}.
 *
 * @param body the function
 * @param saved whose results are kept all the same
 */
public record Remat(Body body, Saved saved) implements Call {
    /** Whose results are kept. */
    public enum Saved {
        NOTHING, EVERYTHING, DOTS, DOTS_WITHOUT_BATCH;

        private boolean takes(Primitive primitive) {
            return switch (this) {
                case NOTHING -> false;
                case EVERYTHING -> true;
                case DOTS -> primitive instanceof DotGeneral;
                case DOTS_WITHOUT_BATCH -> primitive instanceof DotGeneral dot && dot.leftBatch().isEmpty();
            };
        }
    }

    private static final BitSet NONE = new BitSet();

    @Override
    public String name() { return "checkpoint"; }

    @Override
    public List<Body> bodies() { return List.of(body); }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> operands) {
        if (!body.inputs().equals(operands)) {
            throw new IllegalArgumentException(
                    "checkpoint: operands " + body.inputs() + " are expected; got " + operands);
        }
        return body.outputs();
    }

    @Override
    public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
        Derived jvp = Deriving.jvp(body, Zeros.present(tangents), NONE);
        List<Tensor> operands = new ArrayList<>(primals);
        operands.addAll(Zeros.dropped(tangents));
        List<Tensor> all = Tracing.bind(new Remat(jvp.body(), saved), operands);
        int results = body.outputs().size();
        return new Jvp(all.subList(0, results), Zeros.spread(all.subList(results, all.size()), jvp.present(), results));
    }

    @Override
    public List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
        Derived transposed = Deriving.transpose(body, Operand.linear(operands), Zeros.present(cotangents), NONE);
        List<Tensor> given = new ArrayList<>(Operand.known(operands));
        given.addAll(Zeros.dropped(cotangents));
        return Zeros.spread(Tracing.bind(new Remat(transposed.body(), saved), given), transposed.present(),
                operands.size());
    }

    @Override
    public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
        Batched all = Deriving.batch(body, lanes, batched);
        return new Lanes.Results(Tracing.bind(new Remat(all.body(), saved), operands), all.batched());
    }

    private record PartsOf(List<Boolean> known, Saved saved) {}

    /** The second half takes the known operands and what is saved, and computes the rest again. */
    @Override
    public Parts part(List<Boolean> known) { return body.once(new PartsOf(known, saved), () -> parted(known)); }

    private Parts parted(List<Boolean> known) {
        Halves halves = Halves.of(body, known, NONE);
        Graph now = halves.now().graph();
        Graph later = halves.later().graph();
        Set<Var> kept = new HashSet<>(now.inputs());
        List<Eqn> again = new ArrayList<>();
        for (Eqn equation : now.equations()) {
            if (saved.takes(equation.primitive())) {
                kept.addAll(equation.results());
            } else {
                again.add(equation);
            }
        }
        again.addAll(later.equations());
        List<Eqn> needed = needed(again, later.outputs());
        List<Var> residuals = new ArrayList<>();
        for (Eqn equation : needed) {
            for (Atom operand : equation.operands()) {
                if (operand instanceof Var variable && kept.contains(variable) && !residuals.contains(variable)) {
                    residuals.add(variable);
                }
            }
        }
        for (Atom output : later.outputs()) {
            if (output instanceof Var variable && kept.contains(variable) && !residuals.contains(variable)) {
                residuals.add(variable);
            }
        }
        List<Atom> outputs = new ArrayList<>(
                now.outputs().subList(0, now.outputs().size() - halves.residuals().size()));
        outputs.addAll(residuals);
        List<Var> inputs = new ArrayList<>(residuals);
        inputs.addAll(later.inputs().subList(halves.residuals().size(), later.inputs().size()));
        return new Parts(new Jit("checkpoint", new Body(new Graph(now.inputs(), now.equations(), outputs))),
                new Remat(new Body(new Graph(inputs, needed, later.outputs())), saved), halves.knownOutputs());
    }

    /** The equations on which some outputs depend. */
    private static List<Eqn> needed(List<Eqn> equations, List<Atom> outputs) {
        Set<Atom> read = new HashSet<>(outputs);
        List<Eqn> needed = new ArrayList<>();
        for (Eqn equation : equations.reversed()) {
            if (equation.results().stream().anyMatch(read::contains)) {
                needed.add(equation);
                read.addAll(equation.operands());
            }
        }
        return needed.reversed();
    }
}
