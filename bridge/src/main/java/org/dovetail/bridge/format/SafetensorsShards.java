package org.dovetail.bridge.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.dovetail.core.DType;

/**
 * A model in several safetensors files with an index, as Hugging Face's libraries write large ones: {@code model-00001-of-00003.safetensors} to {@code model-00003-of-…} and
 * {@code model.safetensors.index.json}; one file that holds all is {@code model.safetensors}, without an index. Read from the index or its folder, written as a folder.
 */
final class SafetensorsShards implements CheckpointFormat {
    private static final String INDEX = ".safetensors.index.json";
    private static final String WHOLE = "model.safetensors";
    /** What Hugging Face's libraries take when they are not told. */
    private static final long SHARD_BYTES = 5_000_000_000L;

    private final SafetensorsFormat single = new SafetensorsFormat();
    private final long shardBytes;

    SafetensorsShards() { this(SHARD_BYTES); }

    SafetensorsShards(long shardBytes) { this.shardBytes = shardBytes; }

    @Override
    public String name() { return "safetensors-shards"; }

    /** None: a folder's name tells nothing. */
    @Override
    public List<String> suffixes() { return List.of(); }

    @Override
    public boolean writesFolder() { return true; }

    @Override
    public boolean recognises(Path file, ByteBuffer head) {
        return Files.isDirectory(file)
                ? !indices(file).isEmpty() || Files.isRegularFile(file.resolve(WHOLE))
                : SafetensorsIndex.begins(head);
    }

    /** The index files of a folder; none of one that cannot be listed, which is nobody's format. */
    private static List<Path> indices(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + INDEX)) {
            files.forEach(found::add);
        } catch (IOException _) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    @Override
    public Contents read(Path file, ReadOptions options) throws IOException {
        if (!Files.isDirectory(file)) {
            return readIndexed(file, options);
        }
        List<Path> indices = indices(file);
        if (indices.size() > 1) {
            throw new CheckpointException(file, "has " + indices.size() + " models, "
                    + indices.getFirst().getFileName() + " and others; name one of these files");
        }
        return indices.isEmpty() ? single.read(file.resolve(WHOLE), options) : readIndexed(indices.getFirst(), options);
    }

    private Contents readIndexed(Path file, ReadOptions options) throws IOException {
        Place place = Place.of(file);
        SafetensorsIndex index = SafetensorsIndex.read(file);
        SequencedMap<String, Node> tensors = new LinkedHashMap<>();
        SequencedMap<String, String> metadata = new LinkedHashMap<>(index.metadata());
        List<Contents.Resources> open = new ArrayList<>();
        Contents.Resources all = () -> open.forEach(Contents.Resources::close);
        try {
            for (String name : new TreeSet<>(index.files().values())) {
                Path shard = shard(place, name);
                Contents contents = single.read(shard, options);
                open.add(contents.resources());
                contents.metadata().forEach(metadata::putIfAbsent);
                for (var tensor : contents.root().children().entrySet()) {
                    if (!name.equals(index.files().get(tensor.getKey()))) {
                        throw Place.of(shard).in(tensor.getKey()).error("the index " + file.getFileName()
                                + " does not say that it is in this file");
                    }
                    tensors.put(tensor.getKey(), tensor.getValue());
                }
            }
            for (var entry : index.files().entrySet()) {
                if (!tensors.containsKey(entry.getKey())) {
                    throw place.in(entry.getKey())
                            .error("is not in " + Place.quoted(entry.getValue()) + ", where it should be");
                }
            }
        } catch (IOException e) {
            all.close();
            throw e;
        }
        return new Contents(Node.Branch.dict(tensors), true, false, metadata, all);
    }

    private static Path shard(Place index, String name) throws CheckpointException {
        Path shard;
        try {
            shard = index.file().resolveSibling(name);
        } catch (InvalidPathException e) {
            throw index.error("names the file " + Place.quoted(name) + ", a name that no file can have here", e);
        }
        if (!Files.isRegularFile(shard)) {
            throw index.error("names the file " + Place.quoted(name) + ", which is not there");
        }
        return shard;
    }

    @Override
    public void write(Contents contents, Path folder) throws IOException {
        Files.createDirectory(folder);
        List<SequencedMap<String, Node>> shards = shards(contents.root().children());
        if (shards.size() == 1) {
            single.write(Contents.toWrite(contents.root(), contents.metadata()), folder.resolve(WHOLE));
            return;
        }
        Map<String, String> files = new LinkedHashMap<>();
        long bytes = 0;
        for (int i = 0; i < shards.size(); i++) {
            String name = String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            for (var tensor : shards.get(i).entrySet()) {
                if (tensor.getValue() instanceof Node.Leaf leaf) {
                    files.put(tensor.getKey(), name);
                    bytes += leaf.spec().bytes();
                }
            }
            single.write(Contents.toWrite(Node.Branch.dict(shards.get(i)), i == 0 ? contents.metadata() : Map.of()),
                    folder.resolve(name));
        }
        SafetensorsIndex.write(folder.resolve("model" + INDEX), bytes, files);
    }

    /** In order, each as full as it may be; an array that is larger than a shard has one of its own. Plain values are in the first. */
    private List<SequencedMap<String, Node>> shards(SequencedMap<String, Node> children) {
        List<SequencedMap<String, Node>> shards = new ArrayList<>(List.of(new LinkedHashMap<>()));
        long filled = 0;
        for (var child : children.entrySet()) {
            long bytes = child.getValue() instanceof Node.Leaf leaf ? leaf.spec().bytes() : 0;
            if (filled > 0 && bytes > shardBytes - filled) {
                shards.add(new LinkedHashMap<>());
                filled = 0;
            }
            boolean plain = !(child.getValue() instanceof Node.Leaf);
            (plain ? shards.getFirst() : shards.getLast()).put(child.getKey(), child.getValue());
            filled += bytes;
        }
        return shards;
    }

    @Override
    public boolean holds(DType dtype) { return single.holds(dtype); }

    @Override
    public boolean nests() { return false; }

    @Override
    public boolean keepsMetadata() { return true; }
}
