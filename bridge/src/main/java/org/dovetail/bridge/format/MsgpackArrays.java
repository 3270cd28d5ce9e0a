package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dovetail.bridge.format.msgpack.MsgpackException;
import org.dovetail.bridge.format.msgpack.MsgpackReader;
import org.dovetail.bridge.format.msgpack.MsgpackValue;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/** Arrays as {@code flax.serialization} puts them into MessagePack: a value of its own type, or a map of pieces. */
final class MsgpackArrays {
    /** The ext type of an array: a list of shape, dtype name and bytes. */
    static final int ARRAY = 1;
    private static final int COMPLEX = 2;
    private static final int SCALAR = 3;

    /** The key of a map that stands for an array too large for one value. */
    static final String CHUNKED = "__msgpack_chunked_array__";
    static final String SHAPE = "shape";
    static final String CHUNKS = "chunks";

    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private MsgpackArrays() {}

    /** An array, a NumPy scalar, or a complex number of Python's. */
    static Node.Leaf read(Place place, MsgpackValue.Ext ext) throws CheckpointException {
        List<MsgpackValue> parts = parts(place, ext);
        return switch (ext.type()) {
            case ARRAY, SCALAR -> Node.Leaf.of(array(place, parts));
            case COMPLEX -> complex(place, parts);
            default -> throw place.error("is a value of MessagePack's extension type " + ext.type()
                    + "; flax writes only the types 1 (array), 2 (complex) and 3 (scalar)");
        };
    }

    private static List<MsgpackValue> parts(Place place, MsgpackValue.Ext ext) throws CheckpointException {
        try {
            return MsgpackReader.read(ext.bytes()) instanceof MsgpackValue.Arr(List<MsgpackValue> items)
                    ? items
                    : List.of();
        } catch (MsgpackException e) {
            throw place.error("the bytes of the array are no MessagePack: " + e.getMessage(), e);
        }
    }

    private static Array array(Place place, List<MsgpackValue> parts) throws CheckpointException {
        if (parts.size() != 3 || !(parts.get(0) instanceof MsgpackValue.Arr(List<MsgpackValue> axes))
                || !(parts.get(2) instanceof MsgpackValue.Bin(MemorySegment bytes))) {
            throw place.error("an array should be a list of its shape, the name of its dtype, and its bytes");
        }
        List<Long> extents = new ArrayList<>();
        for (MsgpackValue axis : axes) {
            extents.add(extent(place, axis));
        }
        TensorSpec spec = Claims.spec(place, dtype(place, parts.get(1)), extents);
        if (spec.bytes() != bytes.byteSize()) {
            throw place.error(spec + " needs " + spec.bytes() + " bytes, there are " + bytes.byteSize());
        }
        return Array.of(spec, bytes);
    }

    private static long extent(Place place, MsgpackValue value) throws CheckpointException {
        if (value instanceof MsgpackValue.Int(Long extent)) {
            return extent;
        }
        throw place.error("a shape should be a list of integers");
    }

    /** By NumPy's name alone: Dovetail's short ones mean other things to NumPy. */
    private static DType dtype(Place place, MsgpackValue value) throws CheckpointException {
        String name = switch (value) {
            case MsgpackValue.Text(String text) -> text;
            case MsgpackValue.Bin(MemorySegment bytes) -> new String(
                    bytes.asSlice(0, Math.min(bytes.byteSize(), 64)).toArray(ValueLayout.JAVA_BYTE),
                    StandardCharsets.ISO_8859_1);
            case MsgpackValue.Nil _,MsgpackValue.Bool _,MsgpackValue.Int _,MsgpackValue.Real _,MsgpackValue.Ext _,MsgpackValue.Arr _,MsgpackValue.Map _ ->
                "";
        };
        Optional<DType> dtype = DType.named(name).filter(known -> known.jaxName().equals(name));
        return dtype.orElseThrow(() -> place.error("there is no dtype " + Place.quoted(name) + " among JAX's arrays"));
    }

    private static Node.Leaf complex(Place place, List<MsgpackValue> parts) throws CheckpointException {
        if (parts.size() != 2) {
            throw place.error("a complex number should be a list of two parts");
        }
        double real = part(place, parts.get(0));
        double imaginary = part(place, parts.get(1));
        return Node.Leaf.of(Array.filled(TensorSpec.of(DType.COMPLEX128), memory -> {
            memory.set(DOUBLE, 0, real);
            memory.set(DOUBLE, Double.BYTES, imaginary);
        }));
    }

    private static double part(Place place, MsgpackValue value) throws CheckpointException {
        if (value instanceof MsgpackValue.Real(double part)) {
            return part;
        }
        throw place.error("a complex number should be a list of two floats");
    }

    /** Whether a map stands for an array. */
    static boolean isChunked(MsgpackValue.Map map) {
        return map.entries().stream().anyMatch(entry -> entry.key().equals(new MsgpackValue.Text(CHUNKED)));
    }

    /** An array in pieces, which are put together when it is read. */
    static Node.Leaf chunked(Place place, MsgpackValue.Map map) throws CheckpointException {
        List<Long> extents = new ArrayList<>();
        for (MsgpackValue extent : positions(place, map, SHAPE)) {
            extents.add(extent(place, extent));
        }
        List<Array> pieces = new ArrayList<>();
        long elements = 0;
        for (MsgpackValue piece : positions(place, map, CHUNKS)) {
            if (!(piece instanceof MsgpackValue.Ext ext) || ext.type() != ARRAY) {
                throw place.error("a piece of the array is none itself");
            }
            Array array = array(place, parts(place, ext));
            if (array.shape().rank() != 1 || !pieces.isEmpty() && array.dtype() != pieces.getFirst().dtype()) {
                throw place.error("the pieces of an array should have one axis and one dtype, one is " + array.spec());
            }
            elements += array.shape().size();
            pieces.add(array);
        }
        if (pieces.isEmpty()) {
            throw place.error("the array has no pieces, so it has no dtype");
        }
        TensorSpec spec = Claims.spec(place, pieces.getFirst().dtype(), extents);
        if (spec.shape().size() != elements) {
            throw place.error(spec + " has " + spec.shape().size() + " elements, its pieces have " + elements);
        }
        return new Node.Leaf(spec, new PiecedNumbers(spec, (_, receiver) -> {
            for (Array piece : pieces) {
                Slices.each(piece.data(), receiver);
            }
        }));
    }

    /** The values of a map whose keys are the positions from 0 on, as flax writes tuples. */
    private static List<MsgpackValue> positions(Place place, MsgpackValue.Map map, String field)
            throws CheckpointException {
        MsgpackValue found = map.entries().stream()
                .filter(entry -> entry.key().equals(new MsgpackValue.Text(field))).map(MsgpackValue.Entry::value)
                .findFirst().orElse(null);
        if (!(found instanceof MsgpackValue.Map(List<MsgpackValue.Entry> entries))) {
            throw place.error("an array in pieces should have a map '" + field + "'");
        }
        Map<String, MsgpackValue> byKey = new HashMap<>();
        for (MsgpackValue.Entry entry : entries) {
            byKey.put(entry.key() instanceof MsgpackValue.Text(String key) ? key : "", entry.value());
        }
        List<MsgpackValue> values = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            MsgpackValue value = byKey.get(String.valueOf(i));
            if (value == null) {
                throw place.error("'" + field + "' of an array in pieces should have the keys 0 to "
                        + (entries.size() - 1));
            }
            values.add(value);
        }
        return values;
    }
}
