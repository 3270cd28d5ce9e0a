package org.dovetail.haiku;

/**
 * What {@code apply} gives of a function with state.
 *
 * @param result the function's result
 * @param state each state as it was last set
 * @param <R> the result's type
 */
public record Applied<R>(R result, HkState state) {}
