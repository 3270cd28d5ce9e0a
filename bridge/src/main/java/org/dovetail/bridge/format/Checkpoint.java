package org.dovetail.bridge.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An open checkpoint: the names, dtypes and shapes of its arrays, whose numbers are read when asked for.
 *
 * <p>
 * Scalars and texts beside the arrays are {@link #values values}: they are listed and kept, and never a reason to refuse a file.
 */
public final class Checkpoint implements NamedArrays, AutoCloseable {
    /** Collections whose numbers are arrays, whatever their shape; elsewhere beside them lone numbers are configuration. */
    private static final Set<String> ARRAYS = Set.of(EntryPath.PARAMS, EntryPath.STATE, EntryPath.MODEL,
            EntryPath.OPTIMIZER_STATE);

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
            return new Checkpoint(file, format, switch (options.deviceAxis()) {
                case NONE -> contents;
                case FIRST -> contents.withRoot(Replicas.dropped(file, contents.root()));
            });
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
     * Scalars, texts and other plain data beside the arrays, by key; a configuration without any array is one branch.
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

    @Override
    public Node.Numbers numbers(EntryPath path) {
        Node.Leaf leaf = leaves.get(path);
        if (leaf == null) {
            throw new IllegalArgumentException(file + ": there is no entry " + path);
        }
        return leaf.numbers();
    }

    @Override
    public void close() { contents.resources().close(); }

    private void collect() throws CheckpointException {
        Node.Branch root = withCollectionNames(contents.root());
        Heads heads = heads(root);
        Configuration configurations = new Configuration();
        for (var child : root.children().entrySet()) {
            String key = child.getKey();
            String first = flat ? scheme.split(key).getFirst() : key;
            boolean beside = heads.hasBeside(first) && !ARRAYS.contains(first);
            if (child.getValue() instanceof Node.Branch branch && isPlain(branch, beside)
                    && (beside || !branch.children().isEmpty())) {
                values.put(key, branch);
            } else if (flat && scheme == KeyScheme.COLON && beside) {
                addConfiguration(key, child.getValue(), heads, configurations);
            } else if (flat) {
                List<String> components = scheme.split(key);
                add(components, key, child.getValue(), heads, components.size() == 1 && heads.hasBeside(key));
            } else {
                add(Arrays.asList(key.split("/", -1)), key, child.getValue(), heads, beside);
            }
        }
        configurations.children.forEach((key, child) -> values.put(key, child.node()));
    }

    /** A dict of plain values whose keys are spelled as paths, while it grows; or one of them. */
    private record Configuration(SequencedMap<String, Configuration> children, @Nullable Node value) {
        Configuration() { this(new LinkedHashMap<>(), null); }

        Node node() {
            if (value != null) {
                return value;
            }
            SequencedMap<String, Node> nodes = new LinkedHashMap<>();
            children.forEach((key, child) -> nodes.put(key, child.node()));
            return Node.Branch.dict(nodes);
        }
    }

    /** Adds what GraphCast spells as {@code model_config:mesh_size}; what is more than a scalar or texts is an array as any other. */
    private void addConfiguration(String key, Node value, Heads heads, Configuration root)
            throws CheckpointException {
        if (value instanceof Node.Leaf leaf && leaf.spec().shape().rank() > 0) {
            add(scheme.split(key), key, value, heads, false);
            return;
        }
        List<String> components = Arrays.asList(key.split(":", -1));
        Configuration at = root;
        for (String component : components.subList(0, components.size() - 1)) {
            at = at.children.computeIfAbsent(component, _ -> new Configuration());
        }
        if (at.value != null || at.children.putIfAbsent(components.getLast(),
                new Configuration(new LinkedHashMap<>(), value)) != null) {
            throw new CheckpointException(file, "two values stand at " + Place.quoted(key));
        }
    }

    /** Whether there is no array in a node; {@code numbers} tells that scalars are none, as long as no class of Python's owns them: optax counts steps in its NamedTuples. */
    private static boolean isPlain(Node node, boolean numbers) {
        return switch (node) {
            case Node.Leaf leaf -> numbers && leaf.spec().shape().rank() == 0 && leaf.variable().isEmpty();
            case Node.Scalar _ -> true;
            case Node.Branch(var kind, var children, String _) -> {
                boolean inside = numbers && kind != Node.Kind.NAMED;
                yield children.values().stream().allMatch(child -> isPlain(child, inside));
            }
        };
    }

    /** Walks the tree; {@code beside} tells that scalars here are values, not entries. */
    private void add(List<String> components, String key, Node node, Heads heads, boolean beside)
            throws CheckpointException {
        switch (node) {
            case Node.Leaf leaf -> {
                if (beside && components.size() == 1 && leaf.spec().shape().rank() == 0) {
                    values.put(key, leaf);
                } else if (leaves.put(path(components, heads), leaf) != null) {
                    throw new CheckpointException(file, "two arrays are named " + path(components, heads));
                }
            }
            case Node.Scalar scalar -> values.put(key, scalar);
            case Node.Branch branch -> {
                for (var child : branch.children().entrySet()) {
                    List<String> inner = new ArrayList<>(components);
                    inner.addAll(Arrays.asList(child.getKey().split("/", -1)));
                    add(inner, key + "/" + child.getKey(), child.getValue(), heads, beside);
                }
            }
        }
    }

    private static EntryPath path(List<String> components, Heads heads) {
        if (components.size() == 1 || !heads.isCollection(components.getFirst())) {
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

    /** What first components are. */
    private enum Heads {
        /** Modules, or attributes of one. */
        MODULES,
        /** Attributes of an NNX model, but for the state of its optimizer beside them. */
        MODULES_AND_OPTIMIZER,
        /** Collections: every array is in {@code params} or {@code state} or beside a {@code params}, or in a {@code model} with an optimizer. */
        COLLECTIONS;

        boolean isCollection(String head) {
            return switch (this) {
                case MODULES -> false;
                case MODULES_AND_OPTIMIZER -> head.equals(EntryPath.OPTIMIZER_STATE);
                case COLLECTIONS -> true;
            };
        }

        /** Whether a number of this name at the root is beside the arrays. */
        boolean hasBeside(String head) {
            return switch (this) {
                case MODULES -> false;
                case MODULES_AND_OPTIMIZER -> head.equals(EntryPath.STEP);
                case COLLECTIONS -> true;
            };
        }
    }

    private Heads heads(Node.Branch root) {
        Set<String> branches = flat
                ? root.children().keySet().stream().map(scheme::split)
                        .filter(key -> key.size() > 2 || key.size() == 2 && key.getFirst().equals(EntryPath.MODEL))
                        .map(List::getFirst).collect(Collectors.toSet())
                : root.children().entrySet().stream().filter(child -> child.getValue() instanceof Node.Branch)
                        .map(Map.Entry::getKey).collect(Collectors.toSet());
        boolean stateAlone = branches.contains(EntryPath.STATE) && (flat
                ? root.children().keySet().stream().map(scheme::split)
                        .allMatch(key -> key.size() > 2 && key.getFirst().equals(EntryPath.STATE))
                : root.children().size() == 1);
        boolean optimizer = branches.contains(EntryPath.OPTIMIZER_STATE);
        if (branches.contains(EntryPath.PARAMS) || stateAlone || optimizer && branches.contains(EntryPath.MODEL)) {
            return Heads.COLLECTIONS;
        }
        return optimizer ? Heads.MODULES_AND_OPTIMIZER : Heads.MODULES;
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
        boolean slash = root.children().entrySet().stream()
                .anyMatch(child -> !isPlain(child.getValue(), false)
                        && (child.getKey().contains("/") || hasSlash(child.getValue(), 1)));
        return slash ? KeyScheme.TWO_LEVEL : KeyScheme.NESTED;
    }

    private static boolean hasSlash(Node node, int depth) {
        return node instanceof Node.Branch branch && depth < 3
                && branch.children().entrySet().stream()
                        .anyMatch(child -> child.getKey().contains("/") || hasSlash(child.getValue(), depth + 1));
    }
}
