package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;

/**
 * A body in two: what can run when some inputs are known, and what must wait for the others.
 *
 * @param now takes the known inputs; gives the known outputs, then the residuals
 * @param later takes the residuals, then the unknown inputs; gives the other outputs
 * @param knownOutputs which outputs the first half gives
 * @param residuals the variables of the first half's graph that the second reads
 */
record Halves(Body now, Body later, List<Boolean> knownOutputs, List<Var> residuals) {
    private record HalvesOf(List<Boolean> known, BitSet waiting) {}

    /**
     * Parts a body: equations that read an unknown variable go into the second half; calls among them are parted themselves.
     *
     * @param known which inputs are known
     * @param waiting which outputs the second half gives in any case
     */
    static Halves of(Body body, List<Boolean> known, BitSet waiting) {
        return body.once(new HalvesOf(known, waiting),
                () -> new Parting(Inlining.of(body.graph())).part(known, waiting));
    }

    private static final class Parting {
        private final Graph graph;
        private final Set<Var> unknown = new HashSet<>();
        private final List<Eqn> now = new ArrayList<>();
        private final List<Eqn> later = new ArrayList<>();
        private final Set<Var> residuals = new LinkedHashSet<>();

        Parting(Graph graph) { this.graph = graph; }

        Halves part(List<Boolean> known, BitSet waiting) {
            List<Var> knownInputs = new ArrayList<>();
            List<Var> unknownInputs = new ArrayList<>();
            for (int i = 0; i < known.size(); i++) {
                (known.get(i) ? knownInputs : unknownInputs).add(graph.inputs().get(i));
            }
            unknown.addAll(unknownInputs);
            graph.equations().forEach(this::add);
            List<Boolean> knownOutputs = new ArrayList<>();
            List<Atom> nowOutputs = new ArrayList<>();
            List<Atom> laterOutputs = new ArrayList<>();
            for (int i = 0; i < graph.outputs().size(); i++) {
                Atom output = graph.outputs().get(i);
                boolean waits = unknown.contains(output) || waiting.get(i);
                knownOutputs.add(!waits);
                (waits ? laterOutputs : nowOutputs).add(output);
                if (waits) {
                    read(output);
                }
            }
            nowOutputs.addAll(residuals);
            List<Var> laterInputs = new ArrayList<>(residuals);
            laterInputs.addAll(unknownInputs);
            return new Halves(new Body(new Graph(knownInputs, now, nowOutputs)),
                    new Body(new Graph(laterInputs, later, laterOutputs)), List.copyOf(knownOutputs),
                    List.copyOf(residuals));
        }

        private void add(Eqn equation) {
            List<Boolean> known = equation.operands().stream().map(operand -> !unknown.contains(operand)).toList();
            if (!known.contains(false)) {
                now.add(equation);
            } else if (equation.primitive() instanceof Call call && known.contains(true)) {
                addParts(equation, call.part(known), known);
            } else {
                later.add(equation);
                equation.operands().forEach(this::read);
                unknown.addAll(equation.results());
            }
        }

        private void addParts(Eqn equation, Call.Parts parts, List<Boolean> known) {
            List<Atom> nowOperands = new ArrayList<>();
            List<Atom> laterOperands = new ArrayList<>();
            for (int i = 0; i < known.size(); i++) {
                (known.get(i) ? nowOperands : laterOperands).add(equation.operands().get(i));
            }
            List<Var> nowResults = new ArrayList<>();
            List<Var> laterResults = new ArrayList<>();
            for (int i = 0; i < equation.results().size(); i++) {
                (parts.knownResults().get(i) ? nowResults : laterResults).add(equation.results().get(i));
            }
            List<Var> passed = parts.now().infer(nowOperands.stream().map(Atom::spec).toList())
                    .stream().skip(nowResults.size()).map(Var::new).toList();
            nowResults.addAll(passed);
            now.add(new Eqn(nowResults, parts.now(), nowOperands));
            passed.forEach(this::read);
            laterOperands.addAll(0, passed);
            later.add(new Eqn(laterResults, parts.later(), laterOperands));
            unknown.addAll(laterResults);
        }

        private void read(Atom atom) {
            if (atom instanceof Var variable && !unknown.contains(variable)) {
                residuals.add(variable);
            }
        }
    }
}
