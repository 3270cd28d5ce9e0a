package org.dovetail.bridge.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dovetail.bridge.convert.Progress;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.plan.PlanJson;
import org.dovetail.bridge.report.Inspection;
import org.dovetail.bridge.report.InspectionJson;
import org.dovetail.bridge.report.InspectionText;
import org.dovetail.core.DType;

/**
 * The readers, each with its seeds and the damage that knows their format.
 *
 * <p>
 * Its lists are never changed. A new reader is one more line; a new golden file that a glob matches is fuzzed without any.
 */
@SuppressWarnings("ImmutableEnumChecker")
public enum Target {
    /** NumPy's file of one array. */
    NPY("format/*.npy", Target::checkpoint, HeaderDamage.NPY_LENGTH, HeaderDamage.NPY_TOKEN, PickleDamage.INSTRUCTION),
    /** NumPy's archives, stored and deflated. */
    NPZ("format/*.npz", Target::checkpoint, ZipDamage.values()),
    /** Safetensors. */
    SAFETENSORS("format/*.safetensors", Target::checkpoint, HeaderDamage.SAFETENSORS_LENGTH,
            HeaderDamage.SAFETENSORS_TOKEN, HeaderDamage.SAFETENSORS_TOKEN),
    /** Safetensors as conversions leave them, with side data in the metadata. */
    CONVERTED("fuzz/safetensors/*.safetensors", Target::source, HeaderDamage.SAFETENSORS_LENGTH,
            HeaderDamage.SAFETENSORS_TOKEN, HeaderDamage.SAFETENSORS_TOKEN),
    /** Pickles of all protocols, libraries and times. */
    PICKLE("format/pickle/*.pkl", Target::checkpoint, PickleDamage.values()),
    /** Pickles that joblib packed. */
    JOBLIB("format/pickle/joblib_*.pkl", Target::checkpoint, PackedDamage.ZLIB_PICKLE, PackedDamage.GZIP_PICKLE,
            ByteDamage.NUMBER),
    /** Flax's MessagePack. */
    MSGPACK("format/*.msgpack", Target::checkpoint, MsgpackDamage.values()),
    /** AlphaFold 3's records, packed by Zstandard. */
    RECORDS("format/*.zst", Target::checkpoint, PackedDamage.ZSTD),
    /** The same in several files. */
    RECORDS_PARTS("format/records_*", Target::checkpoint, ByteDamage.NUMBER),
    /** Folders of Orbax whose arrays are files. */
    ORBAX("format/orbax_*", Target::checkpoint, TokenDamage.JSON),
    /** Folders of Orbax whose arrays are in a database. */
    OCDBT("fuzz/ocdbt/*", Target::checkpoint, List.of(OcdbtDamage.values()), TokenDamage.JSON),
    /** Safetensors in several files with an index. */
    SHARDS("fuzz/shards/*", Target::checkpoint, TokenDamage.JSON, HeaderDamage.SAFETENSORS_TOKEN),
    /** A pickled tree, and its arrays one after the other. */
    TREE("fuzz/tree/*", Target::checkpoint, PickleDamage.INSTRUCTION, PickleDamage.EXCHANGE, HeaderDamage.NPY_TOKEN),
    /** Structures and values. */
    JSON("fuzz/json/*.json", Target::checkpoint, TokenDamage.JSON),
    /** Plans. */
    PLAN("fuzz/plan/*.json", PlanJson::readDraft, TokenDamage.JSON),
    /** Archives with side data in a file beside them. */
    SIDE_DATA("fuzz/side_data/*", Target::source, TokenDamage.JSON);

    /** Reads all of a file. */
    @FunctionalInterface
    interface Reader {
        void read(Path file) throws IOException;
    }

    private static final ReadOptions OPTIONS = new ReadOptions(Map.of("V2", DType.BFLOAT16, "V1", DType.INT4));

    private final List<Seed> seeds;
    private final Reader reader;
    private final List<FolderDamage> folderDamage;
    private final List<Damage> damage;

    Target(String glob, Reader reader, Damage... damage) { this(glob, reader, List.of(), damage); }

    Target(String glob, Reader reader, List<FolderDamage> folderDamage, Damage... damage) {
        this.seeds = Seed.of(glob);
        this.reader = reader;
        this.folderDamage = folderDamage;
        this.damage = List.of(damage);
    }

    /**
     * What is damaged.
     *
     * @return the seeds
     */
    List<Seed> seeds() { return seeds; }

    /** The damage to one file that knows the format. */
    List<Damage> damage() { return damage; }

    /** The damage to files that depend on each other. */
    List<FolderDamage> folderDamage() { return folderDamage; }

    void read(Path file) throws IOException { reader.read(file); }

    /** The bytes of all seeds, for splices. */
    List<byte[]> donors() {
        return Stream.of(seeds).flatMap(List::stream).flatMap(seed -> seed.files().values().stream()).toList();
    }

    /** All that {@code inspect --stats} does, in both its forms. */
    private static void checkpoint(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file, OPTIONS)) {
            inspect(checkpoint);
        }
    }

    private static void source(Path file) throws IOException {
        try (Source source = Source.open(file, OPTIONS)) {
            inspect(source.checkpoint());
        }
    }

    private static void inspect(Checkpoint checkpoint) throws IOException {
        Inspection inspection = Inspection.of(checkpoint, Optional.empty(), true, Progress.NONE);
        InspectionText.lines(inspection);
        InspectionJson.of(inspection);
    }
}
