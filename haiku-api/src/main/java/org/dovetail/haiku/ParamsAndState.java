package org.dovetail.haiku;

/**
 * What {@code init} makes of a function with state.
 *
 * @param params the parameters
 * @param state each state as it was first set
 */
public record ParamsAndState(Params params, HkState state) {}
