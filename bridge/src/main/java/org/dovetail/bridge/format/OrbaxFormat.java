package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.UUID;
import org.dovetail.bridge.format.msgpack.MsgpackException;
import org.dovetail.bridge.format.msgpack.MsgpackReader;
import org.dovetail.bridge.format.ocdbt.OcdbtWriter;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.core.DType;

/**
 * Orbax' checkpoint folders. Read: arrays of zarr 2 and 3, as files or in OCDBT, also of processes whose databases were not merged; the folder of an item, of a step, of a
 * manager with one step. Written: zarr 2 in OCDBT, which {@code orbax.checkpoint} restores with a target and without.
 */
final class OrbaxFormat implements CheckpointFormat {
    static final String STRINGS = "_strings.json";
    private static final String MANIFEST = "manifest.ocdbt";
    private static final String SAVES_FILL = "store_array_data_equal_to_fill_value";
    private static final String CUSTOM = "custom_metadata";
    private static final String HANDLER = "orbax.checkpoint._src.handlers.standard_checkpoint_handler"
            + ".StandardCheckpointHandler";

    private final NnxLayout layout;

    OrbaxFormat() { this(NnxLayout.PURE); }

    OrbaxFormat(NnxLayout layout) { this.layout = layout; }

    @Override
    public String name() { return "orbax"; }

    @Override
    public List<String> suffixes() { return List.of(".orbax"); }

    @Override
    public boolean writesFolder() { return true; }

    @Override
    public boolean ownsFolder() { return true; }

    @Override
    public boolean recognises(Path file, ByteBuffer head) { return Files.isDirectory(file) && OrbaxLayout.isOne(file); }

    @Override
    public Contents read(Path file, ReadOptions options) throws IOException {
        Path item = OrbaxLayout.item(file);
        FolderFiles files = FolderFiles.of(item);
        try {
            return read(file, files);
        } catch (IOException e) {
            files.close();
            throw e;
        }
    }

    private static Contents read(Path checkpoint, FolderFiles files) throws IOException {
        Place place = Place.of(files.root());
        Map<String, Json> texts = files.contains(STRINGS)
                ? ZarrJson.read(place, files.bytes(STRINGS)).object().fields()
                : Map.of();
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        Node.Branch root;
        if (files.contains(OrbaxLayout.AGGREGATE)) {
            OrbaxTree tree = new OrbaxTree(place, OrbaxStore.open(files, OrbaxStore.Absent.FILLED), texts);
            root = aggregate(place, tree, files.bytes(OrbaxLayout.AGGREGATE));
        } else if (files.contains(OrbaxLayout.METADATA)) {
            ZarrJson json = ZarrJson.read(place, files.bytes(OrbaxLayout.METADATA));
            addCustom(json, metadata);
            root = new OrbaxTree(place, OrbaxStore.open(files, absent(json)), texts).read(json);
        } else {
            throw place.error("has no " + OrbaxLayout.METADATA + ", so the keys of its arrays are not known; restore it"
                    + " with a target in Python and save it again");
        }
        for (Path folder : upwards(files.root(), checkpoint)) {
            FolderFiles around = files.beside(folder);
            if (around.contains(OrbaxLayout.CHECKPOINT_METADATA)) {
                addCustom(ZarrJson.read(place, around.bytes(OrbaxLayout.CHECKPOINT_METADATA)), metadata);
            }
        }
        OrbaxKeys.read(files, root).with(PrngKeys.in(metadata)).putInto(metadata);
        return new Contents(root, false, false, metadata, files);
    }

    private static OrbaxStore.Absent absent(ZarrJson metadata) {
        return metadata.get(SAVES_FILL) instanceof Json.Bool(boolean saves) && saves
                ? OrbaxStore.Absent.LOST
                : OrbaxStore.Absent.FILLED;
    }

    /** The folders from an item up to the checkpoint that it is in. */
    private static List<Path> upwards(Path item, Path checkpoint) {
        List<Path> folders = new ArrayList<>(List.of(item));
        while (!folders.getLast().equals(checkpoint)) {
            folders.add(Objects.requireNonNull(folders.getLast().getParent(), "items are below the checkpoint"));
        }
        return folders;
    }

    private static Node.Branch aggregate(Place place, OrbaxTree tree, MemorySegment bytes) throws IOException {
        try {
            Node node = tree.resolved(MsgpackTree.of(place.in(OrbaxLayout.AGGREGATE), MsgpackReader.read(bytes)));
            return (Node.Branch) node;
        } catch (MsgpackException e) {
            throw place.error("its file " + OrbaxLayout.AGGREGATE + " is no msgpack: " + e.getMessage(), e);
        }
    }

    /** What the user kept with the checkpoint: texts as they are, anything else as JSON. */
    private static void addCustom(ZarrJson json, SequencedMap<String, String> metadata) {
        if (json.get(CUSTOM) instanceof Json.Obj(var fields)) {
            fields.forEach((key, value) -> metadata.putIfAbsent(key,
                    value instanceof Json.Text(String text) ? text : JsonPrinter.compact(value)));
        }
    }

    @Override
    public void write(Contents contents, Path folder) throws IOException {
        Files.createDirectory(folder);
        Files.createDirectory(folder.resolve("d"));
        UUID id = UUID.randomUUID();
        String dataFile = "d/" + UUID.randomUUID().toString().replace("-", "");
        long now = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
        Json.Obj tree;
        Json.Obj texts;
        OrbaxKeys keys;
        PrngKeys known = PrngKeys.in(contents.metadata());
        try (FileSink data = FileSink.create(folder.resolve(dataFile))) {
            OrbaxWriter writer = new OrbaxWriter(Place.of(folder), data, dataFile, layout, known);
            writer.write(contents.root());
            OcdbtWriter.Finished end = writer.database().finish(data.position(), id, now);
            data.write(end.nodes());
            data.flush();
            write(folder.resolve(MANIFEST), end.manifest());
            tree = writer.tree();
            texts = writer.texts();
            keys = writer.randomKeys();
        }
        if (!keys.paths().isEmpty()) {
            Files.createDirectories(folder.resolve(OrbaxKeys.METADATA));
            write(folder.resolve(OrbaxKeys.file(0)), keys.metadata());
            write(folder.resolve(OrbaxKeys.SHARDING), keys.sharding());
        }
        if (!texts.fields().isEmpty()) {
            write(folder.resolve(STRINGS), texts);
        }
        Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
        known.without(keys.paths()).putInto(metadata);
        Json.Builder custom = Json.object();
        metadata.forEach(custom::put);
        write(folder.resolve(OrbaxLayout.METADATA), Json.object().put(OrbaxTree.TREE, tree)
                .put("use_ocdbt", Json.of(true)).put("use_zarr3", Json.of(false))
                .put(SAVES_FILL, Json.of(true))
                .put(CUSTOM, metadata.isEmpty() ? new Json.Null() : custom.build()).build());
        Json empty = Json.object().build();
        write(folder.resolve(OrbaxLayout.CHECKPOINT_METADATA), Json.object().put("item_handlers", HANDLER)
                .put("metrics", empty).put("performance_metrics", empty).put("init_timestamp_nsecs", now)
                .put("commit_timestamp_nsecs", now).put(CUSTOM, empty).build());
    }

    private static void write(Path file, Json json) throws IOException {
        write(file, MemorySegment.ofArray(JsonPrinter.compact(json).getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(Path file, MemorySegment bytes) throws IOException {
        try (FileSink sink = FileSink.create(file)) {
            sink.write(bytes);
            sink.flush();
        }
    }

    @Override
    public boolean holds(DType dtype) { return ZarrType.isHeld(dtype); }

    @Override
    public boolean nests() { return true; }

    @Override
    public boolean keepsMetadata() { return true; }
}
