package org.dovetail.core.optim;

/** The state of {@link ScaleByRms}. */
public sealed interface RmsState permits ScaleByRmsState, ScaleByRmsWithCountState {}
