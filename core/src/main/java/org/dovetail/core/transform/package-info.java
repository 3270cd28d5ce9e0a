/** Transformations of functions over flat lists of tensors, on which the front ends build theirs. */
@NullMarked
package org.dovetail.core.transform;

import org.jspecify.annotations.NullMarked;
