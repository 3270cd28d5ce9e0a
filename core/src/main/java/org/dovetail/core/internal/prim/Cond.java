package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Eqn;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.prim.Deriving.Derived;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * Runs one of several branches, as {@code jax.lax.switch}; with two of them it is {@code jax.lax.cond}.
 *
 * <p>
 * Operands are the number of the branch, an int32 that is brought into range, then what each branch takes. All branches give results of the same dtypes and shapes.
 *
 * @param branches the branches, at least one
 */
public record Cond(List<Body> branches) implements Call {
    public Cond {
        branches = List.copyOf(branches);
    }

    @Override
    public String name() { return "cond"; }

    @Override
    public List<Body> bodies() { return branches; }

    private Body any() { return branches.getFirst(); }

    private List<TensorSpec> operands() {
        List<TensorSpec> expected = new ArrayList<>();
        expected.add(TensorSpec.of(DType.INT32));
        expected.addAll(any().inputs());
        return expected;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> operands) {
        List<TensorSpec> expected = operands();
        if (!expected.equals(operands)) {
            throw new IllegalArgumentException("cond: operands " + expected + " are expected; got " + operands);
        }
        return any().outputs();
    }

    @Override
    public Jvp jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {
        List<@Nullable Tensor> taken = tangents.subList(1, tangents.size());
        BitSet nonzero = Zeros.present(taken);
        int results = any().outputs().size();
        BitSet union = new BitSet();
        branches.forEach(branch -> union.or(Deriving.jvp(branch, nonzero, new BitSet()).present()));
        List<Body> derivatives = branches.stream().map(branch -> Deriving.jvp(branch, nonzero, union).body()).toList();
        List<Tensor> operands = new ArrayList<>(primals);
        operands.addAll(Zeros.dropped(taken));
        List<Tensor> all = Tracing.bind(new Cond(derivatives), operands);
        return new Jvp(all.subList(0, results), Zeros.spread(all.subList(results, all.size()), union, results));
    }

    @Override
    public Lanes.Results batch(Lanes lanes, List<Tensor> operands, List<Boolean> batched) {
        List<Boolean> taken = List.copyOf(batched.subList(1, batched.size()));
        if (!batched.getFirst()) {
            List<Boolean> union = inAnyBranch(lanes, taken);
            List<Body> bodies = branches.stream()
                    .map(branch -> Deriving.batch(branch, lanes, taken, union).body()).toList();
            return new Lanes.Results(Tracing.bind(new Cond(bodies), operands), union);
        }
        return Lanes.Results.batched(perLane(lanes, operands.getFirst(), operands.subList(1, operands.size()), taken));
    }

    /** All branches for all lanes, of which each lane keeps its own's results. */
    private List<Tensor> perLane(Lanes lanes, Tensor index, List<Tensor> operands, List<Boolean> taken) {
        List<Boolean> all = Collections.nCopies(any().outputs().size(), true);
        Tensor chosen = index.maximum(0).minimum(branches.size() - 1);
        List<List<Tensor>> results = new ArrayList<>();
        for (int branch = 0; branch < branches.size(); branch++) {
            Tensor isMine = chosen.eq(branch);
            List<Tensor> given = new ArrayList<>();
            List<Boolean> batched = new ArrayList<>();
            for (int i = 0; i < operands.size(); i++) {
                boolean isFloat = operands.get(i).dtype().kind() == DType.Kind.FLOAT;
                given.add(isFloat
                        ? differentiatedWhere(isMine, Batching.batched(operands.get(i), lanes.size(), taken.get(i)))
                        : operands.get(i));
                batched.add(isFloat || taken.get(i));
            }
            results.add(Deriving.batch(branches.get(branch), lanes, List.copyOf(batched), all).body().graph()
                    .evaluate(given));
        }
        return selected(chosen, results);
    }

    /** The same numbers, of which lanes of other branches have no derivative: a branch that they do not take may have none there. */
    private static Tensor differentiatedWhere(Tensor isMine, Tensor x) {
        return Ops.select(new Shaping.Broadcast(x.shape(), List.of(0)).of(isMine), x,
                Elementwise.Unary.STOP_GRADIENT.of(x));
    }

    /** Which results some branch gives with the lanes' axis. */
    private List<Boolean> inAnyBranch(Lanes lanes, List<Boolean> taken) {
        List<List<Boolean>> each = branches.stream().map(branch -> Deriving.batch(branch, lanes, taken).batched())
                .toList();
        return Batching.range(0, any().outputs().size()).stream()
                .map(result -> each.stream().anyMatch(branch -> branch.get(result))).toList();
    }

    /** For each lane the results of its branch. */
    private static List<Tensor> selected(Tensor index, List<List<Tensor>> results) {
        List<Tensor> chosen = new ArrayList<>(results.getLast());
        for (int branch = results.size() - 2; branch >= 0; branch--) {
            Tensor isBefore = index.le(branch);
            for (int i = 0; i < chosen.size(); i++) {
                Tensor mine = results.get(branch).get(i);
                chosen.set(i,
                        Ops.select(new Shaping.Broadcast(mine.shape(), List.of(0)).of(isBefore), mine, chosen.get(i)));
            }
        }
        return chosen;
    }

    /** The halves of the branches; every branch hands over the residuals of all, zeros for those of others. */
    @Override
    public Parts part(List<Boolean> known) {
        if (!known.getFirst()) {
            return Parts.waiting(this, operands(), known);
        }
        List<Boolean> taken = List.copyOf(known.subList(1, known.size()));
        BitSet waits = new BitSet();
        for (Body branch : branches) {
            List<Boolean> outputs = Halves.of(branch, taken, new BitSet()).knownOutputs();
            for (int i = 0; i < outputs.size(); i++) {
                waits.set(i, waits.get(i) || !outputs.get(i));
            }
        }
        List<Halves> halves = branches.stream().map(branch -> Halves.of(branch, taken, waits)).toList();
        List<TensorSpec> residuals = halves.stream().flatMap(half -> half.residuals().stream()).map(Var::spec).toList();
        int knownResults = any().outputs().size() - waits.cardinality();
        List<Body> nows = new ArrayList<>();
        List<Body> laters = new ArrayList<>();
        int at = 0;
        for (Halves half : halves) {
            nows.add(padded(half.now(), knownResults, residuals, at));
            laters.add(taking(half, residuals, at));
            at += half.residuals().size();
        }
        return new Parts(now(new Cond(nows), knownResults), later(new Cond(laters), residuals.size()),
                halves.getFirst().knownOutputs());
    }

    /** A branch that gives its own residuals at their place, and zeros at those of the others. */
    private static Body padded(Body now, int knownResults, List<TensorSpec> residuals, int at) {
        int own = now.outputs().size() - knownResults;
        return Deriving.staged(now.inputs(), arguments -> {
            List<Tensor> given = now.graph().evaluate(arguments);
            List<Tensor> results = new ArrayList<>(given.subList(0, knownResults));
            for (int i = 0; i < residuals.size(); i++) {
                boolean isOwn = i >= at && i < at + own;
                results.add(isOwn ? given.get(knownResults + i - at) : Zeros.zero(residuals.get(i)));
            }
            return results;
        });
    }

    /** A branch that takes all residuals and reads its own. */
    private static Body taking(Halves half, List<TensorSpec> residuals, int at) {
        Graph graph = half.later().graph();
        int own = half.residuals().size();
        List<Var> inputs = new ArrayList<>();
        for (int i = 0; i < residuals.size(); i++) {
            inputs.add(i >= at && i < at + own ? graph.inputs().get(i - at) : new Var(residuals.get(i)));
        }
        inputs.addAll(graph.inputs().subList(own, graph.inputs().size()));
        return new Body(new Graph(inputs, graph.equations(), graph.outputs()));
    }

    /** The first half, which hands over the number of the branch behind the residuals. */
    private static Call now(Cond cond, int knownResults) {
        List<Var> inputs = new ArrayList<>();
        inputs.add(new Var(TensorSpec.of(DType.INT32)));
        cond.any().inputs().forEach(spec -> inputs.add(new Var(spec)));
        List<Var> results = cond.any().outputs().stream().map(Var::new).toList();
        List<Atom> outputs = new ArrayList<>(results.subList(0, knownResults));
        outputs.addAll(results.subList(knownResults, results.size()));
        outputs.add(inputs.getFirst());
        return new Jit("cond",
                new Body(new Graph(inputs, List.of(new Eqn(results, cond, List.copyOf(inputs))), outputs)));
    }

    /** The second half, which takes residuals, the number of the branch, then what was unknown. */
    private static Call later(Cond cond, int residuals) {
        Var index = new Var(TensorSpec.of(DType.INT32));
        List<Var> taken = cond.any().inputs().stream().map(Var::new).toList();
        List<Var> inputs = new ArrayList<>(taken.subList(0, residuals));
        inputs.add(index);
        inputs.addAll(taken.subList(residuals, taken.size()));
        List<Atom> operands = new ArrayList<>();
        operands.add(index);
        operands.addAll(taken);
        List<Var> results = cond.any().outputs().stream().map(Var::new).toList();
        return new Jit("cond",
                new Body(new Graph(inputs, List.of(new Eqn(results, cond, operands)), List.copyOf(results))));
    }

    @Override
    public List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents, List<Operand> operands) {
        List<Operand> taken = operands.subList(1, operands.size());
        BitSet linear = Operand.linear(taken);
        BitSet nonzero = Zeros.present(cotangents);
        BitSet union = new BitSet();
        branches.forEach(branch -> union.or(Deriving.transpose(branch, linear, nonzero, new BitSet()).present()));
        List<Derived> transposed = branches.stream().map(branch -> Deriving.transpose(branch, linear, nonzero, union))
                .toList();
        List<Tensor> given = new ArrayList<>();
        given.add(operands.getFirst().value());
        given.addAll(Operand.known(taken));
        given.addAll(Zeros.dropped(cotangents));
        List<Tensor> sent = Tracing.bind(new Cond(transposed.stream().map(Derived::body).toList()), given);
        List<@Nullable Tensor> all = new ArrayList<>();
        all.add(null);
        all.addAll(Zeros.spread(sent, union, taken.size()));
        return all;
    }
}
