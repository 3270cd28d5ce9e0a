/** Programs as data: what tracing a function gives, and what {@code jit} runs. */
@NullMarked
package org.dovetail.core.graph;

import org.jspecify.annotations.NullMarked;
