package org.dovetail.core.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Trees of tensors, as {@code jax.tree}: a tensor, a list, a map (its keys sorted), a record or a {@link TreeNode} of trees; anything else is static, part of the structure.
 *
 * @param leaves the tensors, from left to right
 * @param structure the rest
 */
public record Tree(List<Tensor> leaves, TreeDef structure) {
    private static final TreeDef LEAF = new TreeDef.Leaf();

    /**
     * Takes a tree apart, as {@code jax.tree.flatten}.
     *
     * @param tree the tree
     * @return its leaves and its structure
     * @throws IllegalArgumentException if a map has keys without an order
     */
    public static Tree of(@Nullable Object tree) {
        List<Tensor> leaves = new ArrayList<>();
        TreeDef structure = flatten(tree, leaves);
        return new Tree(leaves, structure);
    }

    private static TreeDef flatten(@Nullable Object tree, List<Tensor> leaves) {
        return switch (tree) {
            case Tensor tensor -> {
                leaves.add(tensor);
                yield LEAF;
            }
            case List<?> list -> {
                List<String> names = new ArrayList<>(list.size());
                for (int i = 0; i < list.size(); i++) {
                    names.add("[" + i + "]");
                }
                yield branch(new Kind.OfList(), names, list, leaves);
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> sorted = sorted(map);
                List<Object> keys = List.copyOf(sorted.keySet());
                yield branch(new Kind.OfMap(keys), keys.stream().map(Object::toString).toList(), sorted.values(),
                        leaves);
            }
            case TreeNode node ->
                branch(new Kind.OfNode(node.getClass(), node.structure()), node.names(), node.children(), leaves);
            case Record instance -> {
                RecordCodec codec = RecordCodec.of(instance.getClass());
                yield branch(new Kind.OfRecord(instance.getClass()), codec.names(), codec.parts(instance), leaves);
            }
            case null -> new TreeDef.Static(null);
            default -> new TreeDef.Static(tree);
        };
    }

    private static Map<Object, @Nullable Object> sorted(Map<?, ?> map) {
        try {
            return new TreeMap<>(map);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException("the keys of a map in a tree must have an order, as String has; got "
                    + map.keySet(), e);
        }
    }

    private static TreeDef branch(Kind kind, List<String> names, Iterable<? extends @Nullable Object> parts,
            List<Tensor> leaves) {
        List<TreeDef> structures = new ArrayList<>(names.size());
        for (Object part : parts) {
            structures.add(flatten(part, leaves));
        }
        return new TreeDef.Branch(kind, names, structures);
    }

    /**
     * The tree of this structure with other leaves.
     *
     * @param replacements as many tensors as there are leaves
     * @param <T> the type of the tree
     * @return the tree
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // the caller took apart a tree of that type
    public <T> T with(List<? extends Tensor> replacements) { return structure.unflatten(replacements); }

    /**
     * The tensors of a tree, as {@code jax.tree.leaves}.
     *
     * @param tree the tree
     * @return the tensors, from left to right
     */
    public static List<Tensor> leaves(@Nullable Object tree) { return of(tree).leaves; }

    /**
     * Where two structures differ, for messages.
     *
     * @param one a structure
     * @param other another
     * @return the first places, with what each has there
     */
    public static String difference(TreeDef one, TreeDef other) { return Difference.between(one, other); }

    /**
     * Applies a function to each tensor, as {@code jax.tree.map}.
     *
     * @param function takes each leaf
     * @param tree the tree
     * @param <T> its type
     * @return a tree of the same structure
     */
    public static <T> T map(UnaryOperator<Tensor> function, T tree) {
        Tree flat = of(tree);
        return flat.with(flat.leaves.stream().map(function).toList());
    }

    /**
     * Applies a function to each tensor and its path, as {@code jax.tree.map_with_path}.
     *
     * @param function takes each leaf's path, as in {@code policy.layers[3].w}, and the leaf
     * @param tree the tree
     * @param <T> its type
     * @return a tree of the same structure
     */
    public static <T> T mapWithPath(BiFunction<String, Tensor, Tensor> function, T tree) {
        Tree flat = of(tree);
        List<String> paths = flat.structure.paths();
        return flat.with(IntStream.range(0, paths.size())
                .mapToObj(i -> function.apply(paths.get(i), flat.leaves.get(i))).toList());
    }

    /**
     * The tensors of a tree by their paths, as {@code jax.tree.leaves_with_path}.
     *
     * @param tree the tree
     * @return the tensors, from left to right
     */
    public static SequencedMap<String, Tensor> leavesWithPath(@Nullable Object tree) {
        Tree flat = of(tree);
        List<String> paths = flat.structure.paths();
        SequencedMap<String, Tensor> leaves = new LinkedHashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            leaves.put(paths.get(i), flat.leaves.get(i));
        }
        return leaves;
    }

    /**
     * Applies a function to the tensors of two trees, as {@code jax.tree.map}.
     *
     * @param function takes the leaves at equal places
     * @param tree the tree
     * @param other another
     * @param <T> the type of the first
     * @return a tree of the first one's structure
     * @throws IllegalArgumentException if the structures differ, naming the first path that does
     */
    public static <T> T map(BinaryOperator<Tensor> function, T tree, Object other) {
        Tree first = of(tree);
        Tree second = of(other);
        if (!first.structure.equals(second.structure)) {
            throw new IllegalArgumentException("Tree.map: the trees differ: "
                    + Difference.between(first.structure, second.structure)
                    + ". Give the second the keys, lengths and static values of the first");
        }
        List<Tensor> mapped = new ArrayList<>(first.leaves.size());
        for (int i = 0; i < first.leaves.size(); i++) {
            mapped.add(function.apply(first.leaves.get(i), second.leaves.get(i)));
        }
        return first.with(mapped);
    }
}
