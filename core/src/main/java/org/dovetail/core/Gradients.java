package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.DType.Kind;
import org.dovetail.core.fn.F1;
import org.dovetail.core.transform.Differentiation;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/** Derivatives of functions of trees. */
final class Gradients {
    private static final String REMEDY = ". Cast or reshape it; Tree.map(f, tree) makes one like a tree";

    private Gradients() {}

    /** The value of a function, its gradient, and what else it gives. */
    static <A, X> ValueGradAux<A, X> of(String caller, Function<A, WithAux<X>> function, A point) {
        Tree argument = floats(caller, point);
        List<Tree> aux = new ArrayList<>(1);
        Differentiation.Vjp vjp = Differentiation.vjp(leaves -> {
            WithAux<X> result = function.apply(argument.with(leaves));
            Differentiation.requireScalar(caller, result.value());
            aux.add(Tree.of(result.aux()));
            List<Tensor> all = new ArrayList<>();
            all.add(result.value());
            all.addAll(aux.getFirst().leaves());
            return all;
        }, argument.leaves(), Collections.nCopies(argument.leaves().size(), true));
        Tensor value = vjp.results().getFirst();
        List<@Nullable Tensor> cotangents = new ArrayList<>();
        cotangents.add(Tensors.ones(value.dtype(), Shape.of()));
        aux.getFirst().leaves().forEach(_ -> cotangents.add(null));
        A grad = argument.with(zerosForNull(vjp.pullback().apply(cotangents), argument.leaves()));
        X rest = aux.getFirst().with(vjp.results().subList(1, vjp.results().size()));
        return new ValueGradAux<>(value, grad, rest);
    }

    private static <A> Tree floats(String caller, A point) {
        Tree tree = Tree.of(point);
        for (int i = 0; i < tree.leaves().size(); i++) {
            Tensor leaf = tree.leaves().get(i);
            if (leaf.dtype().kind() != Kind.FLOAT) {
                String path = tree.structure().paths().get(i);
                throw new IllegalArgumentException(caller + ": only floats can be differentiated; got " + leaf.spec()
                        + (path.isEmpty() ? "" : " at " + path) + ". Pass integers and keys as another argument");
            }
        }
        return tree;
    }

    private static List<Tensor> zerosForNull(List<? extends @Nullable Tensor> tensors, List<Tensor> like) {
        List<Tensor> all = new ArrayList<>(tensors.size());
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            all.add(tensor == null ? Tensors.zeros(like.get(i).dtype(), like.get(i).shape()) : tensor);
        }
        return all;
    }

    private static List<@Nullable Tensor> nullable(List<Tensor> tensors) {
        List<@Nullable Tensor> all = new ArrayList<>(tensors.size());
        all.addAll(tensors);
        return all;
    }

    static <A, R> JvpResult<R> jvp(String caller, F1<A, R> function, A point, A direction) {
        Tree argument = floats(caller, point);
        Tree along = Tree.of(direction);
        requireAlike("jvp: the direction must be like the point", argument, along);
        List<Tree> result = new ArrayList<>(1);
        Differentiation.Tangents all = Differentiation.jvp(leaves -> {
            result.add(Tree.of(function.apply(argument.with(leaves))));
            return result.getFirst().leaves();
        }, argument.leaves(), nullable(along.leaves()));
        Tree tree = result.getFirst();
        return new JvpResult<>(tree.with(all.results()), tree.with(zerosForNull(all.tangents(), all.results())));
    }

    static <A, R> VjpResult<A, R> vjp(String caller, F1<A, R> function, A point) {
        Tree argument = floats(caller, point);
        List<Tree> result = new ArrayList<>(1);
        Differentiation.Vjp vjp = Differentiation.vjp(leaves -> {
            result.add(Tree.of(function.apply(argument.with(leaves))));
            return result.getFirst().leaves();
        }, argument.leaves(), Collections.nCopies(argument.leaves().size(), true));
        Tree value = new Tree(vjp.results(), result.getFirst().structure());
        return new VjpResult<>(value.with(value.leaves()), cotangent -> {
            Tree given = Tree.of(cotangent);
            requireAlike("vjp: the cotangent must be like the value", value, given);
            return argument.with(zerosForNull(vjp.pullback().apply(given.leaves()), argument.leaves()));
        });
    }

    static <A, R> LinearizeResult<A, R> linearize(F1<A, R> function, A point) {
        Tree argument = floats("linearize", point);
        List<Tree> result = new ArrayList<>(1);
        Differentiation.Linear linear = Differentiation.linearize(leaves -> {
            result.add(Tree.of(function.apply(argument.with(leaves))));
            return result.getFirst().leaves();
        }, argument.leaves(), Collections.nCopies(argument.leaves().size(), true));
        Tree value = new Tree(linear.results(), result.getFirst().structure());
        return new LinearizeResult<>(value.with(value.leaves()), direction -> {
            Tree along = Tree.of(direction);
            requireAlike("linearize: the direction must be like the point", argument, along);
            return value.with(zerosForNull(linear.pushforward().apply(along.leaves()), value.leaves()));
        });
    }

    private static void requireAlike(String expected, Tree one, Tree other) {
        List<TensorSpec> specs = one.leaves().stream().map(Tensor::spec).toList();
        List<TensorSpec> others = other.leaves().stream().map(Tensor::spec).toList();
        if (!one.structure().equals(other.structure())) {
            throw new IllegalArgumentException(expected + "; got another structure: "
                    + Tree.difference(one.structure(), other.structure()) + REMEDY);
        }
        if (!specs.equals(others)) {
            throw new IllegalArgumentException(expected + ", " + specs + "; got " + others + REMEDY);
        }
    }
}
