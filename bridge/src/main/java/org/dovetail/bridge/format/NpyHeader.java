package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.core.TensorSpec;

/**
 * What stands before the numbers of an npy: magic, version, and a Python dict of three keys.
 *
 * @param type what the elements are
 * @param fortran whether the first axis varies fastest
 * @param extents the shape
 */
record NpyHeader(NpyType type, boolean fortran, List<Long> extents) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** The most bytes that {@link #end} looks at. */
    static final int START_BYTES = 12;

    /** NumPy refuses longer ones, too. */
    private static final int MAX_CHARACTERS = 10_000;
    private static final int MAX_BYTES_PER_CHARACTER = 4;
    private static final int ALIGNMENT = 64;
    /** NumPy leaves room for the first extent to grow to so many digits in place. */
    private static final int GROWTH_DIGITS = 21;
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

    static boolean startsWithMagic(ByteBuffer bytes) {
        return bytes.limit() >= MAGIC.length && bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    /**
     * Where the header ends and the numbers begin.
     *
     * @param start the first bytes, {@link #START_BYTES} or all there are
     */
    static int end(Place place, MemorySegment start) throws CheckpointException {
        ByteBuffer head = start.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (!startsWithMagic(head)) {
            throw place.error("does not begin with NumPy's magic bytes, so it is no .npy");
        }
        if (head.limit() < START_BYTES) {
            throw place.error("ends inside the header");
        }
        int major = head.get(6) & 0xff;
        int minor = head.get(7) & 0xff;
        if (major < 1 || major > 3 || minor != 0) {
            throw place.error("is of npy version " + major + "." + minor + "; known are 1.0, 2.0 and 3.0");
        }
        int begin = begin(major);
        long length = major == 1 ? head.getShort(8) & 0xffffL : head.getInt(8) & 0xffff_ffffL;
        if (length > (long) MAX_CHARACTERS * MAX_BYTES_PER_CHARACTER) {
            throw place.error("the header claims " + length + " bytes; NumPy reads at most " + MAX_CHARACTERS);
        }
        return begin + (int) length;
    }

    /** How many bytes the elements take; none for pickled objects, which do not tell. */
    long bytes(Place place) throws CheckpointException {
        return Claims.bytes(place, extents, switch (type) {
            case NpyType.Numbers(var dtype, var _) -> dtype.bytes();
            case NpyType.Texts texts -> texts.bytes();
            case NpyType.Objects _ -> 0;
        });
    }

    private static int begin(int major) { return major == 1 ? 10 : 12; }

    /**
     * Reads a header.
     *
     * @param header the first {@link #end} bytes
     */
    static NpyHeader parse(Place place, MemorySegment header, ReadOptions options) throws CheckpointException {
        int major = header.asByteBuffer().get(6);
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        try {
            String text = charset.newDecoder().decode(header.asSlice(begin(major)).asByteBuffer()).toString();
            if (text.length() > MAX_CHARACTERS) {
                throw place.error("the header has " + text.length() + " characters; NumPy reads at most "
                        + MAX_CHARACTERS);
            }
            return of(place, PythonLiteral.parse(text), options);
        } catch (CharacterCodingException e) {
            throw place.error("the header is no UTF-8", e);
        } catch (PythonLiteral.Malformed e) {
            throw place.error("the header is no Python dict: " + e.getMessage(), e);
        }
    }

    private static NpyHeader of(Place place, PythonLiteral literal, ReadOptions options) throws CheckpointException {
        if (!(literal instanceof PythonLiteral.Dict(var items)) || !items.keySet().equals(KEYS)) {
            throw place.error("the header should be a dict of descr, fortran_order and shape");
        }
        if (!(items.get("fortran_order") instanceof PythonLiteral.Bool(boolean fortran))) {
            throw place.error("fortran_order in the header should be True or False");
        }
        List<Long> extents = extents(place, items);
        return switch (items.get("descr")) {
            case PythonLiteral.Text(String descriptor) ->
                new NpyHeader(NpyType.of(place, descriptor, options), fortran, extents);
            case PythonLiteral.Sequence(var fields) -> throw place.error("holds a structured dtype (" + names(fields)
                    + "); save each field as an array of its own");
            case null, default -> throw place.error("descr in the header should name a dtype");
        };
    }

    private static List<Long> extents(Place place, SequencedMap<String, PythonLiteral> items)
            throws CheckpointException {
        if (!(items.get("shape") instanceof PythonLiteral.Tuple(var shape))) {
            throw place.error("shape in the header should be a tuple of integers");
        }
        List<Long> extents = new ArrayList<>();
        for (PythonLiteral item : shape) {
            if (!(item instanceof PythonLiteral.Int(long extent))) {
                throw place.error("shape in the header should be a tuple of integers");
            }
            extents.add(extent);
        }
        return extents;
    }

    private static String names(List<PythonLiteral> fields) {
        return fields.stream().limit(5)
                .map(field -> field instanceof PythonLiteral.Tuple(var parts) && !parts.isEmpty()
                        && parts.getFirst() instanceof PythonLiteral.Text(String name) ? Place.quoted(name) : "?")
                .collect(Collectors.joining(", ", "fields ", fields.size() > 5 ? ", …" : ""));
    }

    /** The header that {@code numpy.save} writes for a C-order array. */
    static byte[] of(TensorSpec spec) {
        return of(NpyType.descriptor(spec.dtype()), spec.shape().extents());
    }

    static byte[] of(String descriptor, List<Integer> extents) {
        String shape = switch (extents.size()) {
            case 0 -> "()";
            case 1 -> "(" + extents.getFirst() + ",)";
            default -> extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
        };
        int growth = extents.isEmpty() ? 0 : GROWTH_DIGITS - String.valueOf(extents.getFirst()).length();
        String text = "{'descr': '" + descriptor + "', 'fortran_order': False, 'shape': " + shape + ", }"
                + " ".repeat(growth);
        int begin = begin(1);
        int padding = ALIGNMENT - (begin + text.length() + 1) % ALIGNMENT;
        byte[] body = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer header = ByteBuffer.allocate(begin + body.length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) body.length).put(body);
        return header.array();
    }
}
