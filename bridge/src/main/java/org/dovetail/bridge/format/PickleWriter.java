package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dovetail.bridge.format.pickle.Opcode;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as a pickle of protocol 4 that any NumPy reads, 1 or 2, and Python alone beside it; ml_dtypes for its types.
 *
 * <p>
 * Arrays are made as NumPy makes them: {@code _reconstruct}, then the state. So they are writeable when loaded, and the numbers go straight to the file.
 */
final class PickleWriter {
    private static final byte PROTOCOL = 4;
    private static final int DTYPE_VERSION = 3;
    private static final int USER_DTYPE_FLAGS = 0x40;
    private static final int BYTE = 0xff;
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");

    private final Place file;
    private final FileSink sink;
    private final ByteBuffer head = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);
    private final Map<Object, Integer> memo = new HashMap<>();

    PickleWriter(Place file, FileSink sink) {
        this.file = file;
        this.sink = sink;
    }

    void write(Node.Branch root) throws IOException {
        op(Opcode.PROTO).put(PROTOCOL);
        node(root, "");
        op(Opcode.STOP);
        drain();
    }

    /** Writes a dict as the only element of an array of objects, as {@code numpy.save} pickles it. */
    void writeInArray(Node.Branch root) throws IOException {
        op(Opcode.PROTO).put(PROTOCOL);
        emptyArray();
        op(Opcode.MARK);
        small(1);
        op(Opcode.EMPTY_TUPLE);
        global("numpy", "dtype");
        shortText("O8");
        op(Opcode.NEWFALSE);
        op(Opcode.NEWTRUE);
        op(Opcode.TUPLE3);
        op(Opcode.REDUCE);
        op(Opcode.NEWFALSE);
        op(Opcode.EMPTY_LIST);
        node(root, "");
        op(Opcode.APPEND);
        op(Opcode.TUPLE);
        op(Opcode.BUILD);
        op(Opcode.STOP);
        drain();
    }

    private void node(Node node, String path) throws IOException {
        switch (node) {
            case Node.Leaf leaf -> array(leaf, path);
            case Node.Scalar(var value) -> scalar(value, path);
            case Node.Branch branch -> branch(branch, path);
        }
    }

    private void branch(Node.Branch branch, String path) throws IOException {
        if (branch.kind() == Node.Kind.NAMED) {
            Matcher optax = OptaxStates.CLASS.matcher(branch.type());
            if (!optax.matches()) {
                throw file.in(path).error("is a NamedTuple (" + branch.type()
                        + "), whose class is known to Python alone;"
                        + " pickles are written of dicts, lists, tuples and optax's states. Leave it out with --skip");
            }
            global(optax.group(1), optax.group(2));
        }
        boolean sequence = branch.kind() == Node.Kind.LIST || branch.kind() == Node.Kind.TUPLE;
        if (branch.kind() != Node.Kind.TUPLE && branch.kind() != Node.Kind.NAMED) {
            op(sequence ? Opcode.EMPTY_LIST : Opcode.EMPTY_DICT);
        }
        op(Opcode.MARK);
        for (var child : branch.children().entrySet()) {
            String inner = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
            if (branch.kind() == Node.Kind.DICT) {
                text(child.getKey(), inner);
            } else if (branch.kind() == Node.Kind.INT_DICT) {
                if (!INTEGER.matcher(child.getKey()).matches()) {
                    throw file.in(inner).error("is no integer, as the keys beside it are");
                }
                integer(new BigInteger(child.getKey()));
            }
            node(child.getValue(), inner);
        }
        op(switch (branch.kind()) {
            case DICT, INT_DICT -> Opcode.SETITEMS;
            case LIST -> Opcode.APPENDS;
            case TUPLE, NAMED -> Opcode.TUPLE;
        });
        if (branch.kind() == Node.Kind.NAMED) {
            op(Opcode.NEWOBJ);
        }
    }

    private void scalar(@Nullable Object value, String path) throws IOException {
        switch (value) {
            case null -> op(Opcode.NONE);
            case Boolean truth -> op(truth ? Opcode.NEWTRUE : Opcode.NEWFALSE);
            case Long number -> integer(BigInteger.valueOf(number));
            case BigInteger number -> integer(number);
            case Double number -> op(Opcode.BINFLOAT).putLong(Long.reverseBytes(Double.doubleToRawLongBits(number)));
            case String text -> text(text, path);
            default -> throw file.in(path).error("holds a " + value.getClass().getSimpleName()
                    + ", which Python has no type for");
        }
    }

    private void array(Node.Leaf leaf, String path) throws IOException {
        TensorSpec spec = leaf.spec();
        NpyFormat.checkRank(file.in(path), leaf);
        emptyArray();
        op(Opcode.MARK);
        small(1);
        op(Opcode.MARK);
        for (int extent : spec.shape().extents()) {
            integer(BigInteger.valueOf(extent));
        }
        op(Opcode.TUPLE);
        dtype(spec.dtype());
        op(Opcode.NEWFALSE);
        bytes(leaf);
        op(Opcode.TUPLE);
        op(Opcode.BUILD);
    }

    /** {@code _reconstruct(ndarray, (0,), b'b')}. */
    private void emptyArray() throws IOException {
        global("numpy.core.multiarray", "_reconstruct");
        global("numpy", "ndarray");
        small(0);
        op(Opcode.TUPLE1);
        op(Opcode.SHORT_BINBYTES).put((byte) 1).put((byte) 'b');
        op(Opcode.TUPLE3);
        op(Opcode.REDUCE);
    }

    private void dtype(DType dtype) throws IOException {
        if (memorised(dtype)) {
            return;
        }
        String descriptor = NpyType.descriptor(dtype);
        boolean user = descriptor.startsWith("<V");
        global("numpy", "dtype");
        if (user) {
            global("ml_dtypes", dtype.jaxName());
        } else {
            shortText(descriptor.substring(1));
        }
        op(Opcode.NEWFALSE);
        op(Opcode.NEWTRUE);
        op(Opcode.TUPLE3);
        op(Opcode.REDUCE);
        memorise(dtype);
        op(Opcode.MARK);
        small(DTYPE_VERSION);
        shortText(descriptor.substring(0, 1));
        op(Opcode.NONE);
        op(Opcode.NONE);
        op(Opcode.NONE);
        // Size and alignment: NumPy's own dtypes know them.
        op(Opcode.BININT).putInt(user ? dtype.bytes() : -1);
        op(Opcode.BININT).putInt(user ? dtype.bytes() : -1);
        small(user ? USER_DTYPE_FLAGS : 0);
        op(Opcode.TUPLE);
        op(Opcode.BUILD);
    }

    private void global(String module, String name) throws IOException {
        String key = module + " " + name;
        if (!memorised(key)) {
            shortText(module);
            shortText(name);
            op(Opcode.STACK_GLOBAL);
            memorise(key);
        }
    }

    private boolean memorised(Object key) throws IOException {
        Integer number = memo.get(key);
        if (number == null) {
            return false;
        }
        op(Opcode.BINGET).put(number.byteValue());
        return true;
    }

    /** There are fewer than 256 globals and dtypes, so that a byte numbers them. */
    private void memorise(Object key) throws IOException {
        memo.put(key, memo.size());
        op(Opcode.MEMOIZE);
    }

    private void small(int value) throws IOException { op(Opcode.BININT1).put((byte) value); }

    private void integer(BigInteger value) throws IOException {
        if (value.bitLength() < Integer.SIZE) {
            op(Opcode.BININT).putInt(value.intValue());
            return;
        }
        byte[] bytes = value.toByteArray();
        if (bytes.length > BYTE) {
            throw file.error("an integer of " + bytes.length + " bytes is too long for a checkpoint");
        }
        op(Opcode.LONG1).put((byte) bytes.length);
        for (int i = bytes.length - 1; i >= 0; i--) {
            head.put(bytes[i]);
        }
    }

    private void shortText(String ascii) throws IOException {
        op(Opcode.SHORT_BINUNICODE).put((byte) ascii.length()).put(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private void text(String text, String path) throws IOException {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            op(Opcode.BINUNICODE).putInt(utf8.remaining());
            drain();
            byte[] bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            sink.write(bytes);
        } catch (CharacterCodingException e) {
            throw file.in(path).error("the text " + Place.quoted(text) + " has half of a character", e);
        }
    }

    private void bytes(Node.Leaf leaf) throws IOException {
        long bytes = leaf.spec().bytes();
        if (bytes <= BYTE) {
            op(Opcode.SHORT_BINBYTES).put((byte) bytes);
        } else {
            op(Opcode.BINBYTES8).putLong(bytes);
        }
        drain();
        sink.write(leaf);
    }

    /** Begins an instruction; what belongs to it and has a fixed length is put behind it. */
    private ByteBuffer op(Opcode opcode) throws IOException {
        if (head.remaining() < 2 * BYTE) {
            drain();
        }
        return head.put(opcode.code());
    }

    private void drain() throws IOException {
        sink.write(MemorySegment.ofArray(head.array()).asSlice(0, head.position()));
        head.clear();
    }
}
