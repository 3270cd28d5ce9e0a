/** The NNX-style front end; for now, its Variable types by name. */
@NullMarked
package org.dovetail.nnx;

import org.jspecify.annotations.NullMarked;
