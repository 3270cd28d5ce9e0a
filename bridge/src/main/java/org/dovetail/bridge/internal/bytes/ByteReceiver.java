package org.dovetail.bridge.internal.bytes;

import java.io.IOException;
import java.io.InputStream;
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

    /**
     * Takes all that is left of a stream, in pieces of {@link PieceSize#CHUNK}.
     *
     * @param in the stream, which stays open
     * @throws IOException if it cannot be read, or the bytes cannot be taken
     */
    default void acceptAll(InputStream in) throws IOException {
        byte[] chunk = new byte[PieceSize.CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            accept(ByteBuffer.wrap(chunk, 0, count));
        }
    }
}
