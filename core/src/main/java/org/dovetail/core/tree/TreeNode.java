package org.dovetail.core.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A class of one's own as a pytree, as {@code jax.tree_util.register_pytree_node}; records need nothing. */
public interface TreeNode {
    /**
     * The parts that are trees.
     *
     * @return the parts, in an order that depends on {@link #structure()} alone
     */
    List<? extends @Nullable Object> children();

    /**
     * Everything else that tells this from others of its class.
     *
     * @return a value that does not hold on to the parts; trees of one structure have equal ones
     */
    Structure structure();

    /**
     * The names of the parts, for messages.
     *
     * @return as many names as there are parts
     */
    List<String> names();

    /** A node without its parts, compared by {@code equals}. */
    interface Structure {
        /**
         * A node of this structure.
         *
         * @param parts the parts, in the order of {@link TreeNode#children()}
         * @return the node
         */
        TreeNode build(List<? extends @Nullable Object> parts);
    }
}
