/**
 * Alignment: which layer of a checkpoint is which layer of a target structure, when the two call them by other names.
 *
 * <p>
 * {@link org.dovetail.bridge.align.Alignment} reads both sides as layers, keeps for each target those sources whose numbers fit it, and looks at <em>all</em> one-to-one mappings
 * that keep the {@link org.dovetail.bridge.align.Laws}. What they agree on is mapped; anything else is refused, with the lines that settle it. Nothing is guessed: no alphabetical order, no
 * likeness of words, no values.
 */
@NullMarked
package org.dovetail.bridge.align;

import org.jspecify.annotations.NullMarked;
