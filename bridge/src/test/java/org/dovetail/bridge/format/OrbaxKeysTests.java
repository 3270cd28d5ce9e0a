package org.dovetail.bridge.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dovetail.bridge.convert.Conversion;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Typed random keys of JAX in Orbax' folders. */
class OrbaxKeysTests {
    private static final String NOTE = "{\"keys\":\"rbg\",\"rngs/key\":\"threefry2x32\"}";

    @TempDir
    Path folder;

    private static Path saved() throws URISyntaxException {
        return Path.of(requireNonNull(Samples.class.getResource("orbax_keys")).toURI());
    }

    private static Array key(int... words) { return Array.ofUnsigned(Shape.of(words.length), words); }

    /** What a written folder tells of its keys. */
    private static String told(Path written) throws IOException {
        return Files.readString(written.resolve("array_metadatas/process_0"));
    }

    private static Path write(Path out, Map<String, String> texts, Node.Branch tree) throws IOException {
        new OrbaxFormat().write(Contents.toWrite(tree, texts), out);
        return out;
    }

    @Test
    void savedKeysAreWordsWithANote() throws IOException, URISyntaxException {
        try (Checkpoint checkpoint = Checkpoint.open(saved())) {
            assertThat(checkpoint.entries()).extracting(Entry::toString).containsExactlyInAnyOrder("keys u32[3,4]",
                    "rngs/count u32[]", "rngs/key u32[2]", "rngs/old u32[2]");
            assertThat(checkpoint.metadata()).containsEntry(PrngKeys.NOTE, NOTE);
        }
    }

    @Test
    void aCopyTellsOfTheSameKeys() throws IOException, URISyntaxException {
        Path out = folder.resolve("copy");
        Contents contents = new OrbaxFormat().read(saved(), ReadOptions.DEFAULT);
        try {
            new OrbaxFormat(NnxLayout.STATE).write(contents, out);
        } finally {
            contents.resources().close();
        }
        assertThat(told(out)).contains("keys.value", "rbg", "rngs.key.value", "threefry2x32")
                .doesNotContain("old", "count");
        assertThat(Files.readString(out.resolve("_sharding"))).contains("SingleDeviceSharding");
        assertThat(Files.readString(out.resolve("_METADATA"))).contains("jax.Array").doesNotContain(PrngKeys.NOTE);
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            assertThat(checkpoint.metadata()).containsEntry(PrngKeys.NOTE, NOTE);
        }
    }

    @Test
    void theNoteFollowsKeysToTheirNewNames() throws IOException, URISyntaxException {
        Path there = folder.resolve("there.npz");
        Path back = folder.resolve("back.orbax");
        try (Source source = Source.open(saved(), ReadOptions.DEFAULT)) {
            Conversion.of(source, renaming(source.checkpoint(), "rngs", "streams"), Conversion.Options.DEFAULT)
                    .write(there);
        }
        try (Source source = Source.open(there, ReadOptions.DEFAULT)) {
            Conversion.of(source, renaming(source.checkpoint(), "streams", "random"), Conversion.Options.DEFAULT)
                    .write(back);
        }
        assertThat(told(back)).contains("\"random.key\"", "threefry2x32", "\"keys\"", "rbg");
    }

    private static Plan renaming(Checkpoint source, String from, String to) {
        List<Move> moves = source.entries().stream().map(entry -> new Move(List.of(entry), List.of(new Entry(
                new EntryPath("", entry.path().scope().stream().map(part -> part.equals(from) ? to : part).toList(),
                        entry.path().name()),
                entry.spec())), List.of())).toList();
        KeyScheme scheme = source.scheme() == KeyScheme.NESTED ? KeyScheme.DOTTED : KeyScheme.NESTED;
        return new Plan(Style.NNX, source.scheme(), Style.NNX, scheme,
                List.of(new Step("", "", "", Basis.SHAPE, moves, List.of(), List.of())), List.of());
    }

    @Test
    void aKeyOfNnxIsOneWithoutANote() throws IOException {
        Node.Leaf key = new Node.Leaf(key(0, 7).spec(), _ -> key(0, 7), "RngKey");
        assertThat(told(write(folder.resolve("out"), Map.of(), Samples.tree("key", key, "other", key(0, 7)))))
                .contains("\"key\"", "threefry2x32").doesNotContain("other");
    }

    @Test
    void aNoteThatDoesNotFitStaysAText() throws IOException {
        String note = "{\"a\":\"threefry2x32\",\"b\":\"rbg\",\"c\":\"mine\",\"gone\":\"rbg\"}";
        Path out = write(folder.resolve("out"), Map.of(PrngKeys.NOTE, note), Samples.tree("a",
                Array.ofInts(Shape.of(2), 1, 2), "b", key(1, 2), "c", key(1, 2)));
        assertThat(out.resolve("array_metadatas")).doesNotExist();
        assertThat(out.resolve("_sharding")).doesNotExist();
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            assertThat(checkpoint.metadata()).containsEntry(PrngKeys.NOTE, note);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "[]", "{\"a\":1}"})
    void anotherTextOfThatNameIsNoNote(String text) {
        assertThat(PrngKeys.in(Map.of(PrngKeys.NOTE, text)).implementations()).isEmpty();
    }

    @Test
    void damagedMetadataAreRefused() throws IOException {
        Path out = write(folder.resolve("out"), Map.of(PrngKeys.NOTE, "{\"a\":\"threefry2x32\"}"),
                Samples.tree("a", key(1, 2)));
        Files.writeString(out.resolve("array_metadatas/process_0"), "{\"array_metadatas\":[1]}");
        assertThatThrownBy(() -> Checkpoint.open(out).close()).isInstanceOf(CheckpointException.class)
                .hasMessage(out + ": entry 'array_metadatas/process_0': its JSON should be an object here");
    }
}
