package org.dovetail.core;

/** How finely random numbers tell small probabilities apart: the argument {@code mode} of {@code jax.random}. */
public enum SampleMode {
    /** As finely as one random float: {@code mode='low'}. */
    LOW,
    /** As finely as two random floats, of which the second stands behind the first: {@code mode='high'}. */
    HIGH
}
