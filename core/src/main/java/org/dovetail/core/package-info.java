/** Numbers in memory: dtypes, shapes, and arrays over buffers. */
@NullMarked
package org.dovetail.core;

import org.jspecify.annotations.NullMarked;
