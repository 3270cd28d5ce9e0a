package org.dovetail.core.optim;

/** The state of {@link AddDecayedWeights}. */
public sealed interface DecayState permits EmptyState, WeightDecaySchedule {}
