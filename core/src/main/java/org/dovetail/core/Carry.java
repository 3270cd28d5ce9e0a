package org.dovetail.core;

/**
 * What a step of a scan gives: the carry for the next step, and a part of the output.
 *
 * @param carry a tree, of the same structure, dtypes and shapes at every step
 * @param out a tree; after the scan, its tensors have the steps along a new first axis
 * @param <C> the type of the carry
 * @param <Y> the type of the output
 */
public record Carry<C, Y>(C carry, Y out) {}
