package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/** Hugging Face's safetensors: a JSON header, then the tensors' bytes without gaps. */
final class SafetensorsFormat implements CheckpointFormat {
    private static final int LENGTH_BYTES = 8;
    private static final int ALIGNMENT = 8;
    /** The library refuses longer headers. */
    private static final long MAX_HEADER = 100_000_000;
    /** A length beyond this is no length but another format's text. */
    private static final long MAX_LIKELY_LENGTH = 1L << 40;

    @Override
    public String name() { return "safetensors"; }

    @Override
    public List<String> suffixes() { return List.of(".safetensors"); }

    @Override
    public boolean recognises(Path file, ByteBuffer head) {
        return head.limit() > LENGTH_BYTES && head.get(LENGTH_BYTES) == '{'
                && Long.compareUnsigned(head.getLong(0), MAX_LIKELY_LENGTH) < 0;
    }

    @Override
    public Contents read(Path file, ReadOptions options) throws IOException {
        return MappedFile.read(file, mapped -> read(Place.of(file), mapped));
    }

    private static Contents read(Place place, MappedFile mapped) throws IOException {
        MemorySegment bytes = mapped.bytes();
        if (bytes.byteSize() < LENGTH_BYTES) {
            throw place.error("ends before the length of its header");
        }
        long length = bytes.asSlice(0, LENGTH_BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        if (length < 0 || length > MAX_HEADER) {
            throw place.error("the header claims " + Long.toUnsignedString(length) + " bytes; safetensors allows "
                    + MAX_HEADER);
        }
        if (length > bytes.byteSize() - LENGTH_BYTES) {
            throw place.error("the header claims " + length + " bytes, the file has "
                    + (bytes.byteSize() - LENGTH_BYTES));
        }
        MemorySegment json = bytes.asSlice(LENGTH_BYTES, length);
        if (length == 0 || json.asSlice(0, 1).asByteBuffer().get(0) != '{') {
            throw place.error("the header should begin with '{'");
        }
        SafetensorsHeader header = SafetensorsHeader.parse(place, json);
        MemorySegment data = bytes.asSlice(LENGTH_BYTES + length);
        List<SafetensorsHeader.Tensor> tensors = inFileOrder(place, header, data.byteSize());
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        for (SafetensorsHeader.Tensor tensor : tensors) {
            Array array = Array.of(tensor.spec(), data.asSlice(tensor.start(), tensor.end() - tensor.start()));
            children.put(tensor.name(), Node.Leaf.of(array));
        }
        return new Contents(Node.Branch.dict(children), true, false, header.metadata(), mapped);
    }

    /** The tensors by their bytes, which must follow one another from the first to the last byte of the file. */
    private static List<SafetensorsHeader.Tensor> inFileOrder(Place place, SafetensorsHeader header, long size)
            throws CheckpointException {
        List<SafetensorsHeader.Tensor> tensors = new ArrayList<>(header.tensors());
        tensors.sort((a, b) -> a.start() != b.start()
                ? Long.compare(a.start(), b.start())
                : Long.compare(a.end(), b.end()));
        long expected = 0;
        for (SafetensorsHeader.Tensor tensor : tensors) {
            if (tensor.start() != expected) {
                throw place.in(tensor.name()).error("begins at byte " + tensor.start()
                        + " of the data, but what stands before it ends at " + expected);
            }
            expected = tensor.end();
        }
        if (expected != size) {
            throw place.error("the header lists " + expected + " bytes of numbers, the file has " + size);
        }
        return tensors;
    }

    @Override
    public void write(Contents contents, Path file) throws IOException {
        Place place = Place.of(file);
        Map<String, Node.Leaf> leaves = new LinkedHashMap<>();
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        for (var child : contents.root().children().entrySet()) {
            Place at = place.in(child.getKey());
            switch (child.getValue()) {
                case Node.Leaf leaf -> leaves.put(child.getKey(), leaf);
                case Node.Scalar scalar -> metadata.put(child.getKey(), scalar.toString());
                case Node.Branch _ -> throw at
                        .error("safetensors holds no nested trees; choose a flat scheme with --scheme");
            }
        }
        metadata.putAll(contents.metadata());
        List<Map.Entry<String, Node.Leaf>> ordered = inLibraryOrder(place, leaves);
        byte[] header = header(place, ordered, metadata);
        try (FileSink sink = FileSink.create(file)) {
            sink.write(header);
            for (var leaf : ordered) {
                sink.write(leaf.getValue());
            }
            sink.flush();
        }
    }

    /** As the library writes them: its last dtypes first, then by the names' bytes. */
    private static List<Map.Entry<String, Node.Leaf>> inLibraryOrder(Place place, Map<String, Node.Leaf> leaves)
            throws CheckpointException {
        for (var leaf : leaves.entrySet()) {
            Place at = place.in(leaf.getKey());
            if (leaf.getKey().equals(SafetensorsHeader.METADATA)) {
                throw at.error("safetensors keeps this name for its metadata; rename the entry");
            }
            DType dtype = leaf.getValue().spec().dtype();
            if (SafetensorsType.of(dtype).isEmpty()) {
                throw at.error("safetensors has no dtype " + dtype.jaxName() + "; cast it with --dtype, or write npz");
            }
        }
        return leaves.entrySet().stream().sorted(SafetensorsFormat::order).toList();
    }

    private static int order(Map.Entry<String, Node.Leaf> a, Map.Entry<String, Node.Leaf> b) {
        int types = type(b).compareTo(type(a));
        return types != 0
                ? types
                : Arrays.compareUnsigned(a.getKey().getBytes(StandardCharsets.UTF_8),
                        b.getKey().getBytes(StandardCharsets.UTF_8));
    }

    private static SafetensorsType type(Map.Entry<String, Node.Leaf> leaf) {
        return SafetensorsType.of(leaf.getValue().spec().dtype()).orElseThrow();
    }

    private static byte[] header(Place place, List<Map.Entry<String, Node.Leaf>> leaves,
            SequencedMap<String, String> metadata) throws CheckpointException {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            json.append('"').append(SafetensorsHeader.METADATA).append("\":{");
            for (var text : metadata.entrySet()) {
                json.append(json.charAt(json.length() - 1) == '{' ? "" : ",")
                        .append(JsonText.quote(place, text.getKey())).append(':')
                        .append(JsonText.quote(place, text.getValue()));
            }
            json.append('}');
        }
        long offset = 0;
        for (var leaf : leaves) {
            TensorSpec spec = leaf.getValue().spec();
            json.append(json.length() == 1 ? "" : ",").append(JsonText.quote(place, leaf.getKey()))
                    .append(":{\"dtype\":\"").append(SafetensorsType.of(spec.dtype()).orElseThrow())
                    .append("\",\"shape\":").append(spec.shape()).append(",\"data_offsets\":[").append(offset)
                    .append(',').append(offset + spec.bytes()).append("]}");
            offset += spec.bytes();
        }
        byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-text.length, ALIGNMENT);
        if (text.length + padding > MAX_HEADER) {
            throw place.error("the names and metadata need a header of " + text.length + " bytes; safetensors allows "
                    + MAX_HEADER + ", write npz");
        }
        ByteBuffer header = ByteBuffer.allocate(LENGTH_BYTES + text.length + padding).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(text.length + padding).put(text).put(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
        return header.array();
    }

    @Override
    public boolean holds(DType dtype) { return SafetensorsType.of(dtype).isPresent(); }

    @Override
    public boolean nests() { return false; }

    @Override
    public boolean keepsMetadata() { return true; }
}
