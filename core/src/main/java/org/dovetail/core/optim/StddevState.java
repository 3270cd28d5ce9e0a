package org.dovetail.core.optim;

/** The state of {@link ScaleByStddev}. */
public sealed interface StddevState permits ScaleByRStdDevState, ScaleByRStdDevWithCountState {}
