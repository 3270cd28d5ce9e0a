package org.dovetail.core;

import java.util.List;
import java.util.function.BinaryOperator;
import org.dovetail.core.fn.F2;
import org.dovetail.core.internal.prim.PrefixScan;
import org.dovetail.core.tree.Tree;

/** Partial results of an associative function of trees. */
final class AssociativeScan {
    private AssociativeScan() {}

    static <X> X run(F2<X, X, X> function, X xs) {
        Tree tree = Tree.of(xs);
        BinaryOperator<List<Tensor>> combine = (a, b) -> Tree.leaves(function.apply(tree.with(a), tree.with(b)));
        return tree.with(PrefixScan.of(combine, tree.leaves()));
    }
}
