package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
import org.dovetail.core.Shape;

/** Folders with a damaged file are read, or refused with a {@link CheckpointException}: nothing else is thrown, and nothing takes long. */
class MutatedFoldersTests {
    private static final int FOLDERS = 4_000;
    private static final int BATCH = 100;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    record Damaged(int file, List<Mutation> mutations) {}

    private final Map<Path, byte[]> files = new LinkedHashMap<>();
    private Path root = Path.of("");

    @BeforeProperty
    void makeFolders() throws IOException, URISyntaxException {
        root = Files.createTempDirectory("damaged");
        for (String sample : new String[]{"orbax_zarr2", "orbax_zarr3"}) {
            copy(Path.of(Objects.requireNonNull(Samples.class.getResource(sample)).toURI()), root.resolve(sample));
        }
        Node.Branch tree = Samples.tree("a", Array.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6), "b",
                Array.ofInts(Shape.of(1), 7));
        new SafetensorsShards(8).write(Contents.toWrite(tree, Map.of("a", "b")), root.resolve("shards"));
        new OrbaxFormat().write(Contents.toWrite(tree, Map.of("a", "b")), root.resolve("ocdbt"));
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.put(file, Files.readAllBytes(file));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.sorted(Comparator.naturalOrder()).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @AfterProperty
    void deleteFolders() throws IOException { Samples.delete(root); }

    @Provide
    Arbitrary<List<Damaged>> damagedFolders() {
        return Combinators.combine(Arbitraries.integers().between(0, 999),
                Mutation.any().list().ofMinSize(1).ofMaxSize(3)).as(Damaged::new).list().ofSize(BATCH);
    }

    @Example
    void theFoldersThemselvesAreRead() throws IOException {
        for (String name : new String[]{"orbax_zarr2", "orbax_zarr3", "shards", "ocdbt"}) {
            assertThat(outcome(root.resolve(name))).as(name).isEqualTo("read");
        }
    }

    @Property(tries = FOLDERS / BATCH)
    void damagedFoldersAreReadOrRefused(@ForAll("damagedFolders") List<Damaged> batch) {
        assertTimeoutPreemptively(LIMIT, () -> {
            List<Path> all = new ArrayList<>(files.keySet());
            for (Damaged damaged : batch) {
                Path file = all.get(damaged.file() % all.size());
                byte[] whole = Objects.requireNonNull(files.get(file));
                Samples.rewrite(file, Mutation.applyAll(damaged.mutations(), whole));
                outcome(root.resolve(root.relativize(file).getName(0)));
                Samples.rewrite(file, whole);
            }
        });
    }

    private String outcome(Path folder) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            Samples.readAll(checkpoint.format(), folder, ReadOptions.DEFAULT);
            return "read";
        } catch (CheckpointException e) {
            assertThat(e.getMessage()).startsWith(root.toString()).hasSizeLessThan(1000).doesNotContainPattern("\\R");
            return "refused";
        }
    }
}
