package org.dovetail.core;

/**
 * Two trees as one: a tuple.
 *
 * @param first the one
 * @param second the other
 * @param <A> the type of the first
 * @param <B> the type of the second
 */
public record Pair<A, B>(A first, B second) {}
