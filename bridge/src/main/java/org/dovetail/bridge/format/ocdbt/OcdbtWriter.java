package org.dovetail.bridge.format.ocdbt;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a database of one version and one data file: the caller writes large values into that file and tells where, then appends the nodes, then writes the manifest.
 */
public final class OcdbtWriter {
    /** Values of more bytes than this should stand in the data file. */
    public static final int MAX_INLINE = 1024;
    /** What Orbax allows a node. */
    private static final int NODE_BYTES = 100_000_000;
    private static final int ARITY_LOG2 = 4;

    private final byte[] dataFile;
    private final int nodeBytes;
    private final Map<OcdbtKey, OcdbtValue> values = new TreeMap<>();

    /**
     * A database without keys yet.
     *
     * @param dataFile the data file's path within the database
     */
    public OcdbtWriter(String dataFile) { this(dataFile, NODE_BYTES); }

    OcdbtWriter(String dataFile, int nodeBytes) {
        this.dataFile = dataFile.getBytes(StandardCharsets.UTF_8);
        this.nodeBytes = nodeBytes;
    }

    /**
     * Adds a value.
     *
     * @param key its key
     * @param value its bytes, or its place in the data file
     * @throws IllegalArgumentException if the key is there already or too long
     */
    public void put(String key, OcdbtValue value) {
        OcdbtKey bytes = new OcdbtKey(key.getBytes(StandardCharsets.UTF_8));
        if (bytes.length() > OcdbtNode.MAX_KEY || values.putIfAbsent(bytes, value) != null) {
            throw new IllegalArgumentException("the key is there already, or has more than " + OcdbtNode.MAX_KEY
                    + " bytes");
        }
    }

    /**
     * The end of a database.
     *
     * @param nodes what is to be appended to the data file
     * @param manifest what is to be in {@code manifest.ocdbt}
     */
    public record Finished(MemorySegment nodes, MemorySegment manifest) {}

    /** A node that is written, and what it says of itself to the one above. */
    private record Written(OcdbtKey firstKey, long offset, long length, long keys, long treeBytes, long storedBytes) {}

    /**
     * The nodes and the manifest.
     *
     * @param position how many bytes the data file has so far
     * @param id identifies the database
     * @param nanos the time since 1970
     * @return what is still to be written
     */
    public Finished finish(long position, UUID id, long nanos) {
        ByteArrayOutputStream nodes = new ByteArrayOutputStream();
        List<Written> level = new ArrayList<>();
        for (List<Map.Entry<OcdbtKey, OcdbtValue>> part : parts(new ArrayList<>(values.entrySet()),
                entry -> entry.getKey().length() + 30 + inlineBytes(entry.getValue()))) {
            level.add(append(nodes, position, leaf(part), part.getFirst().getKey(), part.size(), 0,
                    part.stream().filter(entry -> entry.getValue() instanceof OcdbtValue.Stored)
                            .mapToLong(entry -> entry.getValue().size()).sum()));
        }
        int height = 0;
        while (level.size() > 1) {
            height++;
            List<Written> above = new ArrayList<>();
            for (List<Written> part : parts(level, child -> child.firstKey.length() + 60)) {
                above.add(append(nodes, position, interior(height, part), part.getFirst().firstKey,
                        part.stream().mapToLong(Written::keys).sum(), part.stream().mapToLong(Written::treeBytes).sum(),
                        part.stream().mapToLong(Written::storedBytes).sum()));
            }
            level = above;
        }
        byte[] manifest = manifest(level.isEmpty() ? null : level.getFirst(), height, id, nanos);
        return new Finished(MemorySegment.ofArray(nodes.toByteArray()),
                MemorySegment.ofArray(OcdbtEnvelope.MANIFEST.around(manifest)));
    }

    private static long inlineBytes(OcdbtValue value) { return value instanceof OcdbtValue.Inline ? value.size() : 0; }

    /** As few runs as there may be so that each fits into a node, of two items at least, so that levels shrink. */
    private <T> List<List<T>> parts(List<T> items, ToLongFunction<T> size) {
        List<List<T>> parts = new ArrayList<>();
        long filled = 0;
        for (T item : items) {
            long bytes = size.applyAsLong(item);
            boolean full = !parts.isEmpty() && filled + bytes > nodeBytes && parts.getLast().size() > 1;
            if (parts.isEmpty() || full) {
                parts.add(new ArrayList<>());
                filled = 0;
            }
            parts.getLast().add(item);
            filled += bytes;
        }
        return parts;
    }

    private static Written append(ByteArrayOutputStream nodes, long position, byte[] body, OcdbtKey firstKey, long keys,
            long bytesBelow, long storedBytes) {
        byte[] node = OcdbtEnvelope.NODE.around(body);
        long offset = position + nodes.size();
        nodes.writeBytes(node);
        return new Written(firstKey, offset, node.length, keys, bytesBelow + node.length, storedBytes);
    }

    private byte[] leaf(List<Map.Entry<OcdbtKey, OcdbtValue>> entries) {
        Body body = new Body();
        body.u8(0);
        boolean stores = entries.stream().anyMatch(entry -> entry.getValue() instanceof OcdbtValue.Stored);
        body.files(stores ? dataFile : new byte[0]);
        body.keys(entries.stream().map(Map.Entry::getKey).toList(), false);
        entries.forEach(entry -> body.varint(entry.getValue().size()));
        entries.forEach(entry -> body.u8(entry.getValue() instanceof OcdbtValue.Stored ? 1 : 0));
        List<OcdbtValue.Stored> stored = entries.stream().map(Map.Entry::getValue)
                .filter(OcdbtValue.Stored.class::isInstance).map(OcdbtValue.Stored.class::cast).toList();
        stored.forEach(_ -> body.varint(0));
        stored.forEach(value -> body.varint(value.offset()));
        for (var entry : entries) {
            if (entry.getValue() instanceof OcdbtValue.Inline(var bytes)) {
                body.bytes(bytes.toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return body.out.toByteArray();
    }

    private byte[] interior(int height, List<Written> children) {
        Body body = new Body();
        body.u8(height);
        body.files(dataFile);
        body.keys(children.stream().map(Written::firstKey).toList(), true);
        children.forEach(_ -> body.varint(0));
        children.forEach(child -> body.varint(child.offset));
        children.forEach(child -> body.varint(child.length));
        children.forEach(child -> body.varint(child.keys));
        children.forEach(child -> body.varint(child.treeBytes));
        children.forEach(child -> body.varint(child.storedBytes));
        return body.out.toByteArray();
    }

    private byte[] manifest(@Nullable Written root, int height, UUID id, long nanos) {
        Body body = new Body();
        body.bytes(ByteBuffer.allocate(2 * Long.BYTES).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).array());
        body.varint(0);
        body.varint(MAX_INLINE);
        body.varint(NODE_BYTES);
        body.u8(ARITY_LOG2);
        body.varint(0);
        body.files(root == null ? new byte[0] : dataFile);
        body.varint(1);
        body.varint(1);
        body.u8(height);
        body.varint(0);
        body.varint(root == null ? -1 : root.offset);
        body.varint(root == null ? -1 : root.length);
        body.varint(root == null ? 0 : root.keys);
        body.varint(root == null ? 0 : root.treeBytes);
        body.varint(root == null ? 0 : root.storedBytes);
        body.bytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(nanos).array());
        body.varint(0);
        return body.out.toByteArray();
    }

    /** The body of a manifest or node. */
    private static final class Body {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void u8(int value) { out.write(value); }

        void bytes(byte[] bytes) { out.writeBytes(bytes); }

        void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        /** A table of the one data file, whose folder is the database's; of none for an empty path. */
        void files(byte[] path) {
            varint(path.length == 0 ? 0 : 1);
            if (path.length > 0) {
                varint(path.length);
                varint(0);
                bytes(path);
            }
        }

        /** Keys, each by what it adds to the one before; nodes below are said to have nothing in common. */
        void keys(List<OcdbtKey> keys, boolean below) {
            varint(keys.size());
            int[] prefixes = new int[keys.size()];
            for (int i = 1; i < prefixes.length; i++) {
                prefixes[i] = keys.get(i - 1).common(keys.get(i));
                varint(prefixes[i]);
            }
            for (int i = 0; i < prefixes.length; i++) {
                varint(keys.get(i).length() - prefixes[i]);
            }
            if (below) {
                keys.forEach(_ -> varint(0));
            }
            for (int i = 0; i < prefixes.length; i++) {
                out.write(keys.get(i).bytes(), prefixes[i], keys.get(i).length() - prefixes[i]);
            }
        }
    }
}
