package org.dovetail.haiku;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.PrintedTree;
import org.dovetail.core.tree.TreeNode;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a model: module path, name, tensor, as {@code hk.Params}.
 *
 * <p>
 * Both levels are sorted, as JAX sorts the leaves of dicts; it is a tree, so {@code grad}, {@code jit} and {@code Tree.map} take it. It never changes.
 */
public final class Params implements TreeNode {
    private static final Params EMPTY = of(Map.of());

    /** The paths of the modules; their entries are structures of their own. */
    private record Modules(List<String> paths) implements Structure {
        @Override
        public Params build(List<? extends @Nullable Object> parts) { return new Params(Bundles.of(paths, parts)); }
    }

    private final SortedMap<String, SortedMap<String, Tensor>> modules;

    private Params(SortedMap<String, SortedMap<String, Tensor>> modules) { this.modules = modules; }

    /**
     * The collection of a two-level map, which is copied.
     *
     * @param modules module path, name, tensor
     * @return the collection
     */
    public static Params of(Map<String, ? extends Map<String, ? extends Tensor>> modules) {
        return new Params(Bundles.copy(modules));
    }

    /**
     * Nothing.
     *
     * @return the collection without entries
     */
    public static Params empty() { return EMPTY; }

    /**
     * All entries.
     *
     * @return module path, name, tensor; sorted, and not to be changed
     */
    public SortedMap<String, SortedMap<String, Tensor>> modules() { return modules; }

    /**
     * One entry.
     *
     * @param module the module's path, as {@code model/block/linear}; {@code ~} is the top level
     * @param name the parameter's name
     * @return the tensor
     * @throws IllegalArgumentException if there is none, telling what there is
     */
    public Tensor get(String module, String name) { return Bundles.get("parameter", modules, module, name); }

    /**
     * A copy with one entry more, or another value of it.
     *
     * @param module the module's path
     * @param name the parameter's name
     * @param tensor the tensor
     * @return the copy
     */
    public Params with(String module, String name, Tensor tensor) {
        return new Params(Bundles.with(modules, module, name, tensor));
    }

    /**
     * Whether there is no entry.
     *
     * @return true when there is none
     */
    public boolean isEmpty() { return modules.isEmpty(); }

    @Override
    public List<? extends @Nullable Object> children() { return List.copyOf(modules.values()); }

    @Override
    public Structure structure() { return new Modules(names()); }

    @Override
    public List<String> names() { return Bundles.names(modules); }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Params same && modules.equals(same.modules);
    }

    @Override
    public int hashCode() { return modules.hashCode(); }

    /** Names and shapes, character by character as Python prints {@code pprint(jax.tree.map(jnp.shape, params))}. */
    @Override
    public String toString() { return PrintedTree.of(modules); }
}
