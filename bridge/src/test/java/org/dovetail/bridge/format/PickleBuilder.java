package org.dovetail.bridge.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.dovetail.bridge.format.pickle.Opcode;

/** Pickles instruction by instruction, for files that no library writes, or that only old ones did. */
final class PickleBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static PickleBuilder protocol(int protocol) { return new PickleBuilder().op(Opcode.PROTO).raw(protocol); }

    PickleBuilder op(Opcode... opcodes) {
        for (Opcode opcode : opcodes) {
            out.write(opcode.code());
        }
        return this;
    }

    PickleBuilder raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    PickleBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    PickleBuilder int4(long value) {
        return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
    }

    PickleBuilder int8(long value) {
        return raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    PickleBuilder line(String ascii) { return raw(ascii.getBytes(StandardCharsets.US_ASCII)).raw('\n'); }

    PickleBuilder text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op(Opcode.BINUNICODE).int4(utf8.length).raw(utf8);
    }

    PickleBuilder bytes(int... bytes) { return op(Opcode.SHORT_BINBYTES).raw(bytes.length).raw(bytes); }

    PickleBuilder number(long value) { return op(Opcode.BININT).int4(value); }

    PickleBuilder global(String module, String name) { return op(Opcode.GLOBAL).line(module).line(name); }

    PickleBuilder tuple(Runnable items) {
        op(Opcode.MARK);
        items.run();
        return op(Opcode.TUPLE);
    }

    /** {@code dtype(code, False, True)} with its state. */
    PickleBuilder dtype(String order, String code) {
        global("numpy", "dtype").text(code).op(Opcode.NEWFALSE, Opcode.NEWTRUE, Opcode.TUPLE3, Opcode.REDUCE);
        tuple(() -> number(3).text(order).op(Opcode.NONE, Opcode.NONE, Opcode.NONE).number(-1).number(-1).number(0));
        return op(Opcode.BUILD);
    }

    /** The arguments of {@code _reconstruct}. */
    PickleBuilder emptyArray() {
        return global("numpy", "ndarray").number(0).op(Opcode.TUPLE1).bytes('b').op(Opcode.TUPLE3);
    }

    PickleBuilder shape(long... extents) {
        return tuple(() -> {
            for (long extent : extents) {
                op(Opcode.LONG1).raw(8).int8(extent);
            }
        });
    }

    /** A float32 array of one axis. */
    PickleBuilder array(float... values) {
        ByteBuffer numbers = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            numbers.putFloat(value);
        }
        global("numpy.core.multiarray", "_reconstruct").emptyArray().op(Opcode.REDUCE);
        tuple(() -> number(1).shape(values.length).dtype("<", "f4").op(Opcode.NEWFALSE, Opcode.SHORT_BINBYTES)
                .raw(numbers.capacity()).raw(numbers.array()));
        return op(Opcode.BUILD);
    }

    byte[] stop() {
        op(Opcode.STOP);
        return out.toByteArray();
    }
}
