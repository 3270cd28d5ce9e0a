package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;

/**
 * Parts a scan into two. Carries are known if a step that is given the known ones makes them known. What the second half needs of the first is stacked, one element a
 * step; but what depends on constants alone is computed once, before the first scan, and handed over as it is, and so are the first value of a carry that becomes
 * unknown, what is scanned, and a result.
 */
final class ScanParts {
    private final Scan scan;
    /** Which operands are known. */
    private final List<Boolean> given;
    /** Which inputs of each step are known; fewer, since a carry may become unknown after the first step. */
    private final List<Boolean> known;
    private final int constants;
    private final int carries;

    ScanParts(Scan scan, List<Boolean> known) {
        this.scan = scan;
        this.given = known;
        this.known = new ArrayList<>(known);
        this.constants = scan.constants();
        this.carries = scan.carries();
    }

    Call.Parts parts() {
        Halves halves = closed();
        Hoisted hoisted = Hoisted.of(halves.now(), knownConstants());
        Set<Var> invariant = new HashSet<>(hoisted.outputs());
        List<Var> once = halves.residuals().stream().filter(invariant::contains).toList();
        List<Var> stacked = halves.residuals().stream().filter(residual -> !invariant.contains(residual)).toList();
        List<Boolean> results = new ArrayList<>(halves.knownOutputs());
        return new Call.Parts(now(halves, hoisted, once, stacked), later(halves, once, stacked), results);
    }

    /** The halves of the body, with the unknown carries closed under it. */
    private Halves closed() {
        while (true) {
            BitSet waiting = new BitSet();
            for (int i = 0; i < carries; i++) {
                waiting.set(i, !known.get(constants + i));
            }
            Halves halves = Halves.of(scan.body(), List.copyOf(known), waiting);
            boolean isClosed = true;
            for (int i = 0; i < carries; i++) {
                if (known.get(constants + i) && !halves.knownOutputs().get(i)) {
                    known.set(constants + i, false);
                    isClosed = false;
                }
            }
            if (isClosed) {
                return halves;
            }
        }
    }

    private int count(int from, int to, boolean isKnown) {
        return (int) known.subList(from, to).stream().filter(k -> k == isKnown).count();
    }

    private int knownConstants() { return count(0, constants, true); }

    /** What a body computes from its first inputs alone, with those inputs themselves. */
    private record Hoisted(List<Eqn> equations, List<Eqn> rest, List<Var> outputs) {
        static Hoisted of(Body body, int inputs) {
            Set<Var> invariant = new HashSet<>(body.graph().inputs().subList(0, inputs));
            List<Var> outputs = new ArrayList<>(body.graph().inputs().subList(0, inputs));
            List<Eqn> equations = new ArrayList<>();
            List<Eqn> rest = new ArrayList<>();
            for (Eqn equation : body.graph().equations()) {
                boolean isInvariant = equation.operands().stream()
                        .allMatch(operand -> !(operand instanceof Var variable) || invariant.contains(variable));
                (isInvariant ? equations : rest).add(equation);
                if (isInvariant) {
                    invariant.addAll(equation.results());
                    outputs.addAll(equation.results());
                }
            }
            return new Hoisted(equations, rest, outputs);
        }
    }

    /** The invariant equations, then the scan of the others; gives known results, then residuals. */
    private Call now(Halves halves, Hoisted hoisted, List<Var> once, List<Var> stacked) {
        Graph body = halves.now().graph();
        int knownCarries = count(constants, constants + carries, true);
        List<Var> elements = body.inputs().subList(knownConstants() + knownCarries, body.inputs().size());
        List<Var> carriedAndRun = body.inputs().subList(knownConstants(), body.inputs().size());
        List<Var> passed = hoisted.outputs();
        List<Var> inner = new ArrayList<>(passed);
        inner.addAll(carriedAndRun);
        int knownResults = body.outputs().size() - halves.residuals().size();
        List<Atom> outputs = new ArrayList<>(body.outputs().subList(0, knownResults));
        Set<Atom> there = new HashSet<>(elements);
        there.addAll(outputs.subList(knownCarries, knownResults));
        stacked.stream().filter(residual -> !there.contains(residual)).forEach(outputs::add);
        Scan first = scan.with(new Body(new Graph(inner, hoisted.rest(), outputs)), passed.size(), knownCarries);

        List<Var> outer = new ArrayList<>();
        List<Var> firstValues = new ArrayList<>();
        List<Atom> operands = new ArrayList<>(passed);
        int next = 0;
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i) && !known.get(i)) {
                firstValues.add(new Var(scan.body().inputs().get(i)));
                outer.add(firstValues.getLast());
            } else if (given.get(i)) {
                Var input = body.inputs().get(next++);
                outer.add(i < constants + carries ? input : lengthened(input.spec()));
                if (i >= constants) {
                    operands.add(outer.getLast());
                }
            }
        }
        List<Var> results = first.infer(operands.stream().map(Atom::spec).toList()).stream().map(Var::new).toList();
        List<Eqn> equations = new ArrayList<>(hoisted.equations());
        equations.add(new Eqn(results, first, operands));
        List<Atom> all = new ArrayList<>(results.subList(0, knownResults));
        all.addAll(once);
        for (Var residual : stacked) {
            int element = elements.indexOf(residual);
            all.add(element >= 0
                    ? operands.get(passed.size() + knownCarries + element)
                    : results.get(knownCarries + outputs.subList(knownCarries, outputs.size()).indexOf(residual)));
        }
        all.addAll(firstValues);
        return new Call.Jit("scan", new Body(new Graph(outer, equations, all)));
    }

    private Var lengthened(TensorSpec element) {
        return new Var(element.withShape(element.shape().withFirst(scan.steps().count())));
    }

    /** The scan of what waits; takes residuals, then the unknown operands. */
    private Call later(Halves halves, List<Var> once, List<Var> stacked) {
        Graph body = halves.later().graph();
        int residuals = halves.residuals().size();
        int unknownConstants = count(0, constants, false);
        int unknownCarries = count(constants, constants + carries, false);
        List<Var> unknown = body.inputs().subList(residuals, body.inputs().size());
        List<Var> inner = new ArrayList<>(once);
        inner.addAll(unknown.subList(0, unknownConstants + unknownCarries));
        inner.addAll(stacked);
        inner.addAll(unknown.subList(unknownConstants + unknownCarries, unknown.size()));
        Scan second = scan.with(new Body(new Graph(inner, body.equations(), body.outputs())),
                once.size() + unknownConstants, unknownCarries);

        List<Var> firstValues = new ArrayList<>();
        List<Var> operands = new ArrayList<>();
        Map<Var, Var> outside = new HashMap<>();
        once.forEach(residual -> outside.put(residual, residual));
        stacked.forEach(residual -> outside.put(residual, lengthened(residual.spec())));
        int next = 0;
        for (int i = 0; i < given.size(); i++) {
            if (!known.get(i)) {
                Var input = unknown.get(next++);
                Var outer = i < constants + carries ? input : lengthened(input.spec());
                outside.put(input, outer);
                (given.get(i) ? firstValues : operands).add(outer);
            }
        }
        List<Var> outer = new ArrayList<>(once);
        stacked.forEach(residual -> outer.add(outside.get(residual)));
        outer.addAll(firstValues);
        outer.addAll(operands);
        List<Atom> passed = inner.stream().<Atom>map(outside::get).toList();
        List<Var> results = second.infer(passed.stream().map(Atom::spec).toList()).stream().map(Var::new).toList();
        return new Call.Jit("scan", new Body(
                new Graph(outer, List.of(new Eqn(results, second, passed)), new ArrayList<>(results))));
    }
}
