package org.dovetail.core;

/**
 * What {@code jnp.linalg.qr} gives.
 *
 * @param q matrices with orthonormal columns
 * @param r upper triangular matrices
 */
public record QrResult(Tensor q, Tensor r) {}
