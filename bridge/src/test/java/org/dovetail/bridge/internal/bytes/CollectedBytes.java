package org.dovetail.bridge.internal.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Collects what a decompressor gives. */
public final class CollectedBytes implements ByteReceiver {
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    @Override
    public void accept(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        collected.writeBytes(copy);
    }

    /** All of it. */
    public byte[] all() { return collected.toByteArray(); }
}
