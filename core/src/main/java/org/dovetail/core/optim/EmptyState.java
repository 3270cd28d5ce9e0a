package org.dovetail.core.optim;

/** The state of a transformation that has none: {@code optax.EmptyState}. */
public record EmptyState() implements DecayState {}
