package org.dovetail.core.optim;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * A transformation of some tensors, which leaves the updates of the others as they are: {@code optax.masked}.
 *
 * @param inner the transformation, which sees {@link PartialTree}s
 * @param mask true for those that are transformed
 * @param <S> the type of the transformation's state
 */
public record Masked<S>(GradientTransformation<S> inner, PerLeaf<Boolean> mask)
        implements
            GradientTransformation<MaskedState<S>> {
    @Override
    public MaskedState<S> init(Object params) {
        Tree tree = Tree.of(params);
        return new MaskedState<>(inner.init(PartialTree.of(tree, masks(tree))));
    }

    @Override
    public <P> Updated<P, MaskedState<S>> update(P updates, MaskedState<S> state, @Nullable P params) {
        Tree tree = Tree.of(updates);
        List<Boolean> masks = masks(tree);
        PartialTree some = params == null ? null : PartialTree.of(Tree.of(params), masks);
        Updated<PartialTree, S> updated = inner.update(PartialTree.of(tree, masks), state.innerState(), some);
        return new Updated<>(tree.with(updated.updates().over(tree.leaves())), new MaskedState<>(updated.state()));
    }

    private List<Boolean> masks(Tree tree) {
        List<String> paths = tree.structure().paths();
        List<Boolean> masks = new ArrayList<>(paths.size());
        for (int i = 0; i < paths.size(); i++) {
            masks.add(mask.at(paths.get(i), tree.leaves().get(i).spec()));
        }
        return List.copyOf(masks);
    }
}
