package org.dovetail.core.optim;

import java.util.Map;
import org.dovetail.core.tree.PathName;

/**
 * The state of {@link MultiTransform}: {@code optax.PartitionState}.
 *
 * @param innerStates the state of each group by its label
 */
public record PartitionState(@PathName("inner_states") Map<String, MaskedState<?>> innerStates) {}
