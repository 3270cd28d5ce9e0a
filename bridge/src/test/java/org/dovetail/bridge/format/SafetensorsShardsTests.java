package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsShardsTests {
    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private Path index = Path.of("");

    @BeforeEach
    void writeShards() throws IOException {
        folder = temporary.resolve("model");
        index = folder.resolve("model.safetensors.index.json");
        new SafetensorsShards(8).write(Contents.toWrite(tree(), Map.of("note", "ü")), folder);
    }

    private static Node.Branch tree() {
        return Samples.tree("b", Array.ofInts(Shape.of(1), 7), "a", Array.ofFloats(Shape.of(1), 1.5f), "large",
                Array.ofInts(Shape.of(3), 1, 2, 3));
    }

    @Test
    void shardsAreAsFullAsTheyMayBe() throws IOException {
        assertThat(names()).containsExactly(FIRST, SECOND, index.getFileName().toString());
        assertThat(index).hasContent("""
                {
                  "metadata": {"total_size": 20},
                  "weight_map": {
                    "a": "model-00001-of-00002.safetensors",
                    "b": "model-00001-of-00002.safetensors",
                    "large": "model-00002-of-00002.safetensors"
                  }
                }
                """);
    }

    @Test
    void oneShardIsAPlainFile() throws IOException {
        Path whole = temporary.resolve("whole");
        new SafetensorsShards(1000).write(Contents.toWrite(tree(), Map.of()), whole);
        try (Stream<Path> files = Files.list(whole)) {
            assertThat(files).containsExactly(whole.resolve("model.safetensors"));
        }
        try (Checkpoint checkpoint = Checkpoint.open(whole)) {
            assertThat(checkpoint.entries()).hasSize(3);
        }
    }

    @Test
    void theIndexAndItsFolderAreTheSameModel() throws IOException {
        try (Checkpoint byFolder = Checkpoint.open(folder); Checkpoint byIndex = Checkpoint.open(index)) {
            assertThat(byFolder.format().name()).isEqualTo("safetensors-shards");
            assertThat(byFolder.entries()).hasSize(3).isEqualTo(byIndex.entries());
            assertThat(byFolder.metadata()).isEqualTo(Map.of("note", "ü"));
        }
    }

    @Test
    void linksAsInHuggingFacesCacheAreFollowed() throws IOException {
        Path blob = Files.move(folder.resolve(FIRST), temporary.resolve("blob"));
        Files.createSymbolicLink(folder.resolve(FIRST), blob);
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            assertThat(checkpoint.entries()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../model-00001-of-00002.safetensors", "/etc/passwd", "sub/x.safetensors", "..", "",
            "C:\\\\x.safetensors", "x.pkl", "a\\u0000.safetensors"})
    void namesThatLeadOutOfTheFolderAreRefused(String name) throws IOException {
        Files.writeString(index, "{\"weight_map\": {\"a\": \"" + FIRST + "\", \"b\": \"" + name + "\"}}");
        assertRefused("entry 'b': the weight_map names '");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"a\": \"model-00001-of-00002.safetensors\"|entry 'b': the index model.safetensors.index.json does not say that",
            "\"a\": \"model-00009-of-00002.safetensors\"|names the file 'model-00009-of-00002.safetensors', which is not there",
            "\"a\": \"model-00001-of-00002.safetensors\", \"b\": \"model-00001-of-00002.safetensors\","
                    + " \"c\": \"model-00001-of-00002.safetensors\"|entry 'c': is not in 'model-00001-of-00002.safetensors'",
            "\"a\": \"model-00001-of-00002.safetensors\", \"b\": 1|entry 'b': the weight_map should give the name of a file"})
    void anIndexThatDoesNotFitItsFilesIsRefused(String map, String problem) throws IOException {
        Files.writeString(index, "{\"weight_map\": {" + map + "}}");
        assertRefused(problem);
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> Checkpoint.open(index)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void twoModelsInAFolderAreRefused() throws IOException {
        Files.copy(index, folder.resolve("other.safetensors.index.json"));
        assertThatThrownBy(() -> Checkpoint.open(folder)).hasMessage(folder
                + ": has 2 models, model.safetensors.index.json and others; name one of these files");
    }

    @Test
    void aStructureOfTheSameKeysIsStillJson() throws IOException {
        Path structure = Files.writeString(temporary.resolve("like.json"), "{\"weight_map\": {\"a\": \"f32[2]\"}}");
        assertThat(CheckpointFormats.of(structure).name()).isEqualTo("json");
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }
}
