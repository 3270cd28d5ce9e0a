/** What runs primitives and graphs. */
@NullMarked
package org.dovetail.core.internal.backend;

import org.jspecify.annotations.NullMarked;
