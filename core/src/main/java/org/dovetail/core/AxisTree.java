package org.dovetail.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** An axis for a whole tree, or one for each of its parts: the tree prefixes of {@code jax.vmap}'s {@code in_axes} and {@code out_axes}. */
public sealed interface AxisTree permits Axis, AxisTree.Parts {
    /**
     * A choice for each part of a list, a map or a record.
     *
     * @param axes the choice for each part by its name, as paths have it: the keys of a map, the components of a record, {@code [0]} for elements of a list
     */
    record Parts(Map<String, AxisTree> axes) implements AxisTree {
        /** Copies the map. */
        public Parts {
            axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
        }

        @Override
        public String toString() { return axes.toString(); }
    }

    /**
     * A choice for each element of a list.
     *
     * @param axes as many as there are elements
     * @return the choice
     */
    static AxisTree parts(AxisTree... axes) {
        Map<String, AxisTree> named = new LinkedHashMap<>();
        for (int i = 0; i < axes.length; i++) {
            named.put("[" + i + "]", axes[i]);
        }
        return new Parts(named);
    }

    /**
     * A choice for each value of a map, or component of a record.
     *
     * @param axes the choice for each, by its key or name
     * @return the choice
     */
    static AxisTree parts(Map<String, ? extends AxisTree> axes) { return new Parts(new TreeMap<>(axes)); }
}
