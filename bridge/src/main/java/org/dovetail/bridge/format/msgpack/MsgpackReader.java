package org.dovetail.bridge.format.msgpack;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads MessagePack. Nothing is allocated for a declared size: each is checked against the bytes that are there, and depth and number of values are bounded.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">the specification</a>
 */
public final class MsgpackReader {
    /** Deeper than any network, and shallow enough for a recursive descent. */
    public static final int MAX_DEPTH = 100;
    /** Some hundred thousand arrays; more would fill the memory of a small machine. */
    static final int MAX_VALUES = 5_000_000;
    private static final int MAX_TEXT = 1 << 28;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment bytes;
    private long at;
    private int values;

    private MsgpackReader(MemorySegment bytes) { this.bytes = bytes; }

    /**
     * Reads the one value that fills a segment.
     *
     * @param bytes the segment; byte strings of the value are parts of it
     * @return the value
     * @throws MsgpackException if the bytes are not one well-formed value
     */
    public static MsgpackValue read(MemorySegment bytes) throws MsgpackException {
        MsgpackReader reader = new MsgpackReader(bytes);
        MsgpackValue value = reader.value(0);
        if (reader.at != bytes.byteSize()) {
            throw reader.error(bytes.byteSize() - reader.at + " bytes follow the value");
        }
        return value;
    }

    private MsgpackValue value(int depth) throws MsgpackException {
        if (depth > MAX_DEPTH) {
            throw error("values are nested more than " + MAX_DEPTH + " deep");
        }
        if (++values > MAX_VALUES) {
            throw error("there are more than " + MAX_VALUES + " values");
        }
        int code = (int) unsigned(1);
        if (code < 0x80 || code >= 0xe0) {
            return new MsgpackValue.Int((long) (byte) code);
        }
        if (code < 0x90) {
            return map(code & 0xf, depth);
        }
        if (code < 0xa0) {
            return list(code & 0xf, depth);
        }
        if (code < 0xc0) {
            return text(code & 0x1f);
        }
        return switch (code) {
            case 0xc0 -> new MsgpackValue.Nil();
            case 0xc2 -> new MsgpackValue.Bool(false);
            case 0xc3 -> new MsgpackValue.Bool(true);
            case 0xc4, 0xc5, 0xc6 -> new MsgpackValue.Bin(take(unsigned(1 << code - 0xc4)));
            case 0xc7, 0xc8, 0xc9 -> ext(unsigned(1 << code - 0xc7));
            case 0xca -> new MsgpackValue.Real(Float.intBitsToFloat((int) unsigned(Integer.BYTES)));
            case 0xcb -> new MsgpackValue.Real(Double.longBitsToDouble(unsigned(Long.BYTES)));
            case 0xcc, 0xcd, 0xce -> new MsgpackValue.Int(unsigned(1 << code - 0xcc));
            case 0xcf -> new MsgpackValue.Int(beyondLong(unsigned(Long.BYTES)));
            case 0xd0 -> new MsgpackValue.Int((long) (byte) unsigned(1));
            case 0xd1 -> new MsgpackValue.Int((long) (short) unsigned(Short.BYTES));
            case 0xd2 -> new MsgpackValue.Int((long) (int) unsigned(Integer.BYTES));
            case 0xd3 -> new MsgpackValue.Int(unsigned(Long.BYTES));
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> ext(1L << code - 0xd4);
            case 0xd9, 0xda, 0xdb -> text(unsigned(1 << code - 0xd9));
            case 0xdc, 0xdd -> list(unsigned(2 << code - 0xdc), depth);
            case 0xde, 0xdf -> map(unsigned(2 << code - 0xde), depth);
            default -> throw error("the byte c1 begins no value");
        };
    }

    private static Number beyondLong(long bits) {
        return bits >= 0 ? (Number) bits : new BigInteger(Long.toUnsignedString(bits));
    }

    private MsgpackValue.Arr list(long count, int depth) throws MsgpackException {
        checkRoom(count, "a list of " + count + " items");
        List<MsgpackValue> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            items.add(value(depth + 1));
        }
        return new MsgpackValue.Arr(items);
    }

    private MsgpackValue.Map map(long count, int depth) throws MsgpackException {
        checkRoom(2 * count, "a map of " + count + " entries");
        List<MsgpackValue.Entry> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            entries.add(new MsgpackValue.Entry(value(depth + 1), value(depth + 1)));
        }
        return new MsgpackValue.Map(entries);
    }

    private MsgpackValue.Ext ext(long length) throws MsgpackException {
        int type = (byte) unsigned(1);
        return new MsgpackValue.Ext(type, take(length));
    }

    private MsgpackValue.Text text(long length) throws MsgpackException {
        if (length > MAX_TEXT) {
            throw error("a text of " + length + " bytes; texts are read up to " + MAX_TEXT);
        }
        MemorySegment text = take(length);
        try {
            return new MsgpackValue.Text(StandardCharsets.UTF_8.newDecoder().decode(text.asByteBuffer()).toString());
        } catch (CharacterCodingException e) {
            throw new MsgpackException("before byte " + at + ": a text is not UTF-8", e);
        }
    }

    /** The next bytes as a number: unsigned up to four bytes, all bits of eight. */
    private long unsigned(int width) throws MsgpackException {
        checkRoom(width, "a number of " + width + " bytes");
        long start = at;
        at += width;
        return switch (width) {
            case 1 -> Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, start));
            case Short.BYTES -> Short.toUnsignedLong(bytes.get(SHORT, start));
            case Integer.BYTES -> Integer.toUnsignedLong(bytes.get(INT, start));
            default -> bytes.get(LONG, start);
        };
    }

    private MemorySegment take(long length) throws MsgpackException {
        checkRoom(length, length + " bytes");
        MemorySegment taken = bytes.asSlice(at, length);
        at += length;
        return taken;
    }

    private void checkRoom(long needed, String what) throws MsgpackException {
        if (needed > bytes.byteSize() - at) {
            throw error(what + " should follow, there are " + (bytes.byteSize() - at) + " bytes left");
        }
    }

    private MsgpackException error(String problem) { return new MsgpackException("at byte " + at + ": " + problem); }
}
