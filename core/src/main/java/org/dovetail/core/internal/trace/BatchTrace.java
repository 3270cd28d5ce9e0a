package org.dovetail.core.internal.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tracer;
import org.dovetail.core.internal.prim.Primitive;

/** Batching: values have a further first axis that the function does not see. */
public final class BatchTrace implements Trace {
    private final Trace parent;
    private final int size;

    private BatchTrace(Trace parent, int size) {
        this.parent = parent;
        this.size = size;
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
     * Results for many arguments at once.
     *
     * @param values the results
     * @param batched which of them have the batch as their first axis; the others are the same for all
     */
    public record Batched(List<Tensor> values, List<Boolean> batched) {}

    /**
     * The results of a function for many arguments at once.
     *
     * @param size how many
     * @param function from tensors to tensors
     * @param arguments the arguments; batched ones have a first axis of that size
     * @param batched which arguments are batched
     */
    public static Batched run(int size, Function<List<Tensor>, List<Tensor>> function, List<Tensor> arguments,
            List<Boolean> batched) {
        BatchTrace trace = new BatchTrace(Tracing.current(), size);
        List<Tensor> lifted = new ArrayList<>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            lifted.add(batched.get(i) ? new BatchTracer(trace, arguments.get(i)) : arguments.get(i));
        }
        List<Tensor> results = Tracing.with(trace, () -> function.apply(lifted));
        return new Batched(results.stream().map(result -> trace.isMine(result) ? values(result) : result).toList(),
                results.stream().map(trace::isMine).toList());
    }

    private boolean isMine(Tensor tensor) { return tensor instanceof BatchTracer tracer && tracer.trace() == this; }

    private static Tensor values(Tensor tensor) {
        return tensor instanceof BatchTracer tracer ? tracer.values : tensor;
    }

    @Override
    public List<Tensor> process(Primitive primitive, List<Tensor> operands) {
        List<Boolean> batched = operands.stream().map(this::isMine).toList();
        if (!batched.contains(true)) {
            return parent.process(primitive, operands);
        }
        List<Tensor> values = operands.stream().map(operand -> isMine(operand) ? values(operand) : operand).toList();
        List<Tensor> results = Tracing.with(parent, () -> primitive.batch(size, values, batched));
        return results.stream().<Tensor>map(result -> new BatchTracer(this, result)).toList();
    }

    @Override
    public Trace parent() { return parent; }
}
