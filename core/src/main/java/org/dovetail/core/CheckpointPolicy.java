package org.dovetail.core;

/** Which results {@code checkpoint} keeps for reverse mode, as {@code jax.checkpoint_policies}. */
public enum CheckpointPolicy {
    /** None: everything is computed again from the arguments. */
    NOTHING_SAVEABLE,
    /** All: as without {@code checkpoint}. */
    EVERYTHING_SAVEABLE,
    /** Those of matrix products. */
    DOTS_SAVEABLE,
    /** Those of matrix products without batch axes: of weights, not of attention. */
    DOTS_WITH_NO_BATCH_DIMS_SAVEABLE
}
