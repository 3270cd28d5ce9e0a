package org.dovetail.bridge.internal.lz4;

import java.nio.ByteBuffer;

/**
 * Decompresses a block of LZ4: sequences of some literals and a match, which repeats bytes that were written before.
 *
 * <p>
 * A sequence begins with a token, whose halves are the number of literals and that of repeated bytes above four; a half of 15 goes on in bytes that are added up until one is not
 * 255. After the literals stands the distance back to the match, in two bytes. The last sequence ends with its literals.
 */
public final class Lz4Block {
    private static final int HALF = 4;
    private static final int MASK = 15;
    private static final int MIN_MATCH = 4;

    private final ByteBuffer source;
    private final byte[] target;
    private int at;

    private Lz4Block(ByteBuffer source, byte[] target, int at) {
        this.source = source;
        this.target = target;
        this.at = at;
    }

    /**
     * Decompresses a block behind bytes that its matches may repeat.
     *
     * @param block the block, which fills what remains of the buffer
     * @param target takes the bytes; up to its end at most
     * @param start where the first goes; what stands before may be repeated
     * @return where the last one ended
     * @throws Lz4Exception if the block breaks off, holds more than the target has room for, or repeats what was not there
     */
    public static int decode(ByteBuffer block, byte[] target, int start) throws Lz4Exception {
        Lz4Block decoding = new Lz4Block(block, target, start);
        decoding.all();
        return decoding.at;
    }

    private void all() throws Lz4Exception {
        while (true) {
            int token = next();
            literals(length(token >>> HALF));
            if (!source.hasRemaining()) {
                return;
            }
            int distance = next() | next() << Byte.SIZE;
            match(distance, length(token & MASK) + MIN_MATCH);
        }
    }

    private int next() throws Lz4Exception {
        if (!source.hasRemaining()) {
            throw new Lz4Exception("a block of LZ4 breaks off");
        }
        return source.get() & 0xff;
    }

    private int length(int half) throws Lz4Exception {
        int length = half;
        int more = half == MASK ? 0xff : 0;
        while (more == 0xff) {
            more = next();
            length += more;
            if (length > target.length) {
                throw tooMuch();
            }
        }
        return length;
    }

    private void literals(int count) throws Lz4Exception {
        if (count > source.remaining()) {
            throw new Lz4Exception("a block of LZ4 breaks off");
        }
        if (count > target.length - at) {
            throw tooMuch();
        }
        source.get(target, at, count);
        at += count;
    }

    private void match(int distance, int count) throws Lz4Exception {
        if (distance == 0 || distance > at) {
            throw new Lz4Exception("a block of LZ4 repeats what is not there");
        }
        if (count > target.length - at) {
            throw tooMuch();
        }
        int end = at + count;
        while (at < end) {
            int copied = Math.min(distance, end - at);
            System.arraycopy(target, at - distance, target, at, copied);
            at += copied;
        }
    }

    private static Lz4Exception tooMuch() { return new Lz4Exception("a block of LZ4 holds more than it should"); }
}
