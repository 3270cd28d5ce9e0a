package org.dovetail.bridge.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.dovetail.core.DType;
import org.jspecify.annotations.Nullable;

/**
 * JSON for people and tests: the structure of a checkpoint alone, or small values with it.
 *
 * <p>
 * A document says in its first key what it is, {@code dovetail-structure} or {@code dovetail-values}, and holds a tree under {@code entries}: objects of objects, in which an
 * array is an object of {@code dtype}, {@code shape} and, with values, {@code values}. A structure can be typed by hand, too, as an object whose leaves are shapes
 * ({@code [784,256]}, of float32) or texts ({@code "bf16[784,256]"}). A structure that was made from a live model also lists its {@code modules}, with classes and settings.
 */
public final class JsonFormat implements CheckpointFormat {
    /** The key of a structure's metadata that tells the library whose names it has, {@code haiku} or {@code nnx}. */
    public static final String STYLE = "style";

    static final String STRUCTURE = "dovetail-structure";
    static final String VALUES = "dovetail-values";
    /** More would be neither read by people nor fast. */
    static final long MAX_ELEMENTS = 1_000_000;

    /** Makes the format. */
    public JsonFormat() {}

    @Override
    public String name() { return "json"; }

    @Override
    public List<String> suffixes() { return List.of(".json"); }

    @Override
    public boolean recognises(Path file, ByteBuffer head) {
        for (int i = 0; i < head.limit(); i++) {
            byte c = head.get(i);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return c == '{';
            }
        }
        return false;
    }

    @Override
    public Contents read(Path file, ReadOptions options) throws IOException {
        MappedFile mapped = MappedFile.open(file);
        try {
            return JsonReader.read(Place.of(file), mapped.bytes());
        } finally {
            mapped.close();
        }
    }

    @Override
    public void write(Contents contents, Path file) throws IOException {
        Place place = Place.of(file);
        long elements = elements(contents.root());
        if (elements > MAX_ELEMENTS) {
            throw place.error("JSON holds at most " + MAX_ELEMENTS + " numbers, here are " + elements
                    + "; write npz or safetensors, or the structure alone with inspect --as");
        }
        try (FileSink sink = FileSink.create(file)) {
            JsonWriter.write(sink, place, true, contents, null);
            sink.flush();
        }
    }

    private static long elements(Node node) {
        return switch (node) {
            case Node.Leaf leaf -> leaf.spec().shape().size();
            case Node.Scalar _ -> 0;
            case Node.Branch branch -> {
                long sum = 0;
                for (Node child : branch.children().values()) {
                    sum = Math.min(sum + elements(child), Long.MAX_VALUE / 2);
                }
                yield sum;
            }
        };
    }

    /**
     * Writes names, dtypes and shapes without numbers.
     *
     * @param entries the arrays
     * @param scheme how their paths are spelled
     * @param style the library whose names they have, {@code haiku} or {@code nnx}, or null when that is not known
     * @param file the file to make
     * @throws CheckpointException if two paths cannot stand in one tree, or the file cannot be written
     * @throws IOException if the file cannot be made
     * @throws IllegalArgumentException if a path cannot be spelled in the scheme
     */
    public static void writeStructure(List<Entry> entries, KeyScheme scheme, @Nullable String style, Path file)
            throws IOException {
        Place place = Place.of(file);
        Tree root = new Tree(new LinkedHashMap<>(), null);
        for (Entry entry : entries) {
            Node.Leaf leaf = new Node.Leaf(entry.spec(), _ -> {
                throw place.error("a structure has no numbers");
            }, entry.variable());
            root.put(place.in(entry.path().toString()), scheme.keys(entry.path()), leaf);
        }
        Contents contents = new Contents(root.branch(), !scheme.nests(), true, new LinkedHashMap<>(), () -> {},
                scheme);
        try (FileSink sink = FileSink.create(file)) {
            JsonWriter.write(sink, place, false, contents, style);
            sink.flush();
        }
    }

    /** A branch that grows, or a leaf. */
    private record Tree(SequencedMap<String, Tree> children, Node.@Nullable Leaf leaf) {
        void put(Place place, List<String> keys, Node.Leaf array) throws CheckpointException {
            Tree at = this;
            for (String key : keys.subList(0, keys.size() - 1)) {
                at = at.children.computeIfAbsent(key, _ -> new Tree(new LinkedHashMap<>(), null));
            }
            boolean taken = at.leaf != null
                    || at.children.put(keys.getLast(), new Tree(new LinkedHashMap<>(), array)) != null;
            if (taken) {
                throw place.error("stands where another entry stands");
            }
        }

        Node.Branch branch() {
            SequencedMap<String, Node> nodes = new LinkedHashMap<>();
            children.forEach((key, tree) -> nodes.put(key, tree.leaf == null ? tree.branch() : tree.leaf));
            return Node.Branch.dict(nodes);
        }
    }

    @Override
    public boolean holds(DType dtype) { return true; }

    @Override
    public boolean nests() { return true; }

    @Override
    public boolean keeps(Node.Kind kind) { return true; }

    @Override
    public boolean keepsMetadata() { return true; }
}
