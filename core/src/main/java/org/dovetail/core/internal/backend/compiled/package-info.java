/**
 * What {@code jit} runs on: a graph is simplified, lowered to steps on numbered slots of memory, and planned into one block; a run is one switch over its steps.
 *
 * <p>
 * In the order of reading: {@code Passes} on the graph, {@code Lowering} to {@code Step}s, {@code Planner}, {@code Program}, {@code PlannedExecutable} with its
 * {@code Workspace}, {@code Interpreter}, and the kernels.
 */
@NullMarked
package org.dovetail.core.internal.backend.compiled;

import org.jspecify.annotations.NullMarked;
