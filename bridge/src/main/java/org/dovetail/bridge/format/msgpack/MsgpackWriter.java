package org.dovetail.bridge.format.msgpack;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes the bytes of MessagePack, each value in its shortest form; the contents of byte strings are the caller's to add. */
public final class MsgpackWriter {
    /** The longest byte string. */
    public static final long MAX_LENGTH = 0xffff_ffffL;
    private static final int FIX_EXT = 16;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Makes a writer of nothing yet. */
    public MsgpackWriter() {}

    /**
     * What was written since the last call.
     *
     * @return the bytes
     */
    public byte[] take() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    /**
     * Appends bytes that are MessagePack already.
     *
     * @param bytes the bytes
     */
    public void raw(byte[] bytes) { out.writeBytes(bytes); }

    /** Writes nil. */
    public void nil() { out.write(0xc0); }

    /**
     * Writes a truth value.
     *
     * @param value the value
     */
    public void bool(boolean value) { out.write(value ? 0xc3 : 0xc2); }

    /**
     * Writes an integer.
     *
     * @param value the value
     */
    public void integer(long value) {
        if (value >= -0x20 && value < 0x80) {
            out.write((int) value);
        } else if (value >= 0) {
            sized(0xcc, value);
        } else if (value >= Byte.MIN_VALUE) {
            number(0xd0, value, Byte.BYTES);
        } else if (value >= Short.MIN_VALUE) {
            number(0xd1, value, Short.BYTES);
        } else if (value >= Integer.MIN_VALUE) {
            number(0xd2, value, Integer.BYTES);
        } else {
            number(0xd3, value, Long.BYTES);
        }
    }

    /**
     * Writes an integer.
     *
     * @param value the value
     * @throws IllegalArgumentException if it is below -2^63 or above 2^64-1
     */
    public void integer(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            integer(value.longValue());
        } else if (value.signum() > 0 && value.bitLength() == Long.SIZE) {
            number(0xcf, value.longValue(), Long.BYTES);
        } else {
            throw new IllegalArgumentException("integers are from -2^63 to 2^64-1, this is " + value);
        }
    }

    /**
     * Writes a float of 64 bits.
     *
     * @param value the value
     */
    public void real(double value) { number(0xcb, Double.doubleToRawLongBits(value), Long.BYTES); }

    /**
     * Writes a text.
     *
     * @param value the text, which UTF-8 can hold
     */
    public void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (utf8.length < 0x20) {
            out.write(0xa0 | utf8.length);
        } else {
            sized(0xd9, utf8.length);
        }
        out.writeBytes(utf8);
    }

    /**
     * Begins a list, whose items are to follow.
     *
     * @param count how many
     */
    public void list(int count) { collection(0x90, 0xdc, count); }

    /**
     * Begins a map, whose keys and values are to follow in turn.
     *
     * @param count how many entries
     */
    public void map(int count) { collection(0x80, 0xde, count); }

    /**
     * Begins a byte string, whose bytes are to follow.
     *
     * @param length how many, at most {@link #MAX_LENGTH}
     */
    public void bin(long length) { sized(0xc4, checked(length)); }

    /**
     * Begins an application's own value, whose bytes are to follow.
     *
     * @param type its type, from -128 to 127
     * @param length how many bytes, at most {@link #MAX_LENGTH}
     */
    public void ext(int type, long length) {
        if (length <= FIX_EXT && Long.bitCount(length) == 1) {
            out.write(0xd4 + Long.numberOfTrailingZeros(length));
        } else {
            sized(0xc7, checked(length));
        }
        out.write(type);
    }

    private static long checked(long length) {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("a byte string has at most " + MAX_LENGTH + " bytes, not " + length);
        }
        return length;
    }

    private void collection(int small, int wide, int count) {
        if (count < 0x10) {
            out.write(small | count);
        } else if (count <= 0xffff) {
            number(wide, count, Short.BYTES);
        } else {
            number(wide + 1, count, Integer.BYTES);
        }
    }

    /** A code of four that follow each other, by the width that an unsigned number needs, and the number. */
    private void sized(int code, long value) {
        if (value <= 0xff) {
            number(code, value, Byte.BYTES);
        } else if (value <= 0xffff) {
            number(code + 1, value, Short.BYTES);
        } else if (value <= MAX_LENGTH) {
            number(code + 2, value, Integer.BYTES);
        } else {
            number(code + 3, value, Long.BYTES);
        }
    }

    private void number(int code, long value, int width) {
        out.write(code);
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        out.write(all, Long.BYTES - width, width);
    }
}
