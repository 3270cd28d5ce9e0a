/** The primitives: one sealed family per file, each with the mathematics of its members. */
@NullMarked
package org.dovetail.core.internal.prim;

import org.jspecify.annotations.NullMarked;
