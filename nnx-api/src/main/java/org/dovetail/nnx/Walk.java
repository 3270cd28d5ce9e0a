package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Key;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.TreeDef;
import org.dovetail.core.tree.TreeNode;
import org.dovetail.nnx.internal.Attribute;
import org.dovetail.nnx.internal.Captures;
import org.dovetail.nnx.internal.ModuleLayout;
import org.dovetail.nnx.internal.PlainTypes;
import org.jspecify.annotations.Nullable;

/**
 * A walk over objects, depth first, fields and keys in sorted order: it numbers modules, Variables, lists and maps when it first meets them, and notes the structure down as
 * tokens. The first path to a Variable is the one it has in State.
 */
final class Walk {
    private final IdentityHashMap<Object, Integer> ids;
    private final List<Object> nodes;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Object> tokens = new ArrayList<>();
    private final List<Object> path = new ArrayList<>();
    private final int first;

    Walk() { this(new IdentityHashMap<>(), new ArrayList<>()); }

    private Walk(IdentityHashMap<Object, Integer> ids, List<Object> nodes) {
        this.ids = ids;
        this.nodes = nodes;
        this.first = nodes.size();
    }

    /** A walk over one root. */
    static Walk of(@Nullable Object root) {
        Walk walk = new Walk();
        walk.value(root);
        if (walk.nodes.isEmpty()) {
            throw walk.refused("is a " + (root == null ? "null" : root.getClass().getTypeName())
                    + ", which holds no Variables. Pass a module, a Variable, or a List or Map of those");
        }
        return walk;
    }

    /** A walk over further roots, in which the nodes of this one are known. */
    Walk further() {
        return new Walk(new IdentityHashMap<>(ids), new ArrayList<>(nodes));
    }

    /** The modules, Variables, lists and maps that were met, by number; those of the walk before this one first. */
    List<Object> nodes() {
        return nodes;
    }

    /** The nodes that this walk met first. */
    List<Object> newNodes() { return nodes.subList(first, nodes.size()); }

    /** The Variables that this walk met first. */
    List<Variable> variables() { return variables; }

    /** The modules. */
    List<Module> modules() {
        return nodes.stream().filter(Module.class::isInstance).map(Module.class::cast).toList();
    }

    Structure structure() { return new Structure(tokens.toArray(), first); }

    /** Walks something at a further step of the path. */
    void value(Object key, @Nullable Object value) {
        path.add(key);
        value(value);
        path.removeLast();
    }

    /** Notes a token down. */
    void token(Object token) { tokens.add(token); }

    /** Walks what stands at the current path. */
    void value(@Nullable Object value) {
        switch (value) {
            case null -> tokens.add(Token.NULL);
            case Variable variable -> variable(variable);
            case Rngs rngs -> streams(rngs);
            case Module module -> module(module);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> constant(value);
        }
    }

    /** A tree of tensors, in which modules and Variables may stand. */
    TreeDef tree(TreeDef structure) {
        int place = tokens.size();
        tokens.add(Token.LEAF);
        TreeDef without = structure.mapStatics(value -> {
            if (value instanceof Module || value instanceof Variable) {
                value(value);
                return Token.NODE;
            }
            return value;
        });
        tokens.set(place, without);
        return without;
    }

    private boolean isKnown(Object node) {
        Integer id = ids.putIfAbsent(node, nodes.size());
        if (id != null) {
            tokens.add(Token.Ref.of(id));
            return true;
        }
        nodes.add(node);
        return false;
    }

    private void variable(Variable variable) {
        if (!isKnown(variable)) {
            variables.add(variable);
            ModuleLayout layout = Variable.LAYOUTS.get(variable.getClass());
            tokens.add(layout);
            for (Attribute attribute : layout.attributes()) {
                path.add(attribute.name());
                metadata(attribute.get(variable));
                path.removeLast();
            }
        }
    }

    private void metadata(@Nullable Object value) {
        if (value instanceof Variable || value instanceof Module) {
            throw refused(
                    "holds " + describe(value) + ", though the fields of a Variable are metadata, which is static. "
                            + "Hold it in a field of the module");
        }
        constant(value);
    }

    private void module(Module module) {
        if (isKnown(module)) {
            return;
        }
        ModuleLayout layout = Module.LAYOUTS.get(module.getClass());
        tokens.add(layout);
        tokens.add(module.isTraining());
        for (Attribute attribute : layout.attributes()) {
            Object value = attribute.get(module);
            if (attribute.isPlain()) {
                tokens.add(value == null ? Token.NULL : value);
                continue;
            }
            path.add(attribute.name());
            if (attribute.isCaptured()) {
                captured(attribute, value);
            } else {
                value(value);
            }
            path.removeLast();
        }
    }

    private void captured(Attribute attribute, @Nullable Object value) {
        Object data = value == null ? null : Captures.find(value, Walk::isData);
        if (data != null) {
            throw refused("is " + (attribute.name().startsWith("this$")
                    ? "the enclosing instance, " + describe(data) + ". Make the class static and pass what it needs"
                    : "a captured local variable that holds " + describe(data)
                            + ". Assign it to a field of the class"));
        }
        tokens.add(value == null
                ? Token.NULL
                : PlainTypes.arePlain(value.getClass()) ? value : new Token.Captured(value));
    }

    private void streams(Rngs rngs) {
        if (!isKnown(rngs)) {
            tokens.add(Token.OfStreams.of(rngs.streams().keySet()));
            rngs.streams().forEach(this::value);
        }
    }

    private void list(List<?> list) {
        if (isKnown(list)) {
            return;
        }
        tokens.add(new Token.OfList(list.size(), Token.ListKind.of(list)));
        for (int i = 0; i < list.size(); i++) {
            value(i, list.get(i));
        }
    }

    private void map(Map<?, ?> map) {
        if (isKnown(map)) {
            return;
        }
        Token.OfMap token = new Token.OfMap(List.copyOf(map.keySet()), Token.MapKind.of(map));
        for (Object key : token.keys()) {
            if (!(key instanceof String || key instanceof Integer)) {
                throw refused("is a map with the key " + key + " of " + key.getClass().getName()
                        + "; keys are String or Integer, since they are part of the path in State");
            }
        }
        tokens.add(token);
        for (Object key : token.sorted()) {
            value(key, map.get(key));
        }
    }

    private void constant(@Nullable Object value) {
        if (value == null) {
            tokens.add(Token.NULL);
            return;
        }
        if (!PlainTypes.arePlain(value.getClass())) {
            Object data = Captures.find(value, Walk::isData);
            if (data != null) {
                throw refused(isData(value)
                        ? "holds a bare " + describe(value)
                                + ". Wrap it, as in new Param(tensor), a BatchStat or a Variable of "
                                + "your own, so that transformations see it"
                        : "is a " + value.getClass().getTypeName() + " that holds " + describe(data)
                                + ", where transformations do not see it. Hold it in a field, a List or a Map");
            }
        }
        tokens.add(value);
    }

    /** What must not lie hidden in a value. */
    private static boolean isData(Object value) {
        return value instanceof Variable || value instanceof Module || value instanceof Tensor || value instanceof Key
                || value instanceof TreeNode;
    }

    private static String describe(Object data) {
        return switch (data) {
            case Tensor tensor -> "Tensor " + tensor.spec();
            case Key key -> "Key " + key.data().spec();
            case TreeNode tree -> "tree of tensors, " + tree.getClass().getSimpleName();
            case Variable variable -> "the Variable " + variable.getClass().getSimpleName();
            default -> "the module " + data.getClass().getSimpleName();
        };
    }

    private IllegalArgumentException refused(String why) {
        String where = new Path(path).toString();
        return new IllegalArgumentException((where.isEmpty() ? "the argument " : "the attribute " + where + " ") + why);
    }
}
