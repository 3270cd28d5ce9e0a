package org.dovetail.core;

/** What becomes of a window that does not lie within its tensor: {@code jax.lax.GatherScatterMode}. */
public enum GatherScatterMode {
    /** It is moved to the nearest place where it does: {@code mode='clip'}. */
    CLIP,
    /** A gathered one is filled with a value, a scattered one is left out: {@code mode='fill'} and {@code mode='drop'}. */
    FILL_OR_DROP,
    /** There are none, as the caller promises; should there be one, a gathered one is moved and a scattered one left out: {@code mode='promise_in_bounds'}. */
    PROMISE_IN_BOUNDS
}
