/** Pytrees: trees of tensors, taken apart and built again. */
@NullMarked
package org.dovetail.core.tree;

import org.jspecify.annotations.NullMarked;
