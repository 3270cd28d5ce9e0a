package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Tensor;
import org.dovetail.core.transform.StaticValue;
import org.dovetail.nnx.internal.ModuleLayout;
import org.jspecify.annotations.Nullable;

/**
 * A model without the values of its Variables: {@code nnx.GraphDef}. Two are equal if their modules have equal classes, static values and sharing, so it may be an
 * argument of jitted functions.
 *
 * @param <M> the class of the model
 */
public final class GraphDef<M> implements StaticValue {
    private final Structure structure;
    private final List<@Nullable Object> prototypes;
    private final List<Path> paths;

    private GraphDef(Structure structure, List<@Nullable Object> prototypes) {
        this.structure = structure;
        this.prototypes = prototypes;
        this.paths = structure.variables(List.of());
    }

    static <M> GraphDef<M> of(Walk walk) { return new GraphDef<>(walk.structure(), Builder.prototypes(walk.nodes())); }

    /**
     * The paths of the Variables.
     *
     * @return a path for each, in the order of State
     */
    public List<Path> paths() { return List.copyOf(paths); }

    /** A new model with the values of some states. */
    M merge(List<State> states) {
        Map<Path, Tensor> values = new HashMap<>();
        for (State state : states) {
            state.entries().forEach(entry -> {
                if (values.put(entry.path(), entry.value()) != null) {
                    throw new IllegalArgumentException("merge: two states have a value for " + entry.path());
                }
            });
        }
        List<Tensor> ordered = new ArrayList<>(paths.size());
        for (Path path : paths) {
            Tensor value = values.remove(path);
            if (value == null) {
                throw new IllegalArgumentException("merge: no state has a value for " + path
                        + "; pass all states that split returned");
            }
            ordered.add(value);
        }
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("merge: the graph has no Variable at " + values.keySet()
                    + "; the states belong to another model, whose GraphDef split returned with them");
        }
        return build(ordered.iterator());
    }

    @SuppressWarnings("unchecked") // the structure is that of such a model
    M build(Iterator<? extends Tensor> values) {
        Object built = new Builder(structure, prototypes, List.of(), values).next();
        if (built == null) {
            throw new IllegalStateException("a graph has a root");
        }
        return (M) built;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GraphDef<?> that && structure.equals(that.structure);
    }

    @Override
    public int hashCode() { return structure.hashCode(); }

    /** One line for each module, Variable, list, map and static value: its path and what it is. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        List<Path> nodes = structure.nodes(List.of());
        structure.visit(new Structure.Visitor() {
            @Override
            public void node(Path path, Object token, int node) {
                line(path, token instanceof ModuleLayout layout
                        ? layout.toString()
                        : token instanceof Token.OfList ? "List" : token instanceof Token.OfMap ? "Map" : "Rngs");
            }

            @Override
            public void reference(Path path, int node) { line(path, "same as " + nodes.get(node)); }

            @Override
            public void constant(Path path, @Nullable Object value) { line(path, String.valueOf(value)); }

            private void line(Path path, String what) {
                text.append(text.isEmpty() ? "" : "\n").append(path).append(path.keys().isEmpty() ? "" : ": ")
                        .append(what);
            }
        }, List.of());
        return text.toString();
    }
}
