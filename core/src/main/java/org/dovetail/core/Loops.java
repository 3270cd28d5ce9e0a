package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Body;
import org.dovetail.core.internal.prim.Cond;
import org.dovetail.core.internal.prim.Scan;
import org.dovetail.core.internal.prim.While;
import org.dovetail.core.internal.trace.GraphTrace;
import org.dovetail.core.internal.trace.Tracing;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/** Stages the functions of loops and choices, and binds them. */
final class Loops {
    private Loops() {}

    /**
     * A function over flat lists as a graph.
     *
     * @param graph takes what the function takes, then what it captured
     * @param captured tracers that it read
     * @param result the structure of what it gave
     */
    private record Staged(Graph graph, List<Tensor> captured, TreeDef result) {}

    private static Staged stage(List<TensorSpec> inputs, Function<List<Tensor>, @Nullable Object> function) {
        AtomicReference<Tree> result = new AtomicReference<>(Tree.of(null));
        GraphTrace.Staged staged = GraphTrace.run(arguments -> {
            result.set(Tree.of(function.apply(arguments)));
            return result.get().leaves();
        }, inputs);
        return new Staged(staged.graph(), staged.captured(), result.get().structure());
    }

    private static List<TensorSpec> specs(List<Tensor> tensors) { return tensors.stream().map(Tensor::spec).toList(); }

    static <C, X, Y> Carry<C, Y> scan(F2<C, X, Carry<C, Y>> step, C init, X xs, ScanOptions options) {
        Tree carry = Tree.of(init);
        Tree scanned = Tree.of(xs);
        int length = length(scanned, options);
        int carries = carry.leaves().size();
        List<TensorSpec> inputs = new ArrayList<>(specs(carry.leaves()));
        scanned.leaves().forEach(leaf -> inputs.add(leaf.spec().withShape(leaf.shape().withoutFirst())));
        Staged staged = stage(inputs, arguments -> step.apply(carry.with(arguments.subList(0, carries)),
                scanned.with(arguments.subList(carries, arguments.size()))));
        Carry<TreeDef, TreeDef> result = parts(staged.result);
        requireSame("scan", carry, result.carry(),
                staged.graph.outputSpecs().subList(0, Math.min(carries, staged.graph.outputs().size())));
        // The graph takes carry, elements, captured values; a scan's body takes the captured ones first.
        List<Var> order = new ArrayList<>(staged.graph.inputs().subList(inputs.size(), staged.graph.inputs().size()));
        order.addAll(staged.graph.inputs().subList(0, inputs.size()));
        Body body = new Body(new Graph(order, staged.graph.equations(), staged.graph.outputs()));
        List<Tensor> operands = new ArrayList<>(staged.captured);
        operands.addAll(carry.leaves());
        operands.addAll(scanned.leaves());
        List<Tensor> results = Tracing
                .bind(new Scan(body, new Scan.Steps(length, options.isReversed(), options.unroll()),
                        staged.captured.size(), carries), operands);
        return new Carry<>(carry.with(results.subList(0, carries)),
                result.out().unflatten(results.subList(carries, results.size())));
    }

    /** The structures of a carry and an output. */
    private static Carry<TreeDef, TreeDef> parts(TreeDef carry) {
        if (carry instanceof TreeDef.Branch(_, _, List<TreeDef> parts) && parts.size() == 2) {
            return new Carry<>(parts.get(0), parts.get(1));
        }
        throw new IllegalArgumentException(
                "scan: the function must give a Carry of the next carry and an output; got null");
    }

    private static int length(Tree scanned, ScanOptions options) {
        int length = options.length().orElse(-1);
        for (int i = 0; i < scanned.leaves().size(); i++) {
            TensorSpec leaf = scanned.leaves().get(i).spec();
            int extent = leaf.shape().rank() == 0 ? -1 : leaf.shape().extent(0);
            if (extent < 0 || length >= 0 && extent != length) {
                throw new IllegalArgumentException("scan: "
                        + (length < 0 ? "a first axis" : length + " elements along the first axis")
                        + " is expected of what is scanned; got " + leaf + " at " + scanned.structure().paths().get(i));
            }
            length = extent;
        }
        if (length < 0) {
            throw new IllegalArgumentException(
                    "scan: nothing tells the number of steps; pass ScanOptions.DEFAULT.withLength(steps)");
        }
        return length;
    }

    private static void requireSame(String caller, Tree carry, TreeDef result, List<TensorSpec> specs) {
        if (!carry.structure().equals(result)) {
            throw new IllegalArgumentException(
                    caller + ": the function must give a carry of the structure that it takes: "
                            + Tree.difference(carry.structure(), result));
        }
        for (int i = 0; i < specs.size(); i++) {
            TensorSpec taken = carry.leaves().get(i).spec();
            if (!taken.equals(specs.get(i))) {
                String path = carry.structure().paths().get(i);
                throw new IllegalArgumentException(caller + ": the carry" + (path.isEmpty() ? "" : " at " + path)
                        + " is " + taken
                        + " before a step and " + specs.get(i) + " after it; cast or reshape it to stay the same");
            }
        }
    }

    static <C> C whileLoop(String caller, F1<C, Tensor> condition, F1<C, C> step, C init) {
        Tree carry = Tree.of(init);
        List<TensorSpec> inputs = specs(carry.leaves());
        Staged test = stage(inputs, arguments -> condition.apply(carry.with(arguments)));
        List<TensorSpec> truth = test.graph.outputSpecs();
        if (!truth.equals(List.of(TensorSpec.of(DType.BOOL)))) {
            throw new IllegalArgumentException(
                    caller + ": the condition must give one truth value, bool[]; got " + truth);
        }
        Staged body = stage(inputs, arguments -> step.apply(carry.with(arguments)));
        requireSame(caller, carry, body.result, body.graph.outputSpecs());
        List<Tensor> operands = new ArrayList<>(test.captured);
        operands.addAll(body.captured);
        operands.addAll(carry.leaves());
        return carry.with(Tracing.bind(new While(capturedFirst(test, inputs.size()), capturedFirst(body, inputs.size()),
                test.captured.size(), body.captured.size()), operands));
    }

    private static Body capturedFirst(Staged staged, int arguments) {
        List<Var> inputs = staged.graph.inputs();
        List<Var> order = new ArrayList<>(inputs.subList(arguments, inputs.size()));
        order.addAll(inputs.subList(0, arguments));
        return new Body(new Graph(order, staged.graph.equations(), staged.graph.outputs()));
    }

    static <A, R> R choose(String caller, Tensor index, List<F1<A, R>> branches, A operand) {
        Tree argument = Tree.of(operand);
        List<TensorSpec> inputs = specs(argument.leaves());
        List<Staged> staged = branches.stream()
                .map(branch -> stage(inputs, arguments -> branch.apply(argument.with(arguments)))).toList();
        Staged first = staged.getFirst();
        for (Staged other : staged) {
            if (!other.result.equals(first.result) || !other.graph.outputSpecs().equals(first.graph.outputSpecs())) {
                throw new IllegalArgumentException(
                        caller + ": the branches must give the same structure, dtypes and shapes; got "
                                + first.graph.outputSpecs() + " and " + other.graph.outputSpecs());
            }
        }
        List<Tensor> captured = staged.stream().flatMap(branch -> branch.captured.stream()).distinct().toList();
        List<Body> bodies = staged.stream().map(branch -> withCaptured(branch, inputs.size(), captured)).toList();
        List<Tensor> operands = new ArrayList<>();
        operands.add(index);
        operands.addAll(argument.leaves());
        operands.addAll(captured);
        return first.result.unflatten(Tracing.bind(new Cond(bodies), operands));
    }

    /** A branch that takes what all branches captured, and reads its own. */
    private static Body withCaptured(Staged branch, int arguments, List<Tensor> captured) {
        List<Var> own = branch.graph.inputs();
        List<Var> inputs = new ArrayList<>(own.subList(0, arguments));
        for (Tensor tensor : captured) {
            int at = branch.captured.indexOf(tensor);
            inputs.add(at < 0 ? new Var(tensor.spec()) : own.get(arguments + at));
        }
        return new Body(new Graph(inputs, branch.graph.equations(), branch.graph.outputs()));
    }
}
