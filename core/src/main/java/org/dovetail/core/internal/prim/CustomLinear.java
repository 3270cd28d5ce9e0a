package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.trace.BatchTrace;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of a function with a rule for reverse mode: all that is known of it is its transpose, so it cannot be computed.
 *
 * @param residuals how many operands are residuals; the others are tangents
 * @param outputs the tangents of the results
 * @param backward takes residuals, then cotangents of the results; gives cotangents of the tangents
 */
public record CustomLinear(int residuals, List<TensorSpec> outputs, Function<List<Tensor>, List<Tensor>> backward)
        implements
            Symbolic {
    @Override
    public List<TensorSpec> infer(List<TensorSpec> operands) { return outputs; }

    /** The failure of everything but transposition. */
    @Override
    public UnsupportedOperationException unresolved() {
        return new UnsupportedOperationException(
                "customVjp: the function has a rule for reverse mode (grad, vjp) alone; for "
                        + "forward mode (jvp, jacfwd, hessian) give its derivative with customJvp");
    }

    @Override
    public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) { throw unresolved(); }

    @Override
    public List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
        List<Tensor> given = new ArrayList<>(operands.subList(0, residuals).stream().map(Operand::value).toList());
        for (int i = 0; i < outputs.size(); i++) {
            Tensor cotangent = cotangents.get(i);
            given.add(cotangent == null ? Zeros.zero(outputs.get(i)) : cotangent);
        }
        List<Tensor> sent = backward.apply(given);
        List<@Nullable Tensor> all = new ArrayList<>(Nullables.nulls(residuals));
        for (int i = residuals; i < operands.size(); i++) {
            all.add(operands.get(i).isLinear() ? sent.get(i - residuals) : null);
        }
        return all;
    }

    @Override
    public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
        int size = lanes.size();
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            all.add(Batching.batched(operands.get(i), size, batched.get(i)));
        }
        List<TensorSpec> wider = outputs.stream().map(spec -> spec.withShape(spec.shape().withFirst(size))).toList();
        return Lanes.Results
                .batched(Tracing.bind(new CustomLinear(residuals, wider, both -> inLanes(lanes, both)), all));
    }

    private List<Tensor> inLanes(Lanes lanes, List<Tensor> operands) {
        Lanes.Results made = BatchTrace.run(lanes, backward, operands, Collections.nCopies(operands.size(), true));
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < made.values().size(); i++) {
            all.add(Batching.batched(made.values().get(i), lanes.size(), made.batched().get(i)));
        }
        return all;
    }

    @Override
    public String toString() { return "custom_linear"; }
}
