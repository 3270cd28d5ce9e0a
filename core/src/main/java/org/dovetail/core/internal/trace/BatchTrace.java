package org.dovetail.core.internal.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tracer;
import org.dovetail.core.internal.prim.Lanes;
import org.dovetail.core.internal.prim.Primitive;

/** Batching: values have a further first axis that the function does not see. */
public final class BatchTrace implements Trace {
    private final Trace parent;
    private final Lanes lanes;

    private BatchTrace(Trace parent, Lanes lanes) {
        this.parent = parent;
        this.lanes = lanes;
    }

    private static final class BatchTracer extends Tracer {
        private final Tensor values;
        private final TensorSpec spec;

        BatchTracer(BatchTrace trace, Tensor values) {
            super(trace);
            this.values = values;
            this.spec = values.spec().withShape(values.shape().withoutFirst());
        }

        @Override
        public TensorSpec spec() { return spec; }
    }

    /**
     * The results of a function for many arguments at once.
     *
     * @param lanes how many
     * @param function from tensors to tensors
     * @param arguments the arguments; batched ones have the lanes as their first axis
     * @param batched which arguments are batched
     */
    public static Lanes.Results run(Lanes lanes, Function<List<Tensor>, List<Tensor>> function,
            List<Tensor> arguments, List<Boolean> batched) {
        BatchTrace trace = new BatchTrace(Tracing.current(), lanes);
        List<Tensor> lifted = new ArrayList<>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            lifted.add(batched.get(i) ? new BatchTracer(trace, arguments.get(i)) : arguments.get(i));
        }
        List<Tensor> results = Tracing.with(trace, lanes, () -> function.apply(lifted));
        return new Lanes.Results(
                results.stream().map(result -> trace.isMine(result) ? values(result) : result).toList(),
                results.stream().map(trace::isMine).toList());
    }

    private boolean isMine(Tensor tensor) { return tensor instanceof BatchTracer tracer && tracer.trace() == this; }

    private static Tensor values(Tensor tensor) {
        return tensor instanceof BatchTracer tracer ? tracer.values : tensor;
    }

    @Override
    public List<Tensor> process(Primitive primitive, List<Tensor> operands) {
        List<Boolean> batched = operands.stream().map(this::isMine).toList();
        if (!batched.contains(true) && primitive.axisNames().stream().noneMatch(lanes::areNamed)) {
            return parent.process(primitive, operands);
        }
        List<Tensor> values = operands.stream().map(operand -> isMine(operand) ? values(operand) : operand).toList();
        Lanes.Results results = Tracing.with(parent, () -> primitive.batch(lanes, values, batched));
        List<Tensor> lifted = new ArrayList<>(results.values().size());
        for (int i = 0; i < results.values().size(); i++) {
            Tensor value = results.values().get(i);
            lifted.add(results.batched().get(i) ? new BatchTracer(this, value) : value);
        }
        return lifted;
    }

    @Override
    public Trace parent() { return parent; }
}
