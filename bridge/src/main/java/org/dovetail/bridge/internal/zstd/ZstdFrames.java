package org.dovetail.bridge.internal.zstd;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.dovetail.bridge.internal.bytes.ByteReceiver;

/**
 * Decompresses Zstandard (RFC 8878) as a stream, so that a frame takes the memory of its window, which is at most 8 MB, and never that of the size it claims.
 */
public final class ZstdFrames {
    /** The most bytes that one byte can stand for: a block of 128 KB of one value takes four. */
    public static final long MAX_RATIO = 1 << 15;
    private static final int CHUNK = 1 << 16;

    private ZstdFrames() {}

    /**
     * Decompresses frames that do not tell how much they hold.
     *
     * @param frames the frames
     * @param limit how many bytes they may hold
     * @return the bytes
     * @throws ZstdException if they are damaged, hold more, or need too large a window
     */
    public static byte[] decode(InputStream frames, long limit) throws ZstdException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try (ZstdInputStream in = new ZstdInputStream(frames)) {
            for (int count = next(in, chunk); count >= 0; count = next(in, chunk)) {
                if (out.size() + count > limit) {
                    throw new ZstdException("holds more than the " + limit + " bytes that it may");
                }
                out.write(chunk, 0, count);
            }
        } catch (IOException e) {
            throw damaged(e);
        }
        return out.toByteArray();
    }

    /**
     * Decompresses frames as long as the receiver takes what is in them.
     *
     * @param frames the frames
     * @param target takes the bytes
     * @throws ZstdException if they are damaged, or need too large a window
     * @throws IOException if the receiver throws it
     */
    public static void decode(InputStream frames, ByteReceiver target) throws ZstdException, IOException {
        byte[] chunk = new byte[CHUNK];
        try (ZstdInputStream in = new ZstdInputStream(frames)) {
            for (int count = next(in, chunk); count >= 0; count = next(in, chunk)) {
                target.accept(ByteBuffer.wrap(chunk, 0, count));
            }
        }
    }

    /** The next bytes. What is wrong with the sizes that a header claims, the decoder tells by whatever its arithmetic throws. */
    private static int next(InputStream in, byte[] chunk) throws ZstdException {
        try {
            return in.read(chunk);
        } catch (MalformedInputException | IndexOutOfBoundsException | ArithmeticException | IllegalStateException
                | IOException e) {
            throw damaged(e);
        }
    }

    private static ZstdException damaged(Exception e) {
        return new ZstdException("is no Zstandard data that can be read: " + e.getMessage(), e);
    }
}
