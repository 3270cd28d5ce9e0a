/** The traces: what evaluation, differentiation, batching, staging and partial evaluation make of a primitive. */
@NullMarked
package org.dovetail.core.internal.trace;

import org.jspecify.annotations.NullMarked;
