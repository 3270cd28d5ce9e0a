package org.dovetail.bridge.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;

/**
 * Damaged files of every format are read, or refused with a {@link CheckpointException}: nothing else is thrown, and nothing takes long.
 *
 * <p>
 * A new format is one more row of {@link #seed}.
 */
class MutatedFilesTests {
    private static final ReadOptions OPTIONS = new ReadOptions(Map.of("V2", DType.BFLOAT16, "V1", DType.INT4));
    private static final int FILES = 20_000;
    private static final int BATCH = 100;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Valid files that are damaged. */
    enum Seed {
        NPY, NPY_OF_FORTRAN_ORDER, NPY_OF_TEXTS, NPY_OF_OBJECTS, NPZ, NPZ_DEFLATED, NPZ_WITH_DESCRIPTORS, SAFETENSORS,
        JSON_STRUCTURE, JSON_VALUES, JSON_BY_HAND, PICKLE_OF_HAIKU, PICKLE_OF_NAMED_TUPLES, PICKLE_OF_OPTAX,
        PICKLE_OF_OLD_JAX, PICKLE_OF_JAX, PICKLE_OF_VIEWS, MSGPACK, MSGPACK_OF_PIECES
    }

    record Damaged(Seed seed, List<Mutation> mutations) {}

    private final Map<Seed, byte[]> seeds = new EnumMap<>(Seed.class);
    private Path file = Path.of("");

    @BeforeProperty
    void makeFiles() throws IOException {
        file = Files.createTempFile("damaged", ".bin");
        for (Seed seed : Seed.values()) {
            seeds.put(seed, seed(seed));
        }
    }

    @AfterProperty
    void deleteFile() throws IOException { Files.delete(file); }

    private static byte[] seed(Seed seed) throws IOException {
        return switch (seed) {
            case NPY -> Samples.bytes("version_1.npy");
            case NPY_OF_FORTRAN_ORDER -> Samples.bytes("fortran_big.npy");
            case NPY_OF_TEXTS -> Samples.bytes("texts.npy");
            case NPY_OF_OBJECTS -> Samples.bytes("objects.npy");
            case NPZ -> written(new NpzFormat(false));
            case NPZ_DEFLATED -> written(new NpzFormat(true));
            case NPZ_WITH_DESCRIPTORS -> Samples.bytes("descriptors_8.npz");
            case SAFETENSORS -> Samples.bytes("library.safetensors");
            case JSON_STRUCTURE -> """
                    {"format":"dovetail-structure","version":1,"style":"nnx","scheme":"dotted","entries":
                    {"a.kernel":{"dtype":"float32","shape":[784,256]},"a.bias":{"dtype":"bfloat16","shape":[]}}}
                    """.getBytes(StandardCharsets.UTF_8);
            case JSON_VALUES -> written(new JsonFormat());
            case JSON_BY_HAND -> "{\"a\":{\"w\":[2,3],\"b\":\"f32[3]\"},\"l\":[{\"dtype\":\"i8\",\"shape\":[]}]}"
                    .getBytes(StandardCharsets.UTF_8);
            case PICKLE_OF_HAIKU -> Samples.bytes("pickle/haiku.p4.pkl");
            case PICKLE_OF_NAMED_TUPLES -> Samples.bytes("pickle/named_tuple.p0.pkl");
            case PICKLE_OF_OPTAX -> Samples.bytes("pickle/optax.p4.pkl");
            case PICKLE_OF_OLD_JAX -> Samples.bytes("pickle/jax.p2.pkl");
            case PICKLE_OF_JAX -> Samples.bytes("pickle/jax.p5.pkl");
            case PICKLE_OF_VIEWS -> Samples.bytes("pickle/few_layouts.p1.pkl");
            case MSGPACK -> Samples.bytes("values.msgpack");
            case MSGPACK_OF_PIECES -> Samples.bytes("chunked.msgpack");
        };
    }

    private static CheckpointFormat format(Seed seed) {
        return switch (seed) {
            case NPY, NPY_OF_FORTRAN_ORDER, NPY_OF_TEXTS, NPY_OF_OBJECTS -> new NpyFormat();
            case NPZ, NPZ_DEFLATED, NPZ_WITH_DESCRIPTORS -> new NpzFormat(false);
            case SAFETENSORS -> new SafetensorsFormat();
            case JSON_STRUCTURE, JSON_VALUES, JSON_BY_HAND -> new JsonFormat();
            case PICKLE_OF_HAIKU, PICKLE_OF_NAMED_TUPLES, PICKLE_OF_OPTAX, PICKLE_OF_OLD_JAX, PICKLE_OF_JAX,
                    PICKLE_OF_VIEWS ->
                new PickleFormat();
            case MSGPACK, MSGPACK_OF_PIECES -> new MsgpackFormat();
        };
    }

    private static byte[] written(CheckpointFormat format) throws IOException {
        Path file = Files.createTempFile("seed", ".bin");
        try {
            Node.Branch tree = Samples.tree("params/a//w", Array.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, Float.NaN),
                    "params/a//b", Array.ofInts(Shape.of(1), 7), "step", new Node.Scalar(3L), "text",
                    new Node.Scalar("é"));
            format.write(Contents.toWrite(tree, format.keepsMetadata() ? Map.of("a", "b") : Map.of()), file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    /** Threads are dear, so one time limit is for many files. */
    @Provide
    Arbitrary<List<Damaged>> damagedFiles() {
        return Combinators.combine(Arbitraries.of(Seed.class), Mutation.any().list().ofMinSize(1).ofMaxSize(3))
                .as(Damaged::new).list().ofSize(BATCH);
    }

    @Example
    void theSeedsThemselvesAreRead() throws IOException {
        for (Seed seed : Seed.values()) {
            assertThat(outcome(seed, requireNonNull(seeds.get(seed)))).as("%s", seed).isEqualTo("read");
            assertThat(seeds.get(seed)).hasSizeLessThan(2048);
        }
    }

    @Property(tries = FILES / BATCH)
    void damagedFilesAreReadOrRefused(@ForAll("damagedFiles") List<Damaged> batch) {
        assertTimeoutPreemptively(LIMIT, () -> {
            for (Damaged damaged : batch) {
                byte[] seed = requireNonNull(seeds.get(damaged.seed()));
                outcome(damaged.seed(), Mutation.applyAll(damaged.mutations(), seed));
            }
        });
    }

    /** What becomes of a file, whether its format is told or found. */
    private String outcome(Seed seed, byte[] bytes) throws IOException {
        try {
            Samples.rewrite(file, bytes);
            try (Checkpoint checkpoint = Checkpoint.open(file, OPTIONS)) {
                assertThat(checkpoint.file()).isEqualTo(file);
            } catch (CheckpointException e) {
                checkMessage(e);
            }
            Samples.readAll(format(seed), file, OPTIONS);
            return "read";
        } catch (CheckpointException e) {
            checkMessage(e);
            return "refused";
        }
    }

    private void checkMessage(CheckpointException e) {
        assertThat(e.getMessage()).startsWith(file + ": ").hasSizeLessThan(1000).doesNotContainPattern("\\R");
    }
}
