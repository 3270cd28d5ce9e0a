package org.dovetail.bridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.tree.Tree;
import org.dovetail.core.tree.TreeDef;

/** The state of an optimizer of {@code core.optim}, a tree of records and lists, as arrays under the names that optax's have in files. */
final class OptaxArrays {
    private OptaxArrays() {}

    static void each(Object state, BiConsumer<Entry, Tensor> taker) {
        Tree tree = Tree.of(state);
        List<EntryPath> paths = paths(tree.structure());
        IntStream.range(0, paths.size()).forEach(i -> taker
                .accept(new Entry(paths.get(i), tree.leaves().get(i).spec()), tree.leaves().get(i)));
    }

    /** The state with some arrays; what is not among them stays as it is. */
    static <S> S with(S state, SequencedMap<Entry, Array> arrays) {
        Map<EntryPath, Array> byPath = new HashMap<>();
        arrays.forEach((entry, array) -> byPath.put(entry.path(), array));
        Tree tree = Tree.of(state);
        List<EntryPath> paths = paths(tree.structure());
        return tree.with(IntStream.range(0, paths.size())
                .mapToObj(i -> (Tensor) byPath.getOrDefault(paths.get(i), (Array) tree.leaves().get(i))).toList());
    }

    private static List<EntryPath> paths(TreeDef structure) {
        List<EntryPath> paths = new ArrayList<>();
        find(structure, List.of(), paths);
        return paths;
    }

    private static void find(TreeDef node, List<String> components, List<EntryPath> paths) {
        switch (node) {
            case TreeDef.Leaf _ -> paths.add(new EntryPath(EntryPath.OPTIMIZER_STATE,
                    components.subList(0, components.size() - 1), components.getLast()));
            case TreeDef.Static _ -> {
            }
            case TreeDef.Branch branch -> {
                for (int i = 0; i < branch.parts().size(); i++) {
                    Stream<String> name = components(branch.names().get(i), branch.isNode());
                    find(branch.parts().get(i), Stream.concat(components.stream(), name).toList(), paths);
                }
            }
        }
    }

    /** The components of a name: parameters have paths of modules, lists have {@code [0]}, records and maps single names. */
    private static Stream<String> components(String name, boolean isOfParameters) {
        return isOfParameters
                ? Arrays.stream(name.split("[/.]", -1))
                : Stream.of(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
    }
}
