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

/** A function whose derivative its author gives; the rule is never looked into, so partial evaluation stops at it. */
public sealed interface Custom extends Call {
    /** The function. */
    Body body();

    @Override
    default List<Body> bodies() { return List.of(body()); }

    @Override
    default List<TensorSpec> infer(List<TensorSpec> operands) {
        if (!body().inputs().equals(operands)) {
            throw new IllegalArgumentException(
                    name() + ": operands " + body().inputs() + " are expected; got " + operands);
        }
        return body().outputs();
    }

    @Override
    default Parts part(List<Boolean> known) { return Parts.waiting(this, body().inputs(), known); }

    @Override
    default List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
        throw new IllegalStateException(name() + ": a function with a rule of its own is no linear program");
    }

    private static List<Tensor> whole(List<Tensor> primals, List<? extends @Nullable Tensor> tangents) {
        List<Tensor> whole = new ArrayList<>();
        for (int i = 0; i < primals.size(); i++) {
            Tensor tangent = tangents.get(i);
            whole.add(tangent == null ? Zeros.zero(primals.get(i).spec()) : tangent);
        }
        return whole;
    }

    /** All operands with the batch's axis. */
    private static List<Tensor> batched(int size, List<Tensor> operands, List<Boolean> batched) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            all.add(Batching.batched(operands.get(i), size, batched.get(i)));
        }
        return all;
    }

    private static Body batched(Lanes lanes, Body body) {
        return Deriving.batch(body, lanes, Collections.nCopies(body.inputs().size(), true),
                Collections.nCopies(body.outputs().size(), true)).body();
    }

    /** The results of a rule for many operands at once. */
    private static List<Tensor> inLanes(Lanes lanes, Function<List<Tensor>, List<Tensor>> rule, List<Tensor> operands) {
        Lanes.Results made = BatchTrace.run(lanes, rule, operands, Collections.nCopies(operands.size(), true));
        return batched(lanes.size(), made.values(), made.batched());
    }

    /**
     * A rule for forward mode, as {@code jax.custom_jvp}; reverse mode follows from it.
     *
     * @param rule takes primals, then tangents; gives results, then their tangents
     */
    record OfJvp(Body body, Function<List<Tensor>, List<Tensor>> rule) implements Custom {
        @Override
        public String name() { return "custom_jvp"; }

        @Override
        public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
            List<Tensor> operands = new ArrayList<>(primals);
            operands.addAll(Custom.whole(primals, tangents));
            List<Tensor> all = rule.apply(operands);
            int results = body.outputs().size();
            return new Jvp(all.subList(0, results), new ArrayList<>(all.subList(results, 2 * results)));
        }

        @Override
        public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
            OfJvp all = new OfJvp(Custom.batched(lanes, body), both -> Custom.inLanes(lanes, rule, both));
            return Lanes.Results.batched(Tracing.bind(all, Custom.batched(lanes.size(), operands, batched)));
        }
    }

    /**
     * A rule for reverse mode, as {@code jax.custom_vjp}.
     *
     * @param forward gives the results, then residuals
     * @param backward takes residuals, then cotangents of the results; gives cotangents of the operands
     */
    record OfVjp(Body body, Function<List<Tensor>, List<Tensor>> forward, Function<List<Tensor>, List<Tensor>> backward)
            implements
                Custom {
        @Override
        public String name() { return "custom_vjp"; }

        @Override
        public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
            List<Tensor> all = forward.apply(primals);
            int results = body.outputs().size();
            List<Tensor> operands = new ArrayList<>(all.subList(results, all.size()));
            CustomLinear linear = new CustomLinear(operands.size(), body.outputs(), backward);
            operands.addAll(Custom.whole(primals, tangents));
            return new Jvp(all.subList(0, results), new ArrayList<>(Tracing.bind(linear, operands)));
        }

        @Override
        public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
            OfVjp all = new OfVjp(Custom.batched(lanes, body), primals -> Custom.inLanes(lanes, forward, primals),
                    both -> Custom.inLanes(lanes, backward, both));
            return Lanes.Results.batched(Tracing.bind(all, Custom.batched(lanes.size(), operands, batched)));
        }
    }
}
