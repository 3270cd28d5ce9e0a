package org.dovetail.bridge.format;

import java.io.IOException;
import java.io.SequenceInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.bridge.internal.zstd.ZstdException;
import org.dovetail.bridge.internal.zstd.ZstdFrames;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * AlphaFold 3's parameters: a record for each array, one after the other.
 *
 * <p>
 * A record is five little-endian integers of 32 bits, the lengths of scope, name and dtype, the rank, and the number of bytes; then the three texts, the extents as such integers,
 * and the numbers.
 */
final class RecordsFormat implements CheckpointFormat {
    private static final Optional<Compression> PACKED = Optional.of(Compression.ZSTD);

    @Override
    public String name() { return "alphafold3"; }

    /** None: what others call {@code .bin} is no such file. */
    @Override
    public List<String> suffixes() { return List.of(); }

    /** There is no magic number: a first record that makes sense tells. As published, all are compressed together, perhaps in several files. */
    @Override
    public boolean recognises(Path file, ByteBuffer head) { return begins(head) || RecordsParts.areThere(file); }

    /** Whether these are the first bytes of a model. */
    static boolean begins(ByteBuffer head) {
        return Compression.of(head).equals(PACKED) || RecordBytes.begins(MemorySegment.ofBuffer(head));
    }

    @Override
    public Contents read(Path file, ReadOptions options) throws IOException {
        RecordsParts parts = RecordsParts.of(file);
        if (!parts.isWhole()) {
            MappedFile joined = joined(parts);
            return joined.read(records -> read(file, records));
        }
        return MappedFile.read(parts.files().getFirst(), mapped -> {
            if (!Compression.of(mapped.bytes()).equals(PACKED)) {
                return read(file, mapped);
            }
            MappedFile unpacked = Compression.ZSTD.unpack(Place.of(file), mapped.bytes());
            mapped.close();
            return unpacked.read(records -> read(file, records));
        });
    }

    /** Joins parts, unpacked, in a file without a name. */
    private static MappedFile joined(RecordsParts parts) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            List<MemorySegment> bytes = parts.map(arena);
            try (UnpackedFile target = UnpackedFile.of(parts.place(),
                    bytes.stream().mapToLong(MemorySegment::byteSize).sum())) {
                if (Compression.of(bytes.getFirst()).equals(PACKED)) {
                    ZstdFrames.decode(
                            new SequenceInputStream(Collections.enumeration(bytes.stream().map(SegmentStream::new)
                                    .toList())),
                            target::write);
                } else {
                    for (MemorySegment part : bytes) {
                        Slices.each(part, piece -> target.write(piece.asByteBuffer()));
                    }
                }
                return target.map();
            } catch (ZstdException e) {
                throw parts.place().error(e.getMessage() + "; " + parts.files().size() + " files were joined in the"
                        + " order of their names, from " + RecordsParts.quoted(parts.files().getFirst()) + " to "
                        + RecordsParts.quoted(parts.files().getLast()) + ": see that none is missing before or behind",
                        e);
            }
        }
    }

    private static Contents read(Path file, MappedFile mapped) throws IOException {
        SequencedMap<String, SequencedMap<String, Node>> scopes = new LinkedHashMap<>();
        RecordBytes records = new RecordBytes(Place.of(file), mapped.bytes());
        while (records.hasNext()) {
            RecordBytes.Entry entry = records.next();
            Node old = scopes.computeIfAbsent(entry.scope(), _ -> new LinkedHashMap<>())
                    .put(entry.name(), entry.leaf());
            if (old != null) {
                throw Place.of(file).in(entry.scope() + "/" + entry.name()).error("is there twice");
            }
        }
        SequencedMap<String, Node> root = new LinkedHashMap<>();
        scopes.forEach((scope, arrays) -> root.put(scope, Node.Branch.dict(arrays)));
        return new Contents(Node.Branch.dict(root), false, false, new LinkedHashMap<>(), mapped,
                KeyScheme.TWO_LEVEL);
    }

    @Override
    public void write(Contents contents, Path file) throws IOException {
        Place place = Place.of(file);
        try (FileSink sink = FileSink.create(file)) {
            for (var scope : contents.root().children().entrySet()) {
                if (!(scope.getValue() instanceof Node.Branch branch)) {
                    throw place.in(scope.getKey()).error("has no scope, which AlphaFold 3 gives each array");
                }
                for (Map.Entry<String, Node> array : branch.children().entrySet()) {
                    Place at = place.in(scope.getKey() + "/" + array.getKey());
                    if (!(array.getValue() instanceof Node.Leaf leaf)) {
                        throw at.error("is no array in a scope; AlphaFold 3 keeps parameters alone, in keys of two"
                                + " levels: say --scheme two-level, and leave the rest out with --only 'params/**'");
                    }
                    write(sink, at, scope.getKey(), array.getKey(), leaf);
                }
            }
            sink.flush();
        }
    }

    private static void write(FileSink sink, Place place, String scope, String name, Node.Leaf leaf)
            throws IOException {
        TensorSpec spec = leaf.spec();
        if (spec.bytes() == 0 || spec.bytes() > Integer.MAX_VALUE) {
            throw place.error("has " + spec.bytes() + " bytes; AlphaFold 3 reads arrays of 1 to " + Integer.MAX_VALUE);
        }
        byte[] scopeBytes = scope.getBytes(StandardCharsets.UTF_8);
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] dtype = spec.dtype().jaxName().getBytes(StandardCharsets.US_ASCII);
        Shape shape = spec.shape();
        ByteBuffer head = ByteBuffer
                .allocate(RecordBytes.HEADER + scopeBytes.length + nameBytes.length + dtype.length
                        + Integer.BYTES * shape.rank())
                .order(ByteOrder.LITTLE_ENDIAN).putInt(scopeBytes.length).putInt(nameBytes.length)
                .putInt(dtype.length).putInt(shape.rank()).putInt((int) spec.bytes()).put(scopeBytes).put(nameBytes)
                .put(dtype);
        shape.extents().forEach(head::putInt);
        sink.write(head.array());
        sink.write(leaf);
    }

    @Override
    public boolean holds(DType dtype) { return true; }

    @Override
    public boolean nests() { return true; }

    /** There is no room beside the arrays. */
    @Override
    public boolean keeps(Node.Kind kind) { return false; }

    @Override
    public boolean keepsMetadata() { return false; }
}
