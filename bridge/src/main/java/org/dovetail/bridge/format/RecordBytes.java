package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/** The records of an AlphaFold 3 file, from front to back. */
final class RecordBytes {
    /** The bytes of the five integers that a record begins with. */
    static final int HEADER = 5 * Integer.BYTES;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_TEXT = 2048;
    private static final int MAX_DTYPE = 32;
    private static final int MAX_RECORDS = 1 << 20;

    /**
     * An array.
     *
     * @param scope its module
     * @param name its own name
     * @param leaf its numbers
     */
    record Entry(String scope, String name, Node.Leaf leaf) {}

    /** What a record says of its sizes. */
    private record Header(int scope, int name, int dtype, int rank, int bytes) {
        static Header at(MemorySegment bytes, long position) {
            return new Header(bytes.get(INT, position), bytes.get(INT, position + 4), bytes.get(INT, position + 8),
                    bytes.get(INT, position + 12), bytes.get(INT, position + 16));
        }

        boolean isPossible() {
            return scope >= 1 && scope <= MAX_TEXT && name >= 1 && name <= MAX_TEXT && dtype >= 1
                    && dtype <= MAX_DTYPE && rank >= 0 && rank <= Claims.MAX_RANK && bytes >= 0;
        }

        long size() { return (long) scope + name + dtype + (long) Integer.BYTES * rank + bytes; }
    }

    private final Place file;
    private final MemorySegment bytes;
    private long position;
    private int records;

    RecordBytes(Place file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Whether a file begins with a record. */
    static boolean begins(MemorySegment head) {
        if (head.byteSize() < HEADER) {
            return false;
        }
        Header header = Header.at(head, 0);
        long texts = HEADER + (long) header.scope + header.name;
        return header.isPossible() && texts + header.dtype <= head.byteSize()
                && DType.named(ascii(head.asSlice(texts, header.dtype))).isPresent();
    }

    boolean hasNext() { return position < bytes.byteSize(); }

    Entry next() throws CheckpointException {
        if (bytes.byteSize() - position < HEADER) {
            throw cut(HEADER);
        }
        Header header = Header.at(bytes, position);
        if (!header.isPossible() || ++records > MAX_RECORDS) {
            throw file.error("is damaged at byte " + position + ": there is no record of AlphaFold 3");
        }
        position += HEADER;
        if (header.size() > bytes.byteSize() - position) {
            throw cut(header.size());
        }
        String scope = utf8(header.scope);
        String name = utf8(header.name);
        Place place = file.in(scope + "/" + name);
        String dtypeName = ascii(slice(header.dtype));
        DType dtype = DType.named(dtypeName).orElseThrow(
                () -> place.error("has the dtype " + Place.quoted(dtypeName) + ", which JAX does not have"));
        List<Long> extents = new ArrayList<>();
        for (int i = 0; i < header.rank; i++) {
            extents.add((long) slice(Integer.BYTES).get(INT, 0));
        }
        TensorSpec spec = Claims.spec(place, dtype, extents);
        if (spec.bytes() != header.bytes) {
            throw place.error(spec + " needs " + spec.bytes() + " bytes, its record has " + header.bytes);
        }
        MemorySegment numbers = slice(header.bytes);
        return new Entry(scope, name, new Node.Leaf(spec, _ -> Array.of(spec, numbers)));
    }

    private MemorySegment slice(long length) {
        MemorySegment slice = bytes.asSlice(position, length);
        position += length;
        return slice;
    }

    private String utf8(int length) throws CheckpointException {
        long at = position;
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(slice(length).toArray(ValueLayout.JAVA_BYTE))).toString();
        } catch (CharacterCodingException e) {
            throw file.error("is damaged at byte " + at + ": a name is no UTF-8", e);
        }
    }

    private static String ascii(MemorySegment text) {
        return new String(text.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    private CheckpointException cut(long needed) {
        return file.error("ends inside a record: " + needed + " bytes are needed at byte " + position + " and "
                + (bytes.byteSize() - position)
                + " are there; if it is one of several parts, give all of them the names"
                + " that they had, as NAME.bin.zst.0 or NAME.0.bin, in one folder");
    }
}
