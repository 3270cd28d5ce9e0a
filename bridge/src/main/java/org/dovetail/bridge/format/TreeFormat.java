package org.dovetail.bridge.format;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.bridge.format.pickle.PickleException;
import org.dovetail.bridge.format.pickle.PyValue;
import org.dovetail.bridge.format.pickle.Unpickler;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.internal.json.JsonReading;
import org.dovetail.core.DType;

/**
 * A folder of a pickled tree and its leaves, as Haiku's authors advise: {@code tree.pkl} has a placeholder for each leaf, and {@code arrays.npy} the leaves one after the other,
 * in the order of {@code jax.tree.leaves}.
 */
final class TreeFormat implements CheckpointFormat {
    private static final String TREE = "tree.pkl";
    private static final String ARRAYS = "arrays.npy";
    /** Ours: the loaders that the recipe gives do not look for it. */
    private static final String METADATA = "metadata.json";
    private static final Node.Scalar PLACEHOLDER = new Node.Scalar(0L);

    @Override
    public String name() { return "tree"; }

    /** None: a folder's name tells nothing. */
    @Override
    public List<String> suffixes() { return List.of(); }

    @Override
    public boolean writesFolder() { return true; }

    @Override
    public boolean recognises(Path file, ByteBuffer head) {
        return Files.isRegularFile(file.resolve(TREE)) && Files.isRegularFile(file.resolve(ARRAYS));
    }

    @Override
    public Contents read(Path folder, ReadOptions options) throws IOException {
        Path tree = folder.resolve(TREE);
        SequencedMap<String, String> metadata = metadata(folder.resolve(METADATA));
        MappedFile pickle = MappedFile.open(tree);
        try {
            PyValue placeholders = Unpickler.read(pickle.bytes());
            return MappedFile.read(folder.resolve(ARRAYS), mapped -> {
                NpySequence leaves = new NpySequence(folder.resolve(ARRAYS), mapped.bytes(), options);
                Node.Branch root = PickleTree.of(tree, leaves, placeholders);
                leaves.end();
                return new Contents(root, false, false, metadata, mapped);
            });
        } catch (PickleException e) {
            throw new CheckpointException(tree, String.valueOf(e.getMessage()), e);
        } finally {
            pickle.close();
        }
    }

    private static SequencedMap<String, String> metadata(Path file) throws IOException {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) {
            return texts;
        }
        try {
            if (JsonReading.read(file) instanceof Json.Obj(var fields)) {
                fields.forEach((key, value) -> {
                    if (value instanceof Json.Text(String text)) {
                        texts.put(key, text);
                    }
                });
            }
            return texts;
        } catch (JsonException e) {
            throw new CheckpointException(file, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void write(Contents contents, Path folder) throws IOException {
        Files.createDirectory(folder);
        Place place = Place.of(folder);
        try (FileSink sink = FileSink.create(folder.resolve(ARRAYS))) {
            leaves(sink, place, contents.root());
            sink.flush();
        }
        try (FileSink sink = FileSink.create(folder.resolve(TREE))) {
            new PickleWriter(place, sink).write(placeholders(contents.root()));
            sink.flush();
        }
        if (!contents.metadata().isEmpty()) {
            SequencedMap<String, Json> texts = new LinkedHashMap<>();
            contents.metadata().forEach((key, text) -> texts.put(key, Json.of(text)));
            try (FileSink sink = FileSink.create(folder.resolve(METADATA))) {
                sink.write(JsonPrinter.print(new Json.Obj(texts)).getBytes(StandardCharsets.UTF_8));
                sink.flush();
            }
        }
    }

    private static void leaves(FileSink sink, Place place, Node node) throws IOException {
        switch (node) {
            case Node.Leaf leaf -> {
                NpyFormat.checkRank(place, leaf);
                sink.write(NpyHeader.of(leaf.spec()));
                sink.write(leaf);
            }
            case Node.Scalar(var value) -> {
                if (value != null) {
                    sink.write(NpyTexts.write(place, value));
                }
            }
            case Node.Branch branch -> {
                for (var child : inJaxOrder(branch)) {
                    String inner = place.entry().isEmpty() ? child.getKey() : place.entry() + "/" + child.getKey();
                    leaves(sink, place.in(inner), child.getValue());
                }
            }
        }
    }

    /** JAX sorts the keys of a dict, integers by value and texts by code points. */
    private static List<Map.Entry<String, Node>> inJaxOrder(Node.Branch branch) {
        List<Map.Entry<String, Node>> children = new ArrayList<>(branch.children().entrySet());
        switch (branch.kind()) {
            case DICT -> children.sort(Map.Entry.comparingByKey(
                    Comparator.comparing(key -> key.codePoints().toArray(), Arrays::compare)));
            case INT_DICT -> children.sort(Map.Entry.comparingByKey(Comparator.comparing(BigInteger::new)));
            case LIST, TUPLE, NAMED -> {
            }
        }
        return children;
    }

    private static Node.Branch placeholders(Node.Branch branch) {
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        branch.children().forEach((key, child) -> children.put(key, switch (child) {
            case Node.Branch inner -> placeholders(inner);
            case Node.Scalar(var value) when value == null -> child;
            case Node.Leaf _,Node.Scalar _ -> PLACEHOLDER;
        }));
        return new Node.Branch(branch.kind(), children, branch.type());
    }

    /** NumPy's own dtypes: of others a file would not tell which they are. */
    @Override
    public boolean holds(DType dtype) { return !NpyType.isVoid(dtype); }

    @Override
    public boolean nests() { return true; }

    /** A plain value would come back as an array. */
    @Override
    public boolean keeps(Node.Kind kind) { return false; }

    @Override
    public boolean keepsMetadata() { return true; }
}
