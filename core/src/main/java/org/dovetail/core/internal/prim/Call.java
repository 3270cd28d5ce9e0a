package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Deriving.Batched;
import org.dovetail.core.internal.prim.Deriving.Derived;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** A primitive that holds graphs, and is differentiated, batched and compiled as those; it has one rule more, partial evaluation. */
public sealed interface Call extends Primitive permits Call.Jit, Loop, Cond, Remat, Custom {
    /** The name under which graphs print it. */
    String name();

    /** The graphs. */
    List<Body> bodies();

    @Override
    default Set<String> axisNames() {
        return bodies().stream().flatMap(body -> body.axisNames().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Parts this into what can run now and what must wait.
     *
     * @param known which operands are known; some are, and some are not
     */
    Parts part(List<Boolean> known);

    /**
     * A call in two: the first half makes the known results and what the second needs of the known operands.
     *
     * @param now takes the known operands; gives the known results, then the residuals
     * @param later takes the residuals, then the unknown operands; gives the other results
     * @param knownResults which results the first half gives
     */
    record Parts(Call now, Call later, List<Boolean> knownResults) {
        /** A call that waits as a whole: its known operands are handed over. */
        static Parts waiting(Call call, List<TensorSpec> operands, List<Boolean> known) {
            List<Var> all = operands.stream().map(Var::new).toList();
            List<Var> handedOver = new ArrayList<>();
            List<Var> unknown = new ArrayList<>();
            for (int i = 0; i < known.size(); i++) {
                (known.get(i) ? handedOver : unknown).add(all.get(i));
            }
            List<Var> inputs = new ArrayList<>(handedOver);
            inputs.addAll(unknown);
            List<Var> results = call.infer(operands).stream().map(Var::new).toList();
            Graph later = new Graph(inputs, List.of(new Eqn(results, call, List.copyOf(all))), List.copyOf(results));
            return new Parts(new Jit(call.name(), new Body(new Graph(handedOver, List.of(), List.copyOf(handedOver)))),
                    new Jit(call.name(), new Body(later)), Collections.nCopies(results.size(), false));
        }
    }

    /** A jitted function within another transformation, as {@code jax.jit}'s {@code pjit}. */
    record Jit(String name, Body body) implements Call {
        private static final BitSet NONE = new BitSet();

        @Override
        public List<Body> bodies() { return List.of(body); }

        @Override
        public List<TensorSpec> infer(List<TensorSpec> operands) {
            if (!body.inputs().equals(operands)) {
                throw new IllegalArgumentException(
                        name + ": operands " + body.inputs() + " are expected; got " + operands);
            }
            return body.outputs();
        }

        @Override
        public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
            Derived jvp = Deriving.jvp(body, Zeros.present(tangents), NONE);
            List<Tensor> operands = new ArrayList<>(primals);
            operands.addAll(Zeros.dropped(tangents));
            List<Tensor> all = Tracing.bind(new Jit(name, jvp.body()), operands);
            int results = body.outputs().size();
            return new Jvp(all.subList(0, results),
                    Zeros.spread(all.subList(results, all.size()), jvp.present(), results));
        }

        @Override
        public List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
            BitSet linear = Operand.linear(operands);
            Derived transposed = Deriving.transpose(body, linear, Zeros.present(cotangents), NONE);
            List<Tensor> given = new ArrayList<>(Operand.known(operands));
            given.addAll(Zeros.dropped(cotangents));
            return Zeros.spread(Tracing.bind(new Jit(name, transposed.body()), given), transposed.present(),
                    operands.size());
        }

        @Override
        public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
            Batched all = Deriving.batch(body, lanes, batched);
            return new Lanes.Results(Tracing.bind(new Jit(name, all.body()), operands), all.batched());
        }

        @Override
        public Parts part(List<Boolean> known) {
            Halves halves = Halves.of(body, known, NONE);
            return new Parts(new Jit(name, halves.now()), new Jit(name, halves.later()), halves.knownOutputs());
        }
    }
}
