package org.dovetail.core;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.fn.F1;
import org.dovetail.core.tree.Tree;

/** Jacobians of functions from trees to a tensor, a direction at a time, all directions at once by {@code vmap}. */
final class Jacobians {
    private Jacobians() {}

    static <A> A forward(F1<A, Tensor> function, A x) {
        Tree argument = Tree.of(x);
        F1<A, Tensor> along = direction -> Gradients.jvp("jacfwd", function, x, direction).tangent();
        Tensor columns = Transforms.vmap(along).apply(argument.with(basis(argument)));
        // The directions come first; a Jacobian has the result's axes first.
        Shape result = columns.shape().withoutFirst();
        List<Tensor> jacobians = new ArrayList<>();
        int start = 0;
        for (Tensor leaf : argument.leaves()) {
            int count = Math.toIntExact(leaf.size());
            Tensor own = columns.slice(0, start, start + count);
            jacobians.add(own.reshape(count, Math.toIntExact(result.size())).transpose()
                    .reshape(result.concat(leaf.shape())));
            start += count;
        }
        return argument.with(jacobians);
    }

    static <A> A reverse(F1<A, Tensor> function, A x) {
        VjpResult<A, Tensor> vjp = Gradients.vjp("jacrev", function, x);
        A rows = Transforms.vmap(vjp.pullback()).apply(basis(Tree.of(vjp.value())).getFirst());
        Shape shape = vjp.value().shape();
        return Tree.map(row -> row.reshape(shape.concat(row.shape().withoutFirst())), rows);
    }

    /** Leaves of trees along a new first axis, one for each element of a tree, which is 1 there and 0 elsewhere. */
    private static List<Tensor> basis(Tree tree) {
        int count = Math.toIntExact(tree.leaves().stream().mapToLong(Tensor::size).sum());
        Tensor numbers = Tensors.arange(count).expandDims(1);
        List<Tensor> basis = new ArrayList<>();
        int start = 0;
        for (Tensor leaf : tree.leaves()) {
            int size = Math.toIntExact(leaf.size());
            Tensor own = Tensors.arange(size).add(start);
            basis.add(numbers.eq(own).cast(leaf.dtype()).reshape(leaf.shape().withFirst(count)));
            start += size;
        }
        return basis;
    }
}
