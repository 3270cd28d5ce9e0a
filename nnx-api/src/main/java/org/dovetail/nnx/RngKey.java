package org.dovetail.nnx;

import org.dovetail.core.Key;

/** The key of a stream: {@code nnx.RngKey}; two uint32, which Python shows as one key. */
public final class RngKey extends RngState {
    /**
     * The key of a stream.
     *
     * @param key the key
     */
    public RngKey(Key key) { super(key.data()); }

    /**
     * The key.
     *
     * @return the value as a key
     */
    public Key key() { return new Key(get()); }
}
