/**
 * Runs plans: from an open source and a {@link org.dovetail.bridge.plan.Plan} to a complete new file.
 *
 * <p>
 * {@link org.dovetail.bridge.convert.Source#open Source.open} opens a checkpoint together with its {@linkplain org.dovetail.bridge.convert.SideData side data};
 * {@link org.dovetail.bridge.convert.Conversion} computes each target array when the writer asks for it, so that no more than one is in memory, and puts the complete file in
 * place in one step.
 */
@NullMarked
package org.dovetail.bridge.convert;

import org.jspecify.annotations.NullMarked;
