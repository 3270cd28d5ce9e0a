package org.dovetail.core.internal.prim;

import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** A primitive that holds a graph, and is differentiated, batched and compiled as one; it has one rule more, partial evaluation. */
public sealed interface Call extends Primitive {
    /** The name under which graphs print it. */
    String name();

    /** The graph. */
    Body body();

    /**
     * Parts this into what can run now and what must wait.
     *
     * @param known which operands are known
     */
    Parts part(List<Boolean> known);

    /**
     * A call in two: the first half makes the known results and what the second needs of the known operands.
     *
     * @param now takes the known operands; gives the known results, then the residuals
     * @param later takes the residuals, then the unknown operands; gives the other results
     * @param knownResults which results the first half gives
     */
    record Parts(Call now, Call later, List<Boolean> knownResults) {}

    /** A jitted function within another transformation, as {@code jax.jit}'s {@code pjit}. */
    record Jit(String name, Body body) implements Call {
        @Override
        public List<TensorSpec> infer(List<TensorSpec> operands) {
            List<TensorSpec> inputs = body.graph().inputs().stream().map(input -> input.spec()).toList();
            if (!inputs.equals(operands)) {
                throw new IllegalArgumentException(name + ": operands " + inputs + " are expected; got " + operands);
            }
            return body.graph().outputSpecs();
        }

        @Override
        public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
            return body.jvp(primals, tangents, this::on);
        }

        @Override
        public List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
            return body.transpose(cotangents, operands, this::on);
        }

        @Override
        public List<Tensor> batch(int size, List<Tensor> operands, List<Boolean> batched) {
            return body.batch(size, operands, batched, this::on);
        }

        @Override
        public Parts part(List<Boolean> known) {
            Body.Halves halves = body.halves(known);
            return new Parts(on(halves.now()), on(halves.later()), halves.knownResults());
        }

        private Jit on(Body other) { return new Jit(name, other); }
    }
}
