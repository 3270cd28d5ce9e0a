package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.transform.Batching;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/** Batched functions of trees. */
final class Vmaps {
    private Vmaps() {}

    @SuppressWarnings("TypeParameterUnusedInFormals") // the function gives such a result
    static <R> R run(Function<List<? extends @Nullable Object>, R> function, List<Axis> axes,
            @Nullable Object... arguments) {
        List<Tensor> leaves = new ArrayList<>();
        List<Boolean> batched = new ArrayList<>();
        List<TreeDef> structures = new ArrayList<>();
        int size = -1;
        for (int i = 0; i < arguments.length; i++) {
            Tree tree = Tree.of(arguments[i]);
            structures.add(tree.structure());
            switch (axes.get(i)) {
                case Axis.Broadcast _ -> {
                    leaves.addAll(tree.leaves());
                    batched.addAll(Collections.nCopies(tree.leaves().size(), false));
                }
                case Axis.At(int number) -> {
                    for (Tensor leaf : tree.leaves()) {
                        int axis = Ops.axis("vmap: argument " + (i + 1), leaf.spec(), number);
                        size = agreed(size, leaf, axis, i);
                        leaves.add(Ops.moveToFront(leaf, axis));
                        batched.add(true);
                    }
                }
            }
        }
        if (size < 0) {
            throw new IllegalArgumentException(
                    "vmap: at least one tensor with an axis is expected; all arguments are broadcast or hold none");
        }
        TreeDef all = TreeDef.arguments(structures);
        List<Tree> result = new ArrayList<>(1);
        List<Tensor> results = Batching.run(size, tracers -> {
            result.add(Tree.of(function.apply(all.<List<@Nullable Object>>unflatten(tracers))));
            return result.getFirst().leaves();
        }, leaves, batched);
        return result.getFirst().with(results);
    }

    private static int agreed(int size, Tensor leaf, int axis, int argument) {
        int extent = leaf.shape().extent(axis);
        if (size >= 0 && size != extent) {
            throw new IllegalArgumentException("vmap: all batched tensors must have one extent along their axis; got "
                    + size
                    + " before, and argument " + (argument + 1) + " has " + leaf.spec() + " along axis " + axis);
        }
        return extent;
    }
}
