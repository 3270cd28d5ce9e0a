package org.dovetail.core.internal.backend.compiled;

import java.util.List;
import org.dovetail.core.internal.memory.Buffer;

/**
 * Steps with a home for each slot, for one choice of donated arguments.
 *
 * @param lowered the steps
 * @param homes where each slot is
 * @param targets how each output comes about
 * @param blockBytes the size of a workspace's block
 * @param constants the memory of constants
 */
record Program(Lowered lowered, List<Home> homes, List<Target> targets, long blockBytes, Buffer constants) {}
