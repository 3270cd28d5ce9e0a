/** Text of files that others wrote, as messages show it. */
@NullMarked
package org.dovetail.bridge.internal.text;

import org.jspecify.annotations.NullMarked;
