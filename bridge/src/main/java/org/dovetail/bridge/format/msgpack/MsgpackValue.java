package org.dovetail.bridge.format.msgpack;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** A value of MessagePack. Byte strings are parts of the memory that was read. */
public sealed interface MsgpackValue {
    /** No value. */
    record Nil() implements MsgpackValue {}

    /**
     * A truth value.
     *
     * @param value the value
     */
    record Bool(boolean value) implements MsgpackValue {}

    /**
     * An integer from -2^63 to 2^64-1.
     *
     * @param value a Long, or a BigInteger beyond its range
     */
    record Int(Number value) implements MsgpackValue {}

    /**
     * A float, of either width.
     *
     * @param value the value
     */
    record Real(double value) implements MsgpackValue {}

    /**
     * A text.
     *
     * @param value the text
     */
    record Text(String value) implements MsgpackValue {}

    /**
     * A byte string.
     *
     * @param bytes the bytes
     */
    record Bin(MemorySegment bytes) implements MsgpackValue {}

    /**
     * An application's own value.
     *
     * @param type what the application calls its type, from -128 to 127
     * @param bytes its bytes
     */
    record Ext(int type, MemorySegment bytes) implements MsgpackValue {}

    /**
     * A list.
     *
     * @param items its items
     */
    record Arr(List<MsgpackValue> items) implements MsgpackValue {
        /** Copies the items. */
        public Arr {
            items = List.copyOf(items);
        }
    }

    /**
     * A map, as its entries: a key may stand in it twice, as the bytes allow.
     *
     * @param entries the entries in order
     */
    record Map(List<Entry> entries) implements MsgpackValue {
        /** Copies the entries. */
        public Map {
            entries = List.copyOf(entries);
        }
    }

    /**
     * An entry of a map.
     *
     * @param key its key
     * @param value its value
     */
    record Entry(MsgpackValue key, MsgpackValue value) {}
}
