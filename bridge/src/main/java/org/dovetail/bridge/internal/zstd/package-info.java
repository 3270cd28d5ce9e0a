/** Zstandard frames of files that nobody vouches for. */
@NullMarked
package org.dovetail.bridge.internal.zstd;

import org.jspecify.annotations.NullMarked;
