package org.dovetail.core.internal.prim;

import java.util.List;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Results with their derivatives along some direction.
 *
 * @param primals the results
 * @param tangents a tangent for each; null stands for zero
 */
public record Jvp(List<Tensor> primals, List<@Nullable Tensor> tangents) {}
