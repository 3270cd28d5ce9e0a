package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.dovetail.bridge.format.msgpack.MsgpackValue;

/** The tree in a MessagePack value: maps and lists are branches, flax's extension types arrays, all else plain values. */
final class MsgpackTree {
    /** A longer byte string is no plain value that a person would want to see. */
    private static final int MAX_BYTES = 4096;

    private MsgpackTree() {}

    static Node.Branch of(Place place, MsgpackValue value) throws CheckpointException {
        if (value instanceof MsgpackValue.Map map && node(place, "", map) instanceof Node.Branch branch) {
            return branch;
        }
        throw place.error("holds one value, not a map of them by name, as flax.serialization.to_bytes(state) writes");
    }

    private static Node node(Place place, String path, MsgpackValue value) throws CheckpointException {
        return switch (value) {
            case MsgpackValue.Nil _ -> new Node.Scalar(null);
            case MsgpackValue.Bool(boolean truth) -> new Node.Scalar(truth);
            case MsgpackValue.Int(Number number) -> new Node.Scalar(number);
            case MsgpackValue.Real(double number) -> new Node.Scalar(number);
            case MsgpackValue.Text(String text) -> new Node.Scalar(text);
            case MsgpackValue.Bin(MemorySegment bytes) -> new Node.Scalar(literal(place.in(path), bytes));
            case MsgpackValue.Ext ext -> MsgpackArrays.read(place.in(path), ext);
            case MsgpackValue.Arr(List<MsgpackValue> items) -> list(place, path, items);
            case MsgpackValue.Map map -> MsgpackArrays.isChunked(map)
                    ? MsgpackArrays.chunked(place.in(path), map)
                    : dict(place, path, map);
        };
    }

    private static Node.Branch list(Place place, String path, List<MsgpackValue> items) throws CheckpointException {
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        for (MsgpackValue item : items) {
            String key = String.valueOf(children.size());
            children.put(key, node(place, inside(path, key), item));
        }
        return new Node.Branch(Node.Kind.LIST, children, "");
    }

    private static Node.Branch dict(Place place, String path, MsgpackValue.Map map) throws CheckpointException {
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        boolean integers = !map.entries().isEmpty()
                && map.entries().stream().allMatch(entry -> entry.key() instanceof MsgpackValue.Int);
        for (MsgpackValue.Entry entry : map.entries()) {
            String key = switch (entry.key()) {
                case MsgpackValue.Text(String text) -> text;
                case MsgpackValue.Int(Number number) when integers -> number.toString();
                case MsgpackValue.Nil _,MsgpackValue.Bool _,MsgpackValue.Int _,MsgpackValue.Real _,MsgpackValue.Bin _,MsgpackValue.Ext _,MsgpackValue.Arr _,MsgpackValue.Map _ ->
                    throw place.in(path).error("the keys of a map should be texts, or integers all of them");
            };
            String at = inside(path, key);
            if (children.put(key, node(place, at, entry.value())) != null) {
                throw place.in(at).error("the key stands twice in its map");
            }
        }
        return new Node.Branch(integers ? Node.Kind.INT_DICT : Node.Kind.DICT, children, "");
    }

    private static String inside(String path, String key) { return path.isEmpty() ? key : path + "/" + key; }

    /** A byte string as Python prints it. */
    private static String literal(Place place, MemorySegment bytes) throws CheckpointException {
        if (bytes.byteSize() > MAX_BYTES) {
            throw place.error("is a byte string of " + bytes.byteSize() + " bytes, which is neither an array nor a"
                    + " plain value; leave it out of the state");
        }
        StringBuilder text = new StringBuilder("b'");
        for (byte b : bytes.toArray(ValueLayout.JAVA_BYTE)) {
            boolean plain = b >= ' ' && b < 0x7f && b != '\'' && b != '\\';
            text.append(plain ? String.valueOf((char) b) : String.format("\\x%02x", b & 0xff));
        }
        return text.append('\'').toString();
    }
}
