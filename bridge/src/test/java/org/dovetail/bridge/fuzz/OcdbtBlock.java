package org.dovetail.bridge.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a sound manifest or node, in the parts that it consists of; each can be changed, and a damaged body is what they say then.
 *
 * @param parts the parts in order
 * @param pointers the parts among them that point to nodes
 */
record OcdbtBlock(List<Part> parts, List<Pointer> pointers) {
    /** What a body consists of. */
    sealed interface Part {
        /** Its bytes. */
        byte[] encoded();
    }

    /** A number of seven bits a byte, or of one byte. */
    static final class Numeral implements Part {
        private final boolean varint;
        private long value;

        Numeral(boolean varint, long value) {
            this.varint = varint;
            this.value = value;
        }

        long value() { return value; }

        void set(long other) { value = other; }

        @Override
        public byte[] encoded() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long rest = value;
            while (varint && (rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
            return out.toByteArray();
        }
    }

    /** Bytes, as those of a path, of a key or of a value in the tree. */
    static final class Text implements Part {
        private final @Nullable Numeral length;
        private byte[] bytes;

        Text(byte[] bytes, @Nullable Numeral length) {
            this.bytes = bytes;
            this.length = length;
        }

        /** Changes the bytes. */
        void set(byte[] other) { bytes = other; }

        /** Makes the number that tells how many they are tell the truth, where there is one. */
        void tellLength() {
            if (length != null) {
                length.set(bytes.length);
            }
        }

        @Override
        public byte[] encoded() { return bytes; }
    }

    /**
     * Where a node is.
     *
     * @param path its data file, from the database's folder
     * @param base what paths in the node begin with
     * @param file the number of the data file
     * @param offset where in it the node begins
     * @param length how many bytes it has
     */
    record Pointer(String path, String base, Numeral file, Numeral offset, Numeral length) {}

    private record DataFile(String base, String path) {}

    byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(part -> out.writeBytes(part.encoded()));
        return out.toByteArray();
    }

    static OcdbtBlock manifest(byte[] body) {
        Parser parser = new Parser(body);
        parser.bytes(16);
        long kind = parser.varint().value;
        parser.varint();
        parser.varint();
        parser.u8();
        if (parser.varint().value != 0) {
            parser.bytes(4);
        }
        if (kind == 0) {
            List<DataFile> files = parser.files("");
            int versions = (int) parser.varint().value;
            parser.varints(versions);
            parser.u8s(versions);
            parser.pointers(files, versions);
            parser.bytes(body.length - parser.at);
        }
        return parser.block();
    }

    /** A node; paths in it begin with {@code base}. */
    static OcdbtBlock node(byte[] body, String base) {
        Parser parser = new Parser(body);
        boolean leaf = parser.u8().value == 0;
        List<DataFile> files = parser.files(base);
        int count = (int) parser.varint().value;
        parser.varints(Math.max(0, count - 1));
        List<Numeral> suffixes = parser.varints(count);
        if (!leaf) {
            parser.varints(count);
        }
        suffixes.forEach(parser::text);
        if (leaf) {
            parser.values(count);
        } else {
            parser.pointers(files, count);
            parser.varints(3 * count);
        }
        return parser.block();
    }

    private static final class Parser {
        private final byte[] body;
        private final List<Part> parts = new ArrayList<>();
        private final List<Pointer> pointers = new ArrayList<>();
        private int at;

        Parser(byte[] body) { this.body = body; }

        OcdbtBlock block() {
            if (at != body.length) {
                throw new IllegalStateException("byte " + at + " of " + body.length + " should be the last");
            }
            return new OcdbtBlock(parts, pointers);
        }

        Numeral u8() {
            Numeral number = new Numeral(false, body[at++] & 0xff);
            parts.add(number);
            return number;
        }

        List<Numeral> u8s(int count) {
            List<Numeral> numbers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                numbers.add(u8());
            }
            return numbers;
        }

        Numeral varint() {
            long value = 0;
            int shift = 0;
            do {
                value |= (long) (body[at] & 0x7f) << shift;
                shift += 7;
            } while (body[at++] < 0);
            Numeral number = new Numeral(true, value);
            parts.add(number);
            return number;
        }

        List<Numeral> varints(int count) {
            List<Numeral> numbers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                numbers.add(varint());
            }
            return numbers;
        }

        void bytes(int count) {
            parts.add(new Text(Arrays.copyOfRange(body, at, at + count), null));
            at += count;
        }

        byte[] text(Numeral length) {
            byte[] bytes = Arrays.copyOfRange(body, at, at + (int) length.value);
            parts.add(new Text(bytes, length));
            at += bytes.length;
            return bytes;
        }

        List<DataFile> files(String base) {
            int count = (int) varint().value;
            List<Numeral> prefixes = varints(Math.max(0, count - 1));
            List<Numeral> suffixes = varints(count);
            List<Numeral> bases = varints(count);
            List<DataFile> files = new ArrayList<>();
            String path = "";
            for (int i = 0; i < count; i++) {
                String suffix = new String(text(suffixes.get(i)), StandardCharsets.UTF_8);
                path = path.substring(0, i == 0 ? 0 : (int) prefixes.get(i - 1).value) + suffix;
                files.add(new DataFile(base + path.substring(0, (int) bases.get(i).value), base + path));
            }
            return files;
        }

        void pointers(List<DataFile> files, int count) {
            List<Numeral> numbers = varints(count);
            List<Numeral> offsets = varints(count);
            List<Numeral> lengths = varints(count);
            for (int i = 0; i < count; i++) {
                DataFile file = files.get((int) numbers.get(i).value);
                pointers.add(new Pointer(file.path, file.base, numbers.get(i), offsets.get(i), lengths.get(i)));
            }
        }

        void values(int count) {
            List<Numeral> lengths = varints(count);
            List<Numeral> kinds = u8s(count);
            int stored = (int) kinds.stream().filter(kind -> kind.value == 1).count();
            varints(2 * stored);
            for (int i = 0; i < count; i++) {
                if (kinds.get(i).value == 0) {
                    text(lengths.get(i));
                }
            }
        }
    }
}
