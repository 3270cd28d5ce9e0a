package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.prim.Deriving.Batched;
import org.dovetail.core.internal.prim.Deriving.Derived;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * Runs a body once per element along the first axis of some tensors, as {@code jax.lax.scan}.
 *
 * <p>
 * Operands are constants, the first carry, then the tensors that are run along. The body takes constants, carry and elements; it gives the next carry, then elements of
 * the results. Results are the last carry, then those elements stacked.
 *
 * @param body the body
 * @param steps how many, and in which order
 * @param constants how many operands are constants
 * @param carries how many are carries
 */
public record Scan(Body body, Steps steps, int constants, int carries) implements Loop {
    /**
     * The steps of a scan.
     *
     * @param count how many there are
     * @param isReversed whether the last elements come first
     * @param unroll how many are in one round of the loop
     */
    public record Steps(int count, boolean isReversed, int unroll) {
        /** Takes at most all steps in a round. */
        public Steps {
            unroll = Math.clamp(count, 1, unroll);
        }

        /** The number of the element that a step takes. */
        public int index(int step) {
            return isReversed ? count - 1 - step : step;
        }

        /** The same steps the other way round. */
        Steps reversed() { return new Steps(count, !isReversed, unroll); }
    }

    @Override
    public String name() { return "scan"; }

    @Override
    public List<Body> bodies() { return List.of(body); }

    /** How many tensors are run along. */
    public int runs() { return body.inputs().size() - constants - carries; }

    private int stacked() { return body.outputs().size() - carries; }

    private record RoundOf(int count, int constants, int carries) {}

    /**
     * The body of some steps in a row: takes constants, carry, then the elements step by step; gives the last carry, then the results' elements step by step.
     *
     * @param count how many steps, at least one
     */
    public Body round(int count) {
        return count == 1 ? body : body.once(new RoundOf(count, constants, carries), () -> {
            int along = constants + carries;
            List<TensorSpec> inputs = new ArrayList<>(body.inputs().subList(0, along));
            for (int step = 0; step < count; step++) {
                inputs.addAll(body.inputs().subList(along, body.inputs().size()));
            }
            return Deriving.staged(inputs, arguments -> {
                List<Tensor> carry = arguments.subList(constants, along);
                List<Tensor> elements = new ArrayList<>();
                for (int step = 0; step < count; step++) {
                    List<Tensor> taken = new ArrayList<>(arguments.subList(0, constants));
                    taken.addAll(carry);
                    taken.addAll(arguments.subList(along + step * runs(), along + (step + 1) * runs()));
                    List<Tensor> given = body.graph().evaluate(taken);
                    carry = given.subList(0, carries);
                    elements.addAll(given.subList(carries, given.size()));
                }
                List<Tensor> all = new ArrayList<>(carry);
                all.addAll(elements);
                return all;
            });
        });
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> operands) {
        int along = constants + carries;
        List<TensorSpec> expected = new ArrayList<>(body.inputs().subList(0, along));
        body.inputs().subList(along, body.inputs().size()).forEach(element -> expected.add(lengthened(element)));
        if (!expected.equals(operands)) {
            throw new IllegalArgumentException("scan: operands " + expected + " are expected; got " + operands);
        }
        List<TensorSpec> results = new ArrayList<>(body.outputs().subList(0, carries));
        body.outputs().subList(carries, body.outputs().size()).forEach(element -> results.add(lengthened(element)));
        return results;
    }

    private TensorSpec lengthened(TensorSpec element) {
        return element.withShape(element.shape().withFirst(steps.count));
    }

    @Override
    public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
        BitSet nonzero = Zeros.present(tangents);
        Derived jvp = jvpOfBody(nonzero);
        BitSet carried = nonzero.get(constants, constants + carries);
        // The derivative takes primals, then tangents; a scan wants them by constants, carries, elements.
        List<Integer> order = Orders.interleaved(List.of(constants, carries, runs()), nonzero);
        BitSet stackedTangents = jvp.present().get(carries, carries + stacked());
        List<Integer> results = Orders.interleaved(List.of(carries, stacked()), jvp.present());
        Scan scan = with(Orders.arranged(jvp.body(), order, results),
                constants + nonzero.get(0, constants).cardinality(), carries + carried.cardinality());
        List<@Nullable Tensor> filled = Zeros.filled(tangents, Orders.shifted(carried, constants),
                primals.stream().map(Tensor::spec).toList());
        List<Tensor> operands = new ArrayList<>(primals);
        operands.addAll(Zeros.dropped(filled));
        List<Tensor> all = Tracing.bind(scan, Orders.permuted(operands, order));
        List<Tensor> back = Orders.unpermuted(all, results);
        int count = carries + stacked();
        BitSet present = Orders.shifted(stackedTangents, carries);
        present.or(carried);
        return new Jvp(back.subList(0, count), Zeros.spread(back.subList(count, back.size()), present, count));
    }

    /** The derivative of the body, with the carries' tangents closed under it: added to {@code nonzero} until a step adds none. */
    private Derived jvpOfBody(BitSet nonzero) {
        while (true) {
            Derived jvp = Deriving.jvp(body, (BitSet) nonzero.clone(), nonzero.get(constants, constants + carries));
            BitSet carried = Orders.shifted(jvp.present().get(0, carries), constants);
            carried.andNot(nonzero);
            if (carried.isEmpty()) {
                return jvp;
            }
            nonzero.or(carried);
        }
    }

    @Override
    public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
        List<Boolean> inputs = new ArrayList<>(batched);
        Batched all = batchOfBody(lanes, inputs);
        List<Tensor> values = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Tensor value = inputs.get(i)
                    ? Batching.batched(operands.get(i), lanes.size(), batched.get(i))
                    : operands.get(i);
            values.add(i >= constants + carries && inputs.get(i) ? Ops.moveAxis(value, 0, 1) : value);
        }
        List<Tensor> results = Tracing.bind(with(all.body(), constants, carries), values);
        List<Tensor> moved = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            boolean isStacked = all.batched().get(i) && i >= carries;
            moved.add(isStacked ? Ops.moveAxis(results.get(i), 1, 0) : results.get(i));
        }
        return new Lanes.Results(moved, all.batched());
    }

    /** The batched body, with the carries that are batched closed under it. */
    private Batched batchOfBody(Lanes lanes, List<Boolean> inputs) {
        while (true) {
            List<Boolean> forced = new ArrayList<>(inputs.subList(constants, constants + carries));
            forced.addAll(Collections.nCopies(stacked(), false));
            Batched batched = Deriving.batch(body, lanes, List.copyOf(inputs), List.copyOf(forced));
            if (batched.batched().subList(0, carries).equals(forced.subList(0, carries))) {
                return batched;
            }
            for (int i = 0; i < carries; i++) {
                inputs.set(constants + i, batched.batched().get(i));
            }
        }
    }

    @Override
    public Parts part(List<Boolean> known) { return new ScanParts(this, known).parts(); }

    @Override
    public List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
        return new ScanTranspose(this, operands).transpose(cotangents);
    }

    /** The same steps with another body and other groups of operands. */
    Scan with(Body other, int otherConstants, int otherCarries) {
        return new Scan(other, steps, otherConstants, otherCarries);
    }
}
