package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.dovetail.core.tree.TreeDef;
import org.dovetail.nnx.internal.Attribute;
import org.dovetail.nnx.internal.ModuleLayout;
import org.jspecify.annotations.Nullable;

/** The structure of what a {@link Walk} met, as its tokens: equal for equal classes, static values and sharing. */
final class Structure {
    private final Object[] tokens;
    private final int first;
    private final int hash;

    /**
     * A structure.
     *
     * @param tokens what was noted down
     * @param first the number of the first node that it describes
     */
    Structure(Object[] tokens, int first) {
        this.tokens = tokens;
        this.first = first;
        this.hash = Arrays.hashCode(tokens);
    }

    Object[] tokens() { return tokens; }

    /** What meets the parts of a structure, each with its path. */
    interface Visitor {
        /** A module, list, map or Variable, met first here. */
        default void node(Path path, Object token, int node) {}

        /** A node that was met before. */
        default void reference(Path path, int node) {}

        /** A static value. */
        default void constant(Path path, @Nullable Object value) {}
    }

    /** Visits all parts in order; roots have the paths that are given, or the path of the root. */
    void visit(Visitor visitor, List<Path> roots) {
        Cursor cursor = new Cursor(visitor);
        for (int i = 0; cursor.next < tokens.length; i++) {
            cursor.value(i < roots.size() ? roots.get(i) : Path.root());
        }
    }

    private final class Cursor {
        private final Visitor visitor;
        private int next;
        private int node = first;

        Cursor(Visitor visitor) { this.visitor = visitor; }

        void value(Path path) {
            Object token = tokens[next++];
            switch (token) {
                case ModuleLayout layout -> {
                    visitor.node(path, layout, node++);
                    attributes(path, layout);
                }
                case Token.OfList(int size, _) -> {
                    visitor.node(path, token, node++);
                    for (int i = 0; i < size; i++) {
                        value(path.with(i));
                    }
                }
                case Token.OfMap map -> {
                    visitor.node(path, token, node++);
                    map.sorted().forEach(key -> value(path.with(key)));
                }
                case Token.OfStreams(List<String> names) -> {
                    visitor.node(path, token, node++);
                    names.forEach(name -> value(path.with(name)));
                }
                case Token.Ref(int earlier) -> visitor.reference(path, earlier);
                case Token.Null _ -> visitor.constant(path, null);
                case Token.Leaf _,Token.Node _,Token.Captured _ -> {
                }
                case TreeDef tree -> tree.walk(path.toString(), (where, part) -> {
                    if (part instanceof TreeDef.Static(Object value)) {
                        if (value instanceof Token.Node) {
                            value(Path.of(where));
                        } else {
                            visitor.constant(Path.of(where), value);
                        }
                    }
                });
                default -> visitor.constant(path, token);
            }
        }

        private void attributes(Path path, ModuleLayout layout) {
            if (Module.class.isAssignableFrom(layout.type())) {
                visitor.constant(path.with("training"), tokens[next++]);
            }
            for (Attribute attribute : layout.attributes()) {
                value(path.with(attribute.name()));
            }
        }
    }

    /** Visits the static values of a structure with one root for each path. */
    void constants(List<Path> roots, BiConsumer<Path, @Nullable Object> visitor) {
        visit(new Visitor() {
            @Override
            public void constant(Path path, @Nullable Object value) { visitor.accept(path, value); }
        }, roots);
    }

    /** The path of each node, by its number less that of the first. */
    List<Path> nodes(List<Path> roots) {
        List<Path> paths = new ArrayList<>();
        visit(new Visitor() {
            @Override
            public void node(Path path, Object token, int node) { paths.add(path); }
        }, roots);
        return paths;
    }

    /** The path of each Variable, in the order in which the walk met them. */
    List<Path> variables(List<Path> roots) {
        List<Path> paths = new ArrayList<>();
        visit(new Visitor() {
            @Override
            public void node(Path path, Object token, int node) {
                if (token instanceof ModuleLayout layout && Variable.class.isAssignableFrom(layout.type())) {
                    paths.add(path);
                }
            }
        }, roots);
        return paths;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Structure that && hash == that.hash && first == that.first
                && Arrays.equals(tokens, that.tokens);
    }

    @Override
    public int hashCode() { return hash; }
}
