/** LZ4, the blocks and the frames of them, of files that nobody vouches for. */
@NullMarked
package org.dovetail.bridge.internal.lz4;

import org.jspecify.annotations.NullMarked;
