package org.dovetail.bridge.format;

import java.io.IOException;
import java.util.List;
import org.dovetail.bridge.format.pickle.Budget;
import org.dovetail.bridge.format.pickle.PickleException;
import org.dovetail.bridge.format.pickle.PyArray;
import org.dovetail.bridge.format.pickle.PyBytes;
import org.dovetail.bridge.format.pickle.PyDType;
import org.dovetail.bridge.format.pickle.PyObject;
import org.dovetail.core.DType;

/** The arrays of pickles: their numbers are where an npy would have them, after another header. */
final class PickleArrays {
    private static final String RNG_KEY = "RngKey";
    private static final List<String> KEY_NUMBERS = List.of("_base_array", "_keys");

    private final ReadOptions options;
    private final Budget nodes;
    private final Budget characters;

    /**
     * A reader of arrays.
     *
     * @param options what the user said about the file
     * @param nodes what the numbers of texts are taken from
     * @param characters what the lengths of texts are taken from
     */
    PickleArrays(ReadOptions options, Budget nodes, Budget characters) {
        this.options = options;
        this.nodes = nodes;
        this.characters = characters;
    }

    /** The leaf of an array of numbers; nested lists of an array of texts. */
    Node read(Place place, PyArray array, String variable) throws PickleException, CheckpointException {
        NpyType type = type(place, array.dtype());
        PyBytes bytes = array.bytes();
        NpyHeader header = new NpyHeader(type, array.isFortran(), array.shape());
        checkSize(place, header, bytes);
        if (type instanceof NpyType.Texts) {
            nodes.use(Claims.count(place, array.shape()));
            characters.use(bytes.size());
        }
        return switch (read(place, header, bytes)) {
            case Node.Leaf(var spec, var numbers, var _) when array.axes().isEmpty() ->
                new Node.Leaf(spec, numbers, variable);
            case Node.Leaf(var spec, var numbers, var _) -> new Node.Leaf(
                    spec.withShape(spec.shape().permuted(array.axes())),
                    PiecedNumbers.permuted(spec, numbers, array.axes()), variable);
            case Node texts when array.axes().isEmpty() -> texts;
            case Node _ -> throw place.error("holds texts in an order of its own; save them in C order");
        };
    }

    /** The numbers of a typed random key. */
    Node key(Place place, PyObject key, String variable) throws PickleException, CheckpointException {
        if (key.attribute(KEY_NUMBERS).orElse(null) instanceof PyArray numbers) {
            return read(place, numbers, variable.isEmpty() ? RNG_KEY : variable);
        }
        throw place.error("the pickle is damaged: a random key has no numbers");
    }

    /** The shape of an array of objects, checked against their number. */
    List<Integer> objectShape(Place place, PyArray array) throws PickleException, CheckpointException {
        long count = Claims.count(place, array.shape());
        if (count != array.objects().size() || array.shape().stream().anyMatch(extent -> extent > Integer.MAX_VALUE)) {
            throw place.error("an array of the shape " + Claims.shown(array.shape()) + " has " + array.objects().size()
                    + " objects");
        }
        return array.shape().stream().map(Long::intValue).toList();
    }

    private static Node read(Place place, NpyHeader header, PyBytes bytes) throws CheckpointException {
        try {
            return NpyArray.read(place, header, bytes.size(), bytes::read);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw place.error(String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkSize(Place place, NpyHeader header, PyBytes bytes) throws CheckpointException {
        long claimed = header.bytes(place);
        if (claimed != bytes.size()) {
            throw place.error("an array of the shape " + Claims.shown(header.extents()) + " needs " + claimed
                    + " bytes, the pickle has " + bytes.size() + " for it");
        }
    }

    private NpyType type(Place place, PyDType dtype) throws CheckpointException {
        if (dtype.typeName().isEmpty()) {
            return NpyType.of(place, dtype.descriptor(), options);
        }
        String name = dtype.typeName().get();
        DType type = DType.named(name.equals("float8_e4m3b11") ? "float8_e4m3b11fnuz" : name)
                .orElseThrow(() -> place.error("holds elements of ml_dtypes." + name + ", which JAX does not have"));
        return new NpyType.Numbers(type, dtype.descriptor().startsWith(">") ? type.bytes() : 1);
    }
}
