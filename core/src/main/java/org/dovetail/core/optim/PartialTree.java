package org.dovetail.core.optim;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;
import org.dovetail.core.tree.TreeNode;
import org.jspecify.annotations.Nullable;

/**
 * Some tensors of a tree, under the paths that they have in it: what a transformation within {@link Masked} sees. In optax the others are {@code MaskedNode}s, which hold nothing.
 */
public final class PartialTree implements TreeNode {
    private record Kept(TreeDef whole, List<Boolean> mask) implements Structure {
        @Override
        public PartialTree build(List<? extends @Nullable Object> parts) {
            List<Tensor> tensors = new ArrayList<>(parts.size());
            for (Object part : parts) {
                if (!(part instanceof Tensor tensor)) {
                    throw new IllegalArgumentException("PartialTree: a tensor is expected; got " + part);
                }
                tensors.add(tensor);
            }
            return new PartialTree(this, tensors);
        }
    }

    private final Kept kept;
    private final List<Tensor> tensors;

    private PartialTree(Kept kept, List<Tensor> tensors) {
        this.kept = kept;
        this.tensors = tensors;
    }

    /** The tensors of a tree that a mask, a truth value for each, keeps. */
    static PartialTree of(Tree tree, List<Boolean> mask) {
        return new PartialTree(new Kept(tree.structure(), mask), chosen(tree.leaves(), mask));
    }

    private static <T> List<T> chosen(List<T> all, List<Boolean> mask) {
        List<T> chosen = new ArrayList<>();
        for (int i = 0; i < mask.size(); i++) {
            if (mask.get(i)) {
                chosen.add(all.get(i));
            }
        }
        return chosen;
    }

    /** All tensors of the tree: these, and those of the tree itself where the mask keeps none. */
    List<Tensor> over(List<Tensor> others) {
        Iterator<Tensor> next = tensors.iterator();
        List<Tensor> all = new ArrayList<>(others);
        for (int i = 0; i < all.size(); i++) {
            if (kept.mask.get(i)) {
                all.set(i, next.next());
            }
        }
        return all;
    }

    @Override
    public List<Tensor> children() { return tensors; }

    @Override
    public Structure structure() { return kept; }

    @Override
    public List<String> names() { return chosen(kept.whole.paths(), kept.mask); }

    @Override
    public String toString() { return names().toString(); }
}
