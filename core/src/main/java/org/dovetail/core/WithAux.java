package org.dovetail.core;

/**
 * A value to differentiate, and something besides it: the result of a function under {@code has_aux=True}.
 *
 * @param value a scalar
 * @param aux a tree
 * @param <X> the type of the tree
 */
public record WithAux<X>(Tensor value, X aux) {}
