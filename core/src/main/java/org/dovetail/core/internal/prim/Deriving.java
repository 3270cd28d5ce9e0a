package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.trace.BatchTrace;
import org.dovetail.core.internal.trace.EvalTrace;
import org.dovetail.core.internal.trace.GraphTrace;
import org.dovetail.core.internal.trace.JvpTrace;
import org.dovetail.core.internal.trace.Tracing;
import org.dovetail.core.internal.trace.Transposition;
import org.jspecify.annotations.Nullable;

/** Makes bodies of other bodies: derivatives, batches, transposes. */
final class Deriving {
    private Deriving() {}

    /**
     * A body some of whose results may be zeros, which it does not give.
     *
     * @param body the body
     * @param present which results it gives
     */
    record Derived(Body body, BitSet present) {}

    /**
     * A batched body.
     *
     * @param body the body
     * @param batched which results have the batch's axis
     */
    record Batched(Body body, List<Boolean> batched) {}

    private record JvpOf(BitSet tangents, BitSet forced) {}

    private record BatchOf(Lanes lanes, List<Boolean> batched, List<Boolean> forced) {}

    private record TransposeOf(BitSet linear, BitSet cotangents, BitSet forced) {}

    /** Stages a function of tensors outside of all transformations. */
    static Body staged(List<TensorSpec> inputs, Function<List<Tensor>, List<Tensor>> function) {
        return new Body(Tracing.with(EvalTrace.INSTANCE, () -> GraphTrace.run(function, inputs)).graph());
    }

    private static Derived derived(List<TensorSpec> inputs, Function<List<Tensor>, List<@Nullable Tensor>> function) {
        BitSet present = new BitSet();
        Body body = staged(inputs, arguments -> {
            List<@Nullable Tensor> results = function.apply(arguments);
            present.or(Zeros.present(results));
            return Zeros.dropped(results);
        });
        return new Derived(body, present);
    }

    /**
     * The derivative of a body: takes its inputs, then the tangents that are no zeros; gives its outputs, then their tangents that are no zeros.
     *
     * @param body the body
     * @param tangents which inputs have tangents
     * @param forced which outputs get a tangent in any case
     * @return {@code present} tells of the tangents alone
     */
    static Derived jvp(Body body, BitSet tangents, BitSet forced) {
        return body.once(new JvpOf(tangents, forced), () -> {
            List<TensorSpec> inputs = new ArrayList<>(body.inputs());
            inputs.addAll(Zeros.at(tangents, body.inputs()));
            int count = body.inputs().size();
            int results = body.outputs().size();
            Derived all = derived(inputs, arguments -> {
                Jvp jvp = JvpTrace.run(body.graph()::evaluate, arguments.subList(0, count),
                        Zeros.spread(arguments.subList(count, arguments.size()), tangents, count));
                List<@Nullable Tensor> both = new ArrayList<>(jvp.primals());
                both.addAll(Zeros.filled(jvp.tangents(), forced, body.outputs()));
                return both;
            });
            return new Derived(all.body, all.present.get(results, 2 * results));
        });
    }

    /**
     * A body for many inputs at once.
     *
     * @param body the body
     * @param lanes how many
     * @param batched which inputs have the batch's axis
     * @param forced which outputs get it in any case
     */
    static Batched batch(Body body, Lanes lanes, List<Boolean> batched, List<Boolean> forced) {
        return body.once(new BatchOf(lanes, batched, forced), () -> {
            List<TensorSpec> inputs = new ArrayList<>();
            for (int i = 0; i < batched.size(); i++) {
                TensorSpec input = body.inputs().get(i);
                inputs.add(batched.get(i) ? input.withShape(input.shape().withFirst(lanes.size())) : input);
            }
            List<Boolean> results = new ArrayList<>();
            Body all = staged(inputs, arguments -> {
                Lanes.Results made = BatchTrace.run(lanes, body.graph()::evaluate, arguments, batched);
                List<Tensor> values = new ArrayList<>();
                for (int i = 0; i < forced.size(); i++) {
                    boolean is = made.batched().get(i);
                    results.add(is || forced.get(i));
                    Tensor value = made.values().get(i);
                    values.add(results.get(i) ? Batching.batched(value, lanes.size(), is) : value);
                }
                return values;
            });
            return new Batched(all, List.copyOf(results));
        });
    }

    /** A body for many inputs at once, of which no output need have the lanes' axis. */
    static Batched batch(Body body, Lanes lanes, List<Boolean> batched) {
        return batch(body, lanes, List.copyOf(batched), Collections.nCopies(body.outputs().size(), false));
    }

    /**
     * The transpose of a body: takes its known inputs, then the cotangents that are no zeros; gives the cotangents of its linear inputs that are no zeros.
     *
     * @param body the body
     * @param linear which inputs it is linear in; the others are known
     * @param cotangents which outputs have cotangents
     * @param forced which linear inputs get one in any case
     * @return {@code present} tells of all inputs
     */
    static Derived transpose(Body body, BitSet linear, BitSet cotangents, BitSet forced) {
        return body.once(new TransposeOf(linear, cotangents, forced), () -> {
            Graph graph = body.graph();
            int count = graph.inputs().size();
            BitSet known = Zeros.range(0, count);
            known.andNot(linear);
            List<TensorSpec> inputs = new ArrayList<>(Zeros.at(known, body.inputs()));
            inputs.addAll(Zeros.at(cotangents, body.outputs()));
            return derived(inputs, arguments -> {
                Map<Var, Operand> values = new HashMap<>();
                int next = 0;
                for (int i = 0; i < count; i++) {
                    Var input = graph.inputs().get(i);
                    values.put(input, linear.get(i)
                            ? new Operand.Linear(input.spec())
                            : new Operand.Known(arguments.get(next++)));
                }
                List<@Nullable Tensor> given = Zeros.spread(arguments.subList(next, arguments.size()), cotangents,
                        graph.outputs().size());
                List<@Nullable Tensor> sent = Transposition.run(graph.inputs(), graph.equations(), graph.outputs(),
                        values, given);
                return Zeros.filled(sent, forced, body.inputs());
            });
        });
    }
}
