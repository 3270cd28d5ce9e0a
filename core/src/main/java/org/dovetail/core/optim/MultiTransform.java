package org.dovetail.core.optim;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * A transformation for each group of parameters: {@code optax.partition}, once {@code optax.multi_transform}.
 *
 * @param transformations a transformation for each label
 * @param labels the label of each parameter
 */
public record MultiTransform(SortedMap<String, GradientTransformation<?>> transformations, PerLeaf<String> labels)
        implements
            GradientTransformation<PartitionState> {
    /** Copies the map. */
    public MultiTransform {
        transformations = Collections.unmodifiableSortedMap(new TreeMap<>(transformations));
    }

    /**
     * One for each label.
     *
     * @param transformations a transformation for each label
     * @param labels the label of each parameter
     * @return the transformation
     */
    public static MultiTransform of(Map<String, ? extends GradientTransformation<?>> transformations,
            PerLeaf<String> labels) {
        return new MultiTransform(new TreeMap<>(transformations), labels);
    }

    @Override
    public PartitionState init(Object params) {
        Tree tree = Tree.of(params);
        for (int i = 0; i < tree.leaves().size(); i++) {
            label(tree.structure().paths().get(i), tree.leaves().get(i).spec());
        }
        SortedMap<String, MaskedState<?>> states = new TreeMap<>();
        transformations.forEach((label, inner) -> states.put(label, only(label, inner).init(params)));
        return new PartitionState(Collections.unmodifiableSortedMap(states));
    }

    private String label(String path, TensorSpec spec) {
        String label = labels.at(path, spec);
        if (!transformations.containsKey(label)) {
            throw new IllegalArgumentException("multiTransform: " + path + " " + spec + " has the label '" + label
                    + "', for which there is no transformation; there are " + transformations.keySet());
        }
        return label;
    }

    private <S> Masked<S> only(String label, GradientTransformation<S> inner) {
        return new Masked<>(inner, (path, spec) -> label(path, spec).equals(label));
    }

    @Override
    public <P> Updated<P, PartitionState> update(P updates, PartitionState state, @Nullable P params) {
        P current = updates;
        SortedMap<String, MaskedState<?>> states = new TreeMap<>();
        for (Map.Entry<String, GradientTransformation<?>> entry : transformations.entrySet()) {
            String label = entry.getKey();
            MaskedState<?> before = state.innerStates().get(label);
            if (before == null) {
                throw new IllegalArgumentException("multiTransform: the state of '" + label + "' is missing; there are "
                        + state.innerStates().keySet() + ". Pass what init or the last update gave");
            }
            var updated = step(only(label, entry.getValue()), current, before, params);
            current = updated.updates();
            states.put(label, updated.state());
        }
        return new Updated<>(current, new PartitionState(Collections.unmodifiableSortedMap(states)));
    }

    @SuppressWarnings("unchecked") // the state is what this transformation made
    private static <P, S> Updated<P, MaskedState<S>> step(Masked<S> masked, P updates, MaskedState<?> state,
            @Nullable P params) {
        return masked.update(updates, (MaskedState<S>) state, params);
    }
}
