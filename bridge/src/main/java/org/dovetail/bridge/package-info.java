/**
 * The bridge: models carried between Haiku and NNX.
 *
 * <p>
 * {@link org.dovetail.bridge.Bridge} carries them in memory, {@code bin/dovetail} in files. Both read names and shapes as layers ({@code rules}), decide which layer is which
 * ({@code align}), make a {@code plan} of it, and run that ({@code convert}).
 */
@NullMarked
package org.dovetail.bridge;

import org.jspecify.annotations.NullMarked;
