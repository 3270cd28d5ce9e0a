package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.dovetail.bridge.format.msgpack.MsgpackException;
import org.dovetail.bridge.format.msgpack.MsgpackReader;
import org.dovetail.bridge.format.msgpack.MsgpackWriter;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Flax's state dicts in MessagePack, as {@code flax.serialization.to_bytes} writes them and {@code from_bytes} reads them: every branch is a map with texts as keys.
 */
final class MsgpackFormat implements CheckpointFormat {
    /** Flax cuts larger arrays into pieces of this size. */
    private static final long CHUNK_BYTES = 1L << 30;

    private final long chunkBytes;

    MsgpackFormat() { this(CHUNK_BYTES); }

    /** With pieces of another size. */
    MsgpackFormat(long chunkBytes) { this.chunkBytes = chunkBytes; }

    @Override
    public String name() { return "msgpack"; }

    @Override
    public List<String> suffixes() { return List.of(".msgpack"); }

    /** A map without entries, or one whose first key is a text or an integer. */
    @Override
    public boolean recognises(Path file, ByteBuffer head) {
        int code = head.limit() == 0 ? 0 : Byte.toUnsignedInt(head.get(0));
        if (code == 0x80) {
            return head.limit() == 1;
        }
        int start = switch (code) {
            case 0xde -> 1 + Short.BYTES;
            case 0xdf -> 1 + Integer.BYTES;
            default -> 1;
        };
        boolean map = code > 0x80 && code < 0x90 || start > 1;
        if (!map || head.limit() <= start) {
            return false;
        }
        int key = Byte.toUnsignedInt(head.get(start));
        return key < 0x80 || key >= 0xa0 && key < 0xc0 || key >= 0xcc && key <= 0xd3 || key >= 0xd9 && key <= 0xdb;
    }

    @Override
    public Contents read(Path file, ReadOptions options) throws IOException {
        return MappedFile.read(file, mapped -> {
            try {
                Node.Branch root = MsgpackTree.of(Place.of(file), MsgpackReader.read(mapped.bytes()));
                return new Contents(root, false, false, new LinkedHashMap<>(), mapped);
            } catch (MsgpackException e) {
                throw new CheckpointException(file, "is no well-formed MessagePack: " + e.getMessage(), e);
            }
        });
    }

    @Override
    public void write(Contents contents, Path file) throws IOException {
        try (FileSink sink = FileSink.create(file)) {
            Writing writing = new Writing(sink, new MsgpackWriter(), chunkBytes);
            writing.node(Place.of(file), "", contents.root());
            sink.write(writing.out.take());
            sink.flush();
        }
    }

    @Override
    public boolean holds(DType dtype) { return true; }

    @Override
    public boolean nests() { return true; }

    @Override
    public boolean keepsMetadata() { return false; }

    private record Writing(FileSink sink, MsgpackWriter out, long chunkBytes) {
        void node(Place place, String path, Node node) throws IOException {
            switch (node) {
                case Node.Leaf leaf -> leaf(leaf);
                case Node.Scalar(var value) -> scalar(place.in(path), value);
                case Node.Branch branch -> branch(place, path, branch.children());
            }
        }

        private void branch(Place place, String path, SequencedMap<String, Node> children) throws IOException {
            out.map(children.size());
            for (var child : children.entrySet()) {
                String at = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
                text(place.in(at), child.getKey());
                node(place, at, child.getValue());
            }
        }

        private void scalar(Place place, @Nullable Object value) throws CheckpointException {
            switch (value) {
                case null -> out.nil();
                case Boolean truth -> out.bool(truth);
                case Long number -> out.integer(number);
                case BigInteger number -> {
                    try {
                        out.integer(number);
                    } catch (IllegalArgumentException e) {
                        throw place.error("MessagePack cannot hold it: " + e.getMessage(), e);
                    }
                }
                case Double number -> out.real(number);
                case String text -> text(place, text);
                default -> throw new IllegalArgumentException("no plain value: " + value.getClass());
            }
        }

        private void text(Place place, String text) throws CheckpointException {
            Claims.checkUtf8(place, text);
            out.text(text);
        }

        private void leaf(Node.Leaf leaf) throws IOException {
            TensorSpec spec = leaf.spec();
            if (spec.bytes() <= chunkBytes) {
                sink.write(head(spec.shape().extents(), spec.dtype(), spec.bytes()));
                sink.write(leaf);
                return;
            }
            out.map(3);
            out.text(MsgpackArrays.CHUNKED);
            out.bool(true);
            out.text(MsgpackArrays.SHAPE);
            out.map(spec.shape().rank());
            for (int axis = 0; axis < spec.shape().rank(); axis++) {
                out.text(String.valueOf(axis));
                out.integer(spec.shape().extent(axis));
            }
            int width = spec.dtype().bytes();
            long chunk = Math.max(1, chunkBytes / width) * width;
            out.text(MsgpackArrays.CHUNKS);
            out.map(Math.toIntExact(Math.ceilDiv(spec.bytes(), chunk)));
            List<byte[]> heads = new ArrayList<>();
            for (long start = 0; start < spec.bytes(); start += chunk) {
                out.text(String.valueOf(start / chunk));
                long length = Math.min(chunk, spec.bytes() - start);
                heads.add(head(List.of(Math.toIntExact(length / width)), spec.dtype(), length));
            }
            sink.write(spec.bytes() + heads.stream().mapToLong(head -> head.length).sum(),
                    (region, memory) -> leaf.numbers().each(memory, new Chunks(region, heads, chunk)));
        }

        /** All that stands before the numbers of an array. */
        private byte[] head(List<Integer> shape, DType dtype, long bytes) {
            MsgpackWriter inner = new MsgpackWriter();
            inner.list(3);
            inner.list(shape.size());
            shape.forEach(inner::integer);
            inner.text(dtype.jaxName());
            inner.bin(bytes);
            byte[] head = inner.take();
            out.ext(MsgpackArrays.ARRAY, head.length + bytes);
            out.raw(head);
            return out.take();
        }
    }

    /** Cuts numbers into chunks, with a head before each. */
    private static final class Chunks implements Node.Receiver {
        private final FileSink.Region region;
        private final Iterator<byte[]> heads;
        private final long chunk;
        private long left;

        Chunks(FileSink.Region region, List<byte[]> heads, long chunk) {
            this.region = region;
            this.heads = heads.iterator();
            this.chunk = chunk;
        }

        @Override
        public void accept(MemorySegment piece) throws IOException {
            for (long at = 0; at < piece.byteSize();) {
                if (left == 0) {
                    region.write(MemorySegment.ofArray(heads.next()));
                    left = chunk;
                }
                long length = Math.min(left, piece.byteSize() - at);
                region.write(piece.asSlice(at, length));
                at += length;
                left -= length;
            }
        }
    }
}
