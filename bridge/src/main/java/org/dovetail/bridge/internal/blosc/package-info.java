/** Blosc's chunks of files that nobody vouches for. */
@NullMarked
package org.dovetail.bridge.internal.blosc;

import org.jspecify.annotations.NullMarked;
