package org.dovetail.core.internal.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tracer;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Call;
import org.dovetail.core.internal.prim.Jvp;
import org.dovetail.core.internal.prim.Primitive;
import org.jspecify.annotations.Nullable;

/** Partial evaluation: what is known is computed at once, what depends on unknown values is noted down. */
public final class PartialTrace implements Trace {
    private final Trace parent;
    private final List<Eqn> equations = new ArrayList<>();

    private PartialTrace(Trace parent) { this.parent = parent; }

    private static final class PartialTracer extends Tracer {
        private final Var variable;

        PartialTracer(PartialTrace trace, Var variable) {
            super(trace);
            this.variable = variable;
        }

        @Override
        public TensorSpec spec() { return variable.spec(); }
    }

    /**
     * The results of a function with its derivative there, as {@code jax.linearize}.
     *
     * @param function from tensors to tensors
     * @param primals the arguments
     * @param differentiated for which arguments derivatives are wanted
     */
    public static Linearized linearize(Function<List<Tensor>, List<Tensor>> function, List<Tensor> primals,
            List<Boolean> differentiated) {
        PartialTrace trace = new PartialTrace(Tracing.current());
        List<Var> inputs = new ArrayList<>();
        List<@Nullable Tensor> tangents = new ArrayList<>(primals.size());
        for (int i = 0; i < primals.size(); i++) {
            if (differentiated.get(i)) {
                inputs.add(new Var(primals.get(i).spec()));
                tangents.add(new PartialTracer(trace, inputs.getLast()));
            } else {
                tangents.add(null);
            }
        }
        Jvp jvp = Tracing.with(trace, () -> JvpTrace.run(function, primals, tangents));
        List<@Nullable Var> outputs = new ArrayList<>(jvp.tangents().size());
        for (Tensor tangent : jvp.tangents()) {
            outputs.add(tangent == null || !trace.isUnknown(tangent) ? null : variable(tangent));
        }
        return new Linearized(jvp.primals(), inputs, List.copyOf(trace.equations), outputs);
    }

    private boolean isUnknown(Tensor tensor) {
        return tensor instanceof PartialTracer tracer && tracer.trace() == this;
    }

    private static @Nullable Var variable(Tensor tensor) {
        return tensor instanceof PartialTracer tracer ? tracer.variable : null;
    }

    @Override
    public List<Tensor> process(Primitive primitive, List<Tensor> operands) {
        List<Boolean> known = operands.stream().map(operand -> !isUnknown(operand)).toList();
        if (!known.contains(false)) {
            return parent.process(primitive, operands);
        }
        return primitive instanceof Call call && known.contains(true)
                ? part(call, operands, known)
                : note(primitive, operands);
    }

    private List<Tensor> note(Primitive primitive, List<Tensor> operands) {
        List<Atom> atoms = operands.stream().map(operand -> atom(primitive, operand)).toList();
        List<Var> results = primitive.infer(atoms.stream().map(Atom::spec).toList()).stream().map(Var::new).toList();
        equations.add(new Eqn(results, primitive, atoms));
        return results.stream().<Tensor>map(result -> new PartialTracer(this, result)).toList();
    }

    private Atom atom(Primitive reader, Tensor tensor) {
        return tensor instanceof PartialTracer tracer && tracer.trace() == this
                ? tracer.variable
                : new Const(GraphTrace.live(this, reader, tensor));
    }

    /** Runs the known half of a call, and notes down the other. */
    private List<Tensor> part(Call call, List<Tensor> operands, List<Boolean> known) {
        Call.Parts parts = call.part(known);
        List<Tensor> now = new ArrayList<>();
        List<Tensor> unknown = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            (known.get(i) ? now : unknown).add(operands.get(i));
        }
        List<Tensor> made = parent.process(parts.now(), now);
        int knownResults = (int) parts.knownResults().stream().filter(isKnown -> isKnown).count();
        List<Tensor> later = new ArrayList<>(made.subList(knownResults, made.size()));
        later.addAll(unknown);
        List<Tensor> noted = note(parts.later(), later);
        List<Tensor> results = new ArrayList<>();
        int k = 0;
        int n = 0;
        for (boolean isKnown : parts.knownResults()) {
            results.add(isKnown ? made.get(k++) : noted.get(n++));
        }
        return results;
    }

    @Override
    public Trace parent() { return parent; }
}
