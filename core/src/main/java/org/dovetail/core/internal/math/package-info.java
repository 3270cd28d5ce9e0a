/** Scalar functions that give the bits of JAX on a CPU: its elementary functions and its random bits. */
@NullMarked
package org.dovetail.core.internal.math;

import org.jspecify.annotations.NullMarked;
