package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.dovetail.core.tree.TreeDef;

/** Spreads tree prefixes of axes over the tensors of trees. */
final class AxisPrefixes {
    private AxisPrefixes() {}

    /**
     * An axis for each tensor.
     *
     * @param option the name of the option, for messages
     * @param path where the tree stands, for messages
     * @param axes the prefix
     * @param structure the structure of the tree
     * @throws IllegalArgumentException if the prefix has parts that the tree has not, or the other way round, naming the path
     */
    static List<Axis> spread(String option, String path, AxisTree axes, TreeDef structure) {
        return switch (axes) {
            case Axis axis -> Collections.nCopies(structure.paths().size(), axis);
            case AxisTree.Parts parts -> {
                if (!(structure instanceof TreeDef.Branch(_, List<String> names, List<TreeDef> below))) {
                    throw new IllegalArgumentException("vmap: " + option + "(...) has the parts "
                            + parts.axes().keySet() + " for " + path
                            + ", which is no list, map or record. Give one axis");
                }
                if (!new HashSet<>(names).equals(parts.axes().keySet())) {
                    throw new IllegalArgumentException("vmap: " + option + "(...) must have an axis for each part of "
                            + path + ", " + names + "; got " + parts.axes().keySet());
                }
                List<Axis> all = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    String name = names.get(i);
                    all.addAll(spread(option, within(path, name), parts.axes().getOrDefault(name, Axis.BROADCAST),
                            below.get(i)));
                }
                yield all;
            }
        };
    }

    /** The path of something within what has a path. */
    static String within(String path, String name) {
        return name.isEmpty() || name.startsWith("[") ? path + name : path + "." + name;
    }
}
