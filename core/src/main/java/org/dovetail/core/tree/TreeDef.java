package org.dovetail.core.tree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/** The structure of a tree without its tensors, as {@code jax.tree.structure}; equal structures take each other's leaves. */
public sealed interface TreeDef {
    /** The place of a tensor. */
    record Leaf() implements TreeDef {}

    /**
     * A value that is no tensor and has none within.
     *
     * @param value the value
     */
    record Static(@Nullable Object value) implements TreeDef {}

    /**
     * A node with parts.
     *
     * @param kind what it is
     * @param names the names of its parts
     * @param parts the structures of its parts
     */
    record Branch(Kind kind, List<String> names, List<TreeDef> parts) implements TreeDef {
        /**
         * Whether this is a {@link TreeNode}, which names its parts by paths of its own.
         *
         * @return false for lists, maps and records
         */
        public boolean isNode() { return kind instanceof Kind.OfNode; }
    }

    /**
     * The structure of a list of arguments.
     *
     * @param structures the structure of each
     * @return a structure that unflattens to a list
     */
    static TreeDef arguments(List<TreeDef> structures) {
        List<String> names = IntStream.rangeClosed(1, structures.size()).mapToObj(i -> "argument " + i).toList();
        return new Branch(new Kind.OfList(), names, structures);
    }

    /**
     * The tree of this structure with some leaves.
     *
     * @param leaves the tensors, in order
     * @param <T> the type of the tree
     * @return the tree
     * @throws IllegalArgumentException if there are more or fewer leaves than places
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // the caller took apart a tree of that type
    default <T> T unflatten(List<? extends Tensor> leaves) {
        Iterator<? extends Tensor> next = leaves.iterator();
        Object tree = build(next);
        if (next.hasNext()) {
            throw new IllegalArgumentException(
                    "unflatten: " + leaves.size() + " leaves are more than the tree has places");
        }
        return (T) tree;
    }

    /**
     * Takes a tree apart if it is of this structure; cheaper than {@link Tree#of}, which makes a new structure.
     *
     * @param tree the tree
     * @param leaves takes its tensors, from left to right; some of them even if the result is false
     * @return whether it has this structure
     */
    default boolean collect(@Nullable Object tree, List<? super Tensor> leaves) {
        return switch (this) {
            case Leaf _ -> tree instanceof Tensor tensor && leaves.add(tensor);
            case Static(Object value) -> Kind.isStatic(tree) && Objects.equals(value, tree);
            case Branch(Kind kind, _, List<TreeDef> parts) -> kind.collect(tree, parts, leaves);
        };
    }

    /**
     * The same structure with other static values.
     *
     * @param function takes each static value, from left to right
     * @return the structure; this one if every value stays the same object
     */
    @SuppressWarnings("ReferenceEquality") // what stays the same object needs no copy
    default TreeDef mapStatics(UnaryOperator<@Nullable Object> function) {
        return switch (this) {
            case Leaf _ -> this;
            case Static(Object value) -> {
                Object other = function.apply(value);
                yield other == value ? this : new Static(other);
            }
            case Branch branch -> {
                List<TreeDef> parts = new ArrayList<>(branch.parts.size());
                boolean isSame = true;
                for (TreeDef part : branch.parts) {
                    TreeDef other = part.mapStatics(function);
                    isSame &= other == part;
                    parts.add(other);
                }
                yield isSame ? this : new Branch(branch.kind, branch.names, parts);
            }
        };
    }

    private @Nullable Object build(Iterator<? extends Tensor> leaves) {
        return switch (this) {
            case Leaf _ -> {
                if (!leaves.hasNext()) {
                    throw new IllegalArgumentException("unflatten: the tree has more places than there are leaves");
                }
                yield leaves.next();
            }
            case Static(Object value) -> value;
            case Branch(Kind kind, _, List<TreeDef> parts) -> {
                List<@Nullable Object> built = new ArrayList<>(parts.size());
                for (TreeDef part : parts) {
                    built.add(part.build(leaves));
                }
                yield kind.build(built);
            }
        };
    }

    /**
     * Where each leaf stands, for messages.
     *
     * @return a path for each leaf, as in {@code policy.layers[3].w}
     */
    default List<String> paths() {
        List<String> paths = new ArrayList<>();
        walk("", (path, node) -> {
            if (node instanceof Leaf) {
                paths.add(path);
            }
        });
        return paths;
    }

    /**
     * Visits the leaves and static values in order.
     *
     * @param path the path of this structure
     * @param visitor takes each one's path and structure
     */
    default void walk(String path, BiConsumer<String, TreeDef> visitor) {
        if (this instanceof Branch(_, List<String> names, List<TreeDef> parts)) {
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).walk(Paths.part(path, names.get(i)), visitor);
            }
        } else {
            visitor.accept(path, this);
        }
    }
}
