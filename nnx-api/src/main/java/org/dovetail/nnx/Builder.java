package org.dovetail.nnx;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dovetail.core.Tensor;
import org.dovetail.nnx.internal.Attribute;
import org.dovetail.nnx.internal.ModuleLayout;
import org.jspecify.annotations.Nullable;

/** Builds objects of a {@link Structure} again, without running constructors: copies of prototypes, with other Variables and modules within. */
final class Builder {
    private final Object[] tokens;
    private final Iterator<@Nullable Object> prototypes;
    private final Iterator<? extends Tensor> values;
    private final List<Object> nodes;
    private int next;

    /**
     * A builder.
     *
     * @param structure the structure
     * @param prototypes for each of its nodes, what {@link #prototypes} gave
     * @param existing the nodes before the structure's first one
     * @param values a value for each of its Variables
     */
    Builder(Structure structure, List<@Nullable Object> prototypes, List<Object> existing,
            Iterator<? extends Tensor> values) {
        this.tokens = structure.tokens();
        this.prototypes = prototypes.iterator();
        this.values = values;
        this.nodes = new ArrayList<>(existing);
    }

    /** Copies of modules and Variables that hold no others and no values. */
    static List<@Nullable Object> prototypes(List<Object> nodes) {
        List<@Nullable Object> prototypes = new ArrayList<>(nodes.size());
        for (Object node : nodes) {
            prototypes.add(switch (node) {
                case Rngs _ -> null;
                case Module module -> shell(module);
                case Variable variable -> variable.prototype();
                default -> null;
            });
        }
        return prototypes;
    }

    private static Module shell(Module module) {
        Module shell = module.shallowCopy();
        for (Attribute attribute : Module.LAYOUTS.get(module.getClass()).attributes()) {
            if (holdsNode(attribute, attribute.get(module))) {
                attribute.set(shell, null);
            }
        }
        return shell;
    }

    private static boolean holdsNode(Attribute attribute, @Nullable Object value) {
        return !attribute.isCaptured() && (value instanceof Module || value instanceof Variable
                || value instanceof List<?> || value instanceof Map<?, ?>);
    }

    /** What comes next in the structure. */
    @Nullable
    Object next() {
        Object token = tokens[next++];
        return switch (token) {
            case ModuleLayout layout -> switch (prototypes.next()) {
                case Module module -> module(module.shallowCopy(), layout);
                case Variable variable -> variable(variable, layout);
                case null, default -> throw new IllegalStateException("no prototype of " + layout);
            };
            case Token.OfList(int size, Token.ListKind kind) -> list(size, kind);
            case Token.OfMap map -> map(map);
            case Token.OfStreams(List<String> names) -> streams(names);
            case Token.Ref(int node) -> nodes.get(node);
            case Token.Null _ -> null;
            case Token.Captured(Object object) -> object;
            default -> token;
        };
    }

    private Variable variable(Variable prototype, ModuleLayout layout) {
        Variable variable = prototype.with(values.next());
        nodes.add(variable);
        next += layout.attributes().size();
        return variable;
    }

    private Module module(Module module, ModuleLayout layout) {
        nodes.add(module);
        module.setTraining((Boolean) tokens[next++]);
        for (Attribute attribute : layout.attributes()) {
            Object token = tokens[next];
            Object value = next();
            if (token instanceof Token.Ref || token instanceof ModuleLayout || token instanceof Token.OfList
                    || token instanceof Token.OfMap || token instanceof Token.OfStreams) {
                set(module, attribute, value);
            }
        }
        return module;
    }

    private static void set(Module module, Attribute attribute, @Nullable Object value) {
        try {
            attribute.set(module, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the field " + module.getClass().getName() + "." + attribute.name()
                    + " does not take a " + (value == null ? "null" : value.getClass().getName())
                    + "; declare it as List or Map", e);
        }
    }

    private List<@Nullable Object> list(int size, Token.ListKind kind) {
        prototypes.next();
        List<@Nullable Object> elements = new ArrayList<>(size);
        List<@Nullable Object> list = kind.over(elements);
        nodes.add(list);
        for (int i = 0; i < size; i++) {
            elements.add(next());
        }
        return list;
    }

    private Map<Object, @Nullable Object> map(Token.OfMap token) {
        prototypes.next();
        Map<Object, @Nullable Object> backing = token.kind().backing();
        Map<Object, @Nullable Object> map = token.kind().over(backing);
        nodes.add(map);
        token.keys().forEach(key -> backing.put(key, null));
        token.sorted().forEach(key -> backing.put(key, next()));
        return map;
    }

    private Rngs streams(List<String> names) {
        prototypes.next();
        TreeMap<String, RngStream> streams = new TreeMap<>();
        Rngs rngs = new Rngs(streams);
        nodes.add(rngs);
        for (String name : names) {
            if (next() instanceof RngStream stream) {
                streams.put(name, stream);
            }
        }
        return rngs;
    }
}
