package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Deriving.Batched;
import org.dovetail.core.internal.prim.Deriving.Derived;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * Runs a body as long as a condition holds, as {@code jax.lax.while_loop}.
 *
 * <p>
 * Operands are constants of the condition, constants of the body, then the first carry. Results are the last carry.
 *
 * @param condition takes its constants and the carry; gives a truth value
 * @param body takes its constants and the carry; gives the next carry
 * @param conditionConstants how many operands are constants of the condition
 * @param bodyConstants how many are constants of the body
 */
public record While(Body condition, Body body, int conditionConstants, int bodyConstants) implements Loop {
    private static final String NO_REVERSE = "grad: whileLoop cannot be differentiated in reverse, since the number of its steps is "
            + "not known and every step would have to be kept. Write foriLoop with int bounds, or scan; jvp works as it is";

    @Override
    public String name() { return "while"; }

    @Override
    public List<Body> bodies() { return List.of(condition, body); }

    private int constants() { return conditionConstants + bodyConstants; }

    private int carries() { return body.outputs().size(); }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> operands) {
        List<TensorSpec> expected = new ArrayList<>(condition.inputs().subList(0, conditionConstants));
        expected.addAll(body.inputs());
        if (!expected.equals(operands)) {
            throw new IllegalArgumentException("while: operands " + expected + " are expected; got " + operands);
        }
        return body.outputs();
    }

    @Override
    public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
        BitSet nonzero = Zeros.present(tangents).get(conditionConstants, primals.size());
        Derived jvp = jvpOfBody(nonzero);
        BitSet carried = nonzero.get(bodyConstants, bodyConstants + carries());
        List<Integer> order = Orders.interleaved(List.of(bodyConstants, carries()), nonzero);
        Body both = Orders.arranged(jvp.body(), order, Batching.range(0, carries() + carried.cardinality()));
        While loop = new While(ignoring(Zeros.at(carried, body.outputs())), both, conditionConstants,
                bodyConstants + nonzero.get(0, bodyConstants).cardinality());
        List<TensorSpec> specs = primals.stream().map(Tensor::spec).toList();
        List<@Nullable Tensor> filled = Zeros.filled(tangents, Orders.shifted(carried, constants()), specs);
        List<Tensor> operands = new ArrayList<>(primals.subList(conditionConstants, primals.size()));
        operands.addAll(Zeros.dropped(filled.subList(conditionConstants, filled.size())));
        List<Tensor> given = new ArrayList<>(primals.subList(0, conditionConstants));
        given.addAll(Orders.permuted(operands, order));
        List<Tensor> results = Tracing.bind(loop, given);
        return new Jvp(results.subList(0, carries()),
                Zeros.spread(results.subList(carries(), results.size()), carried, carries()));
    }

    private Derived jvpOfBody(BitSet nonzero) {
        while (true) {
            Derived jvp = Deriving.jvp(body, (BitSet) nonzero.clone(),
                    nonzero.get(bodyConstants, bodyConstants + carries()));
            BitSet carried = Orders.shifted(jvp.present(), bodyConstants);
            carried.andNot(nonzero);
            if (carried.isEmpty()) {
                return jvp;
            }
            nonzero.or(carried);
        }
    }

    /** The condition on a carry that has more behind it. */
    private Body ignoring(List<TensorSpec> more) {
        List<Var> inputs = new ArrayList<>(condition.graph().inputs());
        more.forEach(spec -> inputs.add(new Var(spec)));
        return new Body(new Graph(inputs, condition.graph().equations(), condition.graph().outputs()));
    }

    @Override
    public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
        List<Boolean> inputs = new ArrayList<>(batched);
        boolean isPerLane = closed(lanes, inputs);
        List<Tensor> values = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            values.add(inputs.get(i)
                    ? Batching.batched(operands.get(i), lanes.size(), batched.get(i))
                    : operands.get(i));
        }
        List<Boolean> carried = List.copyOf(inputs.subList(constants(), inputs.size()));
        Batched step = Deriving.batch(body, lanes, List.copyOf(inputs.subList(conditionConstants, inputs.size())),
                carried);
        Batched test = Deriving.batch(condition, lanes, conditionInputs(inputs), List.of(isPerLane));
        List<Tensor> results = isPerLane
                ? Tracing.bind(perLane(test.body(), step.body()), perLaneOperands(values))
                : Tracing.bind(new While(test.body(), step.body(), conditionConstants, bodyConstants), values);
        return new Lanes.Results(results, carried);
    }

    private List<Boolean> conditionInputs(List<Boolean> inputs) {
        List<Boolean> taken = new ArrayList<>(inputs.subList(0, conditionConstants));
        taken.addAll(inputs.subList(constants(), inputs.size()));
        return List.copyOf(taken);
    }

    /** Adds to the batched inputs the carries that a step makes so; tells whether the condition is batched, which makes all carries so. */
    private boolean closed(Lanes lanes, List<Boolean> inputs) {
        while (true) {
            boolean isPerLane = Deriving.batch(condition, lanes, conditionInputs(inputs), List.of(false)).batched()
                    .getFirst();
            List<Boolean> carried = List.copyOf(inputs.subList(constants(), inputs.size()));
            List<Boolean> made = isPerLane
                    ? Collections.nCopies(carries(), true)
                    : Deriving
                            .batch(body, lanes, List.copyOf(inputs.subList(conditionConstants, inputs.size())), carried)
                            .batched();
            if (made.equals(carried)) {
                return isPerLane;
            }
            for (int i = 0; i < carries(); i++) {
                inputs.set(constants() + i, made.get(i));
            }
        }
    }

    /** A loop that goes on while any lane does; a lane that has ended keeps its carry. Both parts take the constants of both. */
    private While perLane(Body test, Body step) {
        List<TensorSpec> taken = new ArrayList<>(test.inputs().subList(0, conditionConstants));
        taken.addAll(step.inputs());
        Body any = Deriving.staged(test.inputs(),
                arguments -> List.of(test.graph().evaluate(arguments).getFirst().any()));
        Body kept = Deriving.staged(taken, arguments -> {
            List<Tensor> carry = arguments.subList(constants(), arguments.size());
            List<Tensor> tested = new ArrayList<>(arguments.subList(0, conditionConstants));
            tested.addAll(carry);
            Tensor goesOn = test.graph().evaluate(tested).getFirst();
            List<Tensor> next = step.graph().evaluate(arguments.subList(conditionConstants, arguments.size()));
            List<Tensor> results = new ArrayList<>();
            for (int i = 0; i < next.size(); i++) {
                Shape shape = next.get(i).shape();
                results.add(Ops.select(new Shaping.Broadcast(shape, List.of(0)).of(goesOn), next.get(i), carry.get(i)));
            }
            return results;
        });
        return new While(any, kept, conditionConstants, constants());
    }

    private List<Tensor> perLaneOperands(List<Tensor> values) {
        List<Tensor> operands = new ArrayList<>(values.subList(0, conditionConstants));
        operands.addAll(values);
        return operands;
    }

    /** Carries that depend on nothing unknown are computed now; the second half runs the whole loop again, from known values. */
    @Override
    public Parts part(List<Boolean> known) {
        List<Boolean> inputs = new ArrayList<>(known);
        boolean isKnown = closedUnknown(inputs);
        List<Boolean> carried = inputs.subList(constants(), inputs.size());
        List<Var> operands = new ArrayList<>();
        inputsOfLoop().forEach(spec -> operands.add(new Var(spec)));
        List<Var> nowInputs = new ArrayList<>();
        List<Var> unknown = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            (known.get(i) ? nowInputs : unknown).add(operands.get(i));
        }
        List<Boolean> knownResults = carried.stream().map(is -> isKnown && is).toList();
        List<Var> laterInputs = new ArrayList<>(nowInputs);
        laterInputs.addAll(unknown);
        List<Var> results = body.outputs().stream().map(Var::new).toList();
        List<Atom> later = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (!knownResults.get(i)) {
                later.add(results.get(i));
            }
        }
        Graph second = new Graph(laterInputs, List.of(new Eqn(results, this, List.copyOf(operands))), later);
        return new Parts(now(operands, nowInputs, inputs, knownResults), new Jit("while", new Body(second)),
                knownResults);
    }

    private List<TensorSpec> inputsOfLoop() {
        List<TensorSpec> all = new ArrayList<>(condition.inputs().subList(0, conditionConstants));
        all.addAll(body.inputs());
        return all;
    }

    /** Adds to the unknown inputs the carries that a step makes so; tells whether the condition is known. */
    private boolean closedUnknown(List<Boolean> inputs) {
        while (true) {
            List<Boolean> made = Halves
                    .of(body, List.copyOf(inputs.subList(conditionConstants, inputs.size())), unknownCarries(inputs))
                    .knownOutputs();
            boolean isKnown = Halves.of(condition, conditionInputs(inputs), new BitSet()).knownOutputs().getFirst();
            if (made.equals(inputs.subList(constants(), inputs.size()))) {
                return isKnown;
            }
            for (int i = 0; i < carries(); i++) {
                inputs.set(constants() + i, made.get(i));
            }
        }
    }

    /** The loop over the known carries alone; gives those, then all that it was given. */
    private Call now(List<Var> operands, List<Var> nowInputs, List<Boolean> inputs, List<Boolean> knownResults) {
        List<Atom> outputs = new ArrayList<>();
        List<Eqn> equations = new ArrayList<>();
        if (knownResults.contains(true)) {
            Halves step = Halves.of(body, List.copyOf(inputs.subList(conditionConstants, inputs.size())),
                    unknownCarries(inputs));
            Halves test = Halves.of(condition, conditionInputs(inputs), new BitSet());
            int results = (int) knownResults.stream().filter(is -> is).count();
            Graph graph = step.now().graph();
            Body kept = new Body(new Graph(graph.inputs(), graph.equations(), graph.outputs().subList(0, results)));
            int first = (int) inputs.subList(0, conditionConstants).stream().filter(is -> is).count();
            int second = (int) inputs.subList(conditionConstants, constants()).stream().filter(is -> is).count();
            List<Atom> given = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                if (inputs.get(i)) {
                    given.add(operands.get(i));
                }
            }
            List<Var> bound = kept.outputs().stream().map(Var::new).toList();
            equations.add(new Eqn(bound, new While(test.now(), kept, first, second), given));
            outputs.addAll(bound);
        }
        outputs.addAll(nowInputs);
        return new Jit("while", new Body(new Graph(nowInputs, equations, outputs)));
    }

    private BitSet unknownCarries(List<Boolean> inputs) {
        BitSet unknown = new BitSet();
        for (int i = 0; i < carries(); i++) {
            unknown.set(i, !inputs.get(constants() + i));
        }
        return unknown;
    }

    @Override
    public List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
        throw new UnsupportedOperationException(NO_REVERSE);
    }
}
