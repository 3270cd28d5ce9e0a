package org.dovetail.core.internal.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tracer;
import org.dovetail.core.internal.prim.Jvp;
import org.dovetail.core.internal.prim.Primitive;
import org.jspecify.annotations.Nullable;

/** Forward differentiation: values carry a tangent along. */
public final class JvpTrace implements Trace {
    private final Trace parent;

    private JvpTrace(Trace parent) { this.parent = parent; }

    private static final class JvpTracer extends Tracer {
        private final Tensor primal;
        private final @Nullable Tensor tangent;

        JvpTracer(JvpTrace trace, Tensor primal, @Nullable Tensor tangent) {
            super(trace);
            this.primal = primal;
            this.tangent = tangent;
        }

        @Override
        public TensorSpec spec() { return primal.spec(); }
    }

    /**
     * The results of a function and their derivatives along a direction.
     *
     * @param function from tensors to tensors
     * @param primals the arguments
     * @param tangents a direction for each; null stands for zero
     */
    public static Jvp run(Function<List<Tensor>, List<Tensor>> function, List<Tensor> primals,
            List<@Nullable Tensor> tangents) {
        JvpTrace trace = new JvpTrace(Tracing.current());
        List<Tensor> arguments = new ArrayList<>(primals.size());
        for (int i = 0; i < primals.size(); i++) {
            arguments.add(trace.lift(primals.get(i), tangents.get(i)));
        }
        List<Tensor> results = Tracing.with(trace, () -> function.apply(arguments));
        return new Jvp(results.stream().map(trace::primal).toList(),
                results.stream().<@Nullable Tensor>map(trace::tangent).toList());
    }

    private Tensor lift(Tensor primal, @Nullable Tensor tangent) {
        return tangent == null ? primal : new JvpTracer(this, primal, tangent);
    }

    private Tensor primal(Tensor tensor) {
        return tensor instanceof JvpTracer tracer && tracer.trace() == this ? tracer.primal : tensor;
    }

    private @Nullable Tensor tangent(Tensor tensor) {
        return tensor instanceof JvpTracer tracer && tracer.trace() == this ? tracer.tangent : null;
    }

    @Override
    public List<Tensor> process(Primitive primitive, List<Tensor> operands) {
        List<Tensor> primals = new ArrayList<>(operands.size());
        List<@Nullable Tensor> tangents = new ArrayList<>(operands.size());
        boolean isConstant = true;
        for (Tensor operand : operands) {
            Tensor tangent = tangent(operand);
            primals.add(primal(operand));
            tangents.add(tangent);
            isConstant &= tangent == null;
        }
        if (isConstant) {
            return parent.process(primitive, primals);
        }
        Jvp jvp = Tracing.with(parent, () -> primitive.jvp(primals, tangents));
        List<Tensor> results = new ArrayList<>(jvp.primals().size());
        for (int i = 0; i < jvp.primals().size(); i++) {
            results.add(lift(jvp.primals().get(i), jvp.tangents().get(i)));
        }
        return results;
    }

    @Override
    public Trace parent() { return parent; }
}
