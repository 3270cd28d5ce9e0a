/** The memory of arrays: who owns it, and where it comes from. */
@NullMarked
package org.dovetail.core.internal.memory;

import org.jspecify.annotations.NullMarked;
