package org.dovetail.bridge.internal.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes bytes as a decompressor gives them. */
@FunctionalInterface
public interface ByteReceiver {
    /**
     * Takes the next bytes.
     *
     * @param bytes the bytes, which are others after the call
     * @throws IOException if they cannot be taken
     */
    void accept(ByteBuffer bytes) throws IOException;
}
