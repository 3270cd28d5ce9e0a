package org.dovetail.core;

/**
 * A random key, or a grid of keys: {@code jax.random.key}.
 *
 * @param data two uint32 for each key along the last axis
 */
public record Key(Tensor data) {
    /**
     * Checks the data.
     *
     * @throws IllegalArgumentException unless they are {@code u32[...,2]}
     */
    public Key {
        if (data.dtype() != DType.UINT32 || data.rank() == 0 || data.dim(-1) != 2) {
            throw new IllegalArgumentException(
                    "key: u32[...,2] is expected; got " + data.spec() + ". Make keys with Prng.key(seed)");
        }
    }

    /**
     * The grid of keys.
     *
     * @return its extents; those of a scalar for a single key
     */
    public Shape shape() { return data.shape().leading(data.rank() - 1); }

    /**
     * One of the keys along the first axis.
     *
     * @param index its number
     * @return the key
     */
    public Key at(int index) { return new Key(data.at(index)); }

    @Override
    public String toString() { return "key" + shape(); }
}
