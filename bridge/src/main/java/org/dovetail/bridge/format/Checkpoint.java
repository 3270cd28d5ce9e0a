package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.core.Array;

/**
 * An open checkpoint: the names, dtypes and shapes of its arrays, whose numbers are read when asked for.
 *
 * <p>
 * Scalars and texts beside the arrays are {@link #values values}: they are listed and kept, and never a reason to refuse a file.
 */
public final class Checkpoint implements NamedArrays, AutoCloseable {
    private final Path file;
    private final CheckpointFormat format;
    private final KeyScheme scheme;
    private final Contents contents;
    private final boolean flat;
    private final SequencedMap<EntryPath, Node.Leaf> leaves = new LinkedHashMap<>();
    private final SequencedMap<String, Node> values = new LinkedHashMap<>();

    private Checkpoint(Path file, CheckpointFormat format, Contents contents) throws CheckpointException {
        this.file = file;
        this.format = format;
        this.contents = contents;
        this.flat = isFlat(contents);
        this.scheme = schemeOf(contents, flat);
        collect();
        if (leaves.isEmpty() && !contents.structure()) {
            throw new CheckpointException(file, "there is no array in it, so it is no checkpoint");
        }
    }

    /**
     * Opens a file of any format.
     *
     * @param file the file
     * @return the checkpoint, to be closed
     * @throws CheckpointException if it is unreadable, in one line that names the file
     * @throws IOException if reading fails
     */
    public static Checkpoint open(Path file) throws IOException { return open(file, ReadOptions.DEFAULT); }

    /**
     * Opens a file of any format.
     *
     * @param file the file
     * @param options what the user said about it
     * @return the checkpoint, to be closed
     * @throws CheckpointException if it is unreadable, in one line that names the file
     * @throws IOException if reading fails
     */
    public static Checkpoint open(Path file, ReadOptions options) throws IOException {
        CheckpointFormat format = CheckpointFormats.of(file);
        Contents contents = format.read(file, options);
        try {
            return new Checkpoint(file, format, contents);
        } catch (CheckpointException e) {
            contents.resources().close();
            throw e;
        }
    }

    /**
     * The file.
     *
     * @return its path, as given
     */
    public Path file() { return file; }

    /** The file, as given. */
    @Override
    public String label() { return file.toString(); }

    /**
     * The container's format.
     *
     * @return the format
     */
    public CheckpointFormat format() { return format; }

    @Override
    public KeyScheme scheme() { return scheme; }

    @Override
    public boolean isStructure() { return contents.structure(); }

    /** The arrays, in file order. */
    @Override
    public List<Entry> entries() {
        return leaves.entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue().spec(), e.getValue().variable()))
                .toList();
    }

    /**
     * Scalars, texts and other plain data beside the arrays, by key.
     *
     * @return the values
     */
    public SequencedMap<String, Node> values() { return Collections.unmodifiableSequencedMap(values); }

    /**
     * What the container holds, as it holds it: it tells dicts from lists, and has the classes of NamedTuples.
     *
     * @return the tree
     */
    public Node.Branch tree() { return contents.root(); }

    /**
     * The modules of the live model that a structure was made from.
     *
     * @return the modules, in the order of definition; none for other files
     */
    public List<DescribedModule> modules() { return contents.modules(); }

    /**
     * Texts that the container keeps beside the arrays.
     *
     * @return the metadata
     */
    public Map<String, String> metadata() { return contents.metadata(); }

    /**
     * Whether an array is there.
     *
     * @param path its path
     * @return true when it is
     */
    public boolean contains(EntryPath path) { return leaves.containsKey(path); }

    /** Reads the numbers of one array; {@code memory} holds them when the container cannot be mapped. */
    @Override
    public Array read(EntryPath path, SegmentAllocator memory) throws IOException {
        Node.Leaf leaf = leaves.get(path);
        if (leaf == null) {
            throw new IllegalArgumentException(file + ": there is no entry " + path);
        }
        return leaf.numbers().read(memory);
    }

    @Override
    public void close() { contents.resources().close(); }

    private void collect() throws CheckpointException {
        Node.Branch root = withCollectionNames(contents.root());
        boolean collections = hasCollections(root);
        for (var child : root.children().entrySet()) {
            boolean beside = collections && !child.getKey().equals(EntryPath.PARAMS)
                    && !child.getKey().equals(EntryPath.STATE);
            if (flat) {
                List<String> components = scheme.split(child.getKey());
                boolean scalarBeside = collections && components.size() == 1;
                add(components, child.getKey(), child.getValue(), collections, scalarBeside);
            } else {
                add(Arrays.asList(child.getKey().split("/", -1)), child.getKey(), child.getValue(), collections,
                        beside);
            }
        }
    }

    /** Walks the tree; {@code beside} tells that scalars here are values, not entries. */
    private void add(List<String> components, String key, Node node, boolean collections, boolean beside)
            throws CheckpointException {
        switch (node) {
            case Node.Leaf leaf -> {
                if (beside && components.size() == 1 && leaf.spec().shape().rank() == 0) {
                    values.put(key, leaf);
                } else if (leaves.put(path(components, collections), leaf) != null) {
                    throw new CheckpointException(file, "two arrays are named " + path(components, collections));
                }
            }
            case Node.Scalar scalar -> values.put(key, scalar);
            case Node.Branch branch -> {
                for (var child : branch.children().entrySet()) {
                    List<String> inner = new ArrayList<>(components);
                    inner.addAll(Arrays.asList(child.getKey().split("/", -1)));
                    add(inner, key + "/" + child.getKey(), child.getValue(), collections, beside);
                }
            }
        }
    }

    private static EntryPath path(List<String> components, boolean collections) {
        if (!collections || components.size() == 1) {
            return new EntryPath("", components.subList(0, components.size() - 1), components.getLast());
        }
        return new EntryPath(components.getFirst(), components.subList(1, components.size() - 1), components.getLast());
    }

    /** A pair of dicts is taken as parameters and state, as {@code hk.transform_with_state} returns them. */
    private static Node.Branch withCollectionNames(Node.Branch root) {
        boolean pair = (root.kind() == Node.Kind.TUPLE || root.kind() == Node.Kind.LIST) && root.children().size() == 2
                && root.children().values().stream()
                        .allMatch(child -> child instanceof Node.Branch branch && branch.kind() == Node.Kind.DICT);
        if (!pair) {
            return root;
        }
        SequencedMap<String, Node> named = new LinkedHashMap<>();
        named.put(EntryPath.PARAMS, root.children().firstEntry().getValue());
        named.put(EntryPath.STATE, root.children().lastEntry().getValue());
        return Node.Branch.dict(named);
    }

    /** Whether first components are collections: every array is in {@code params}, {@code state}, or beside a {@code params}. */
    private boolean hasCollections(Node.Branch root) {
        if (!flat) {
            return root.children().get(EntryPath.PARAMS) instanceof Node.Branch
                    || root.children().size() == 1 && root.children().get(EntryPath.STATE) instanceof Node.Branch;
        }
        List<List<String>> keys = root.children().keySet().stream().map(scheme::split).toList();
        return keys.stream().anyMatch(key -> key.size() > 2 && key.getFirst().equals(EntryPath.PARAMS))
                || !keys.isEmpty()
                        && keys.stream().allMatch(key -> key.size() > 2 && key.getFirst().equals(EntryPath.STATE));
    }

    /** A dict of arrays alone, whose keys have separators, is flat, though its container could nest. */
    private static boolean isFlat(Contents contents) {
        KeyScheme told = contents.scheme();
        Node.Branch root = contents.root();
        return contents.flat() || (told == null || !told.nests()) && root.kind() == Node.Kind.DICT
                && root.children().values().stream().noneMatch(Node.Branch.class::isInstance)
                && root.children().keySet().stream().anyMatch(key -> key.contains("/") || key.contains("."));
    }

    private static KeyScheme schemeOf(Contents contents, boolean flat) {
        KeyScheme told = contents.scheme();
        if (told != null) {
            return told;
        }
        return flat ? KeyScheme.of(contents.root().children().keySet()) : nestedScheme(contents.root());
    }

    private static KeyScheme nestedScheme(Node.Branch root) {
        return hasSlash(root, 0) ? KeyScheme.TWO_LEVEL : KeyScheme.NESTED;
    }

    private static boolean hasSlash(Node node, int depth) {
        return node instanceof Node.Branch branch && depth < 3
                && branch.children().entrySet().stream()
                        .anyMatch(child -> child.getKey().contains("/") || hasSlash(child.getValue(), depth + 1));
    }
}
