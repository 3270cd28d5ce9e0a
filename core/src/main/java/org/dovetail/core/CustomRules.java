package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;
import org.dovetail.core.internal.prim.Body;
import org.dovetail.core.internal.prim.Custom;
import org.dovetail.core.internal.prim.Remat;
import org.dovetail.core.internal.trace.GraphTrace;
import org.dovetail.core.internal.trace.Tracing;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/** Functions whose derivatives are not left to the machine alone. */
final class CustomRules {
    private CustomRules() {}

    private record Staged(GraphTrace.Staged staged, TreeDef result) {}

    private static <A> Staged stage(F1<A, ? extends @Nullable Object> function, Tree argument) {
        AtomicReference<Tree> result = new AtomicReference<>(Tree.of(null));
        GraphTrace.Staged staged = GraphTrace.run(leaves -> {
            result.set(Tree.of(function.apply(argument.with(leaves))));
            return result.get().leaves();
        }, argument.leaves().stream().map(Tensor::spec).toList());
        return new Staged(staged, result.get().structure());
    }

    static <A, R> R checkpoint(F1<A, R> function, CheckpointPolicy policy, A argument) {
        Tree tree = Tree.of(argument);
        Staged staged = stage(function, tree);
        List<Tensor> operands = new ArrayList<>(tree.leaves());
        operands.addAll(staged.staged.captured());
        Remat.Saved saved = switch (policy) {
            case NOTHING_SAVEABLE -> Remat.Saved.NOTHING;
            case EVERYTHING_SAVEABLE -> Remat.Saved.EVERYTHING;
            case DOTS_SAVEABLE -> Remat.Saved.DOTS;
            case DOTS_WITH_NO_BATCH_DIMS_SAVEABLE -> Remat.Saved.DOTS_WITHOUT_BATCH;
        };
        return staged.result.unflatten(Tracing.bind(new Remat(new Body(staged.staged.graph()), saved), operands));
    }

    static <A, R> R jvp(F1<A, R> function, F2<A, A, JvpResult<R>> rule, A argument) {
        Tree tree = Tree.of(argument);
        Staged staged = closed("customJvp", function, tree);
        int count = tree.leaves().size();
        Function<List<Tensor>, List<Tensor>> flat = both -> {
            JvpResult<R> all = rule.apply(tree.with(both.subList(0, count)),
                    tree.with(both.subList(count, both.size())));
            Tree value = Tree.of(all.value());
            Tree tangent = Tree.of(all.tangent());
            requireLike("customJvp: the rule must give a value and a tangent like the function's result", staged,
                    value);
            requireLike("customJvp: the rule must give a value and a tangent like the function's result", staged,
                    tangent);
            List<Tensor> results = new ArrayList<>(value.leaves());
            results.addAll(tangent.leaves());
            return results;
        };
        return staged.result
                .unflatten(Tracing.bind(new Custom.OfJvp(new Body(staged.staged.graph()), flat), tree.leaves()));
    }

    static <A, R, S> R vjp(F1<A, R> function, F1<A, Carry<R, S>> forward, F2<S, R, A> backward, A argument) {
        Tree tree = Tree.of(argument);
        Staged staged = closed("customVjp", function, tree);
        AtomicReference<Tree> kept = new AtomicReference<>(Tree.of(null));
        Function<List<Tensor>, List<Tensor>> there = leaves -> {
            Carry<R, S> all = forward.apply(tree.with(leaves));
            Tree value = Tree.of(all.carry());
            requireLike("customVjp: the way forward must give a value like the function's result", staged, value);
            kept.set(Tree.of(all.out()));
            List<Tensor> results = new ArrayList<>(value.leaves());
            results.addAll(kept.get().leaves());
            return results;
        };
        Function<List<Tensor>, List<Tensor>> back = both -> {
            int residuals = both.size() - staged.staged.graph().outputs().size();
            Tree cotangent = Tree.of(backward.apply(kept.get().with(both.subList(0, residuals)),
                    staged.result.unflatten(both.subList(residuals, both.size()))));
            if (!cotangent.structure().equals(tree.structure())) {
                throw new IllegalArgumentException("customVjp: the way back must give a cotangent like the argument: "
                        + Tree.difference(tree.structure(), cotangent.structure()));
            }
            return cotangent.leaves();
        };
        return staged.result
                .unflatten(Tracing.bind(new Custom.OfVjp(new Body(staged.staged.graph()), there, back), tree.leaves()));
    }

    private static <A> Staged closed(String caller, F1<A, ? extends @Nullable Object> function, Tree argument) {
        Staged staged = stage(function, argument);
        if (!staged.staged.captured().isEmpty()) {
            throw new IllegalArgumentException(caller + ": the function reads " + staged.staged.captured().getFirst()
                    + " from outside, of which its rule knows nothing. Pass it as part of the argument");
        }
        return staged;
    }

    private static void requireLike(String expected, Staged staged, Tree given) {
        List<TensorSpec> specs = given.leaves().stream().map(Tensor::spec).toList();
        if (!given.structure().equals(staged.result) || !specs.equals(staged.staged.graph().outputSpecs())) {
            throw new IllegalArgumentException(
                    expected + ", " + staged.staged.graph().outputSpecs() + "; got " + specs);
        }
    }
}
