/** Work on several processors at once. */
@NullMarked
package org.dovetail.bridge.internal.cores;

import org.jspecify.annotations.NullMarked;
