package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.dovetail.core.DType;

/** Texts and plain numbers as arrays without axes, which is how npz files carry them beside the others. */
final class NpyTexts {
    /** The longest text that is read: configurations fit, bombs do not. */
    static final int MAX_BYTES = 1 << 24;

    private static final int MAX_ITEMS = 10_000;
    private static final int CHARACTER = 4;

    private NpyTexts() {}

    /** The texts of an array as plain values: one without axes, else nested lists. */
    static Node read(Place place, NpyType.Texts type, NpyHeader header, NpyArray.Body body) throws IOException {
        long count = Claims.count(place, header.extents());
        if (count > MAX_ITEMS) {
            throw place.error("holds " + count + " texts; at most " + MAX_ITEMS + " are read");
        }
        if (count * type.bytes() > MAX_BYTES) {
            throw place.error("holds texts of " + count * type.bytes() + " bytes; at most " + MAX_BYTES + " are read");
        }
        if (header.fortran() && header.extents().size() > 1) {
            throw place.error("holds texts in Fortran order; save them in C order");
        }
        try (Arena arena = Arena.ofConfined()) {
            return list(place, type, header.extents(), new long[1], body.read(arena));
        }
    }

    private static Node list(Place place, NpyType.Texts type, List<Long> extents, long[] position,
            MemorySegment bytes) throws CheckpointException {
        if (extents.isEmpty()) {
            MemorySegment text = bytes.asSlice(position[0], type.bytes());
            position[0] += type.bytes();
            return new Node.Scalar(type.unicode() ? unicode(place, text, type.bigEndian()) : latin(text));
        }
        SequencedMap<String, Node> items = new LinkedHashMap<>();
        if (!extents.contains(0L)) {
            for (long i = 0; i < extents.getFirst(); i++) {
                items.put(String.valueOf(i), list(place, type, extents.subList(1, extents.size()), position, bytes));
            }
        }
        return new Node.Branch(Node.Kind.LIST, items, "");
    }

    private static String unicode(Place place, MemorySegment bytes, boolean bigEndian) throws CheckpointException {
        ByteBuffer characters = bytes.asByteBuffer().order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int end = characters.capacity();
        while (end > 0 && characters.getInt(end - CHARACTER) == 0) {
            end -= CHARACTER;
        }
        StringBuilder text = new StringBuilder(end / CHARACTER);
        for (int i = 0; i < end; i += CHARACTER) {
            int character = characters.getInt(i);
            if (!Character.isValidCodePoint(character)) {
                throw place.error("holds a text with the impossible character 0x" + Integer.toHexString(character));
            }
            text.appendCodePoint(character);
        }
        return text.toString();
    }

    /** Python's bytes have no charset: they are UTF-8 where they can be, and Latin-1, which never fails, elsewhere. */
    private static String latin(MemorySegment bytes) {
        byte[] all = bytes.toArray(ValueLayout.JAVA_BYTE);
        int end = all.length;
        while (end > 0 && all[end - 1] == 0) {
            end--;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(all, 0, end)).toString();
        } catch (CharacterCodingException _) {
            return new String(all, 0, end, StandardCharsets.ISO_8859_1);
        }
    }

    /** A plain value as the npy that NumPy would write for it. */
    static byte[] write(Place place, Object value) throws CheckpointException {
        return switch (value) {
            case String text -> text(place, text);
            case Boolean truth -> number(DType.BOOL, 1, truth ? 1 : 0);
            case Long number -> number(DType.INT64, 8, number);
            case Double number -> number(DType.FLOAT64, 8, Double.doubleToRawLongBits(number));
            case BigInteger number when number.signum() >= 0 && number.bitLength() <= 64 ->
                number(DType.UINT64, 8, number.longValue());
            default -> throw place.error("the value " + Place.quoted(value.toString())
                    + " does not fit into a NumPy array; leave it out or write json");
        };
    }

    private static byte[] number(DType dtype, int bytes, long bits) {
        byte[] header = NpyHeader.of(NpyType.descriptor(dtype), List.of());
        ByteBuffer all = ByteBuffer.allocate(header.length + bytes).order(ByteOrder.LITTLE_ENDIAN).put(header);
        if (bytes == 1) {
            all.put((byte) bits);
        } else {
            all.putLong(bits);
        }
        return all.array();
    }

    private static byte[] text(Place place, String text) throws CheckpointException {
        if (text.endsWith("\0")) {
            throw place.error("the text " + Place.quoted(text)
                    + " ends with a zero character, which NumPy drops; leave it out or write json");
        }
        int[] characters = text.codePoints().toArray();
        byte[] header = NpyHeader.of("<U" + Math.max(1, characters.length), List.of());
        ByteBuffer all = ByteBuffer.allocate(header.length + CHARACTER * Math.max(1, characters.length))
                .order(ByteOrder.LITTLE_ENDIAN).put(header);
        for (int character : characters) {
            all.putInt(character);
        }
        return all.array();
    }
}
