package org.dovetail.core;

/**
 * Three trees as one: a tuple.
 *
 * @param first the first
 * @param second the second
 * @param third the third
 * @param <A> the type of the first
 * @param <B> the type of the second
 * @param <C> the type of the third
 */
public record Triple<A, B, C>(A first, B second, C third) {}
