package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointFormatsTests {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"version_1.npy,npy", "savez.npz,npz", "savez_compressed.npz,npz", "library.safetensors,safetensors",
            "objects.npy,npy", "arrays.msgpack,msgpack", "chunked.msgpack,msgpack"})
    void aFileIsRecognisedByItsContentWhateverItsName(String sample, String format) throws IOException {
        Path file = Files.write(folder.resolve("named.json"), Samples.bytes(sample));
        assertThat(CheckpointFormats.of(file).name()).isEqualTo(format);
    }

    @Test
    void jsonMayBeginWithBlanks() throws IOException {
        Path file = Files.writeString(folder.resolve("like.npz"), " \n\t{\"w\": [1]}");
        assertThat(CheckpointFormats.of(file).name()).isEqualTo("json");
    }

    @Test
    void whatIsNoCheckpointIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.npz"), "hello");
        assertThatThrownBy(() -> CheckpointFormats.of(text)).hasMessageStartingWith(
                text + ": no known checkpoint format begins with these bytes; known are npy, npz, safetensors");
        Path empty = Files.createFile(folder.resolve("empty.npz"));
        assertThatThrownBy(() -> CheckpointFormats.of(empty))
                .hasMessage(empty + ": the file is empty; nothing can be read from it");
        assertThatThrownBy(() -> CheckpointFormats.of(folder))
                .hasMessage(folder + ": is a folder, and no known checkpoint format is one like it");
        Path missing = folder.resolve("missing.npz");
        assertThatThrownBy(() -> CheckpointFormats.of(missing)).hasMessage(missing + ": there is no such file");
    }

    @Test
    void anOutputsFormatIsChosenByItsName() throws IOException {
        assertThat(CheckpointFormats.forName(Path.of("a.NPZ")).name()).isEqualTo("npz");
        assertThat(CheckpointFormats.forName(Path.of("a.npy")).name()).isEqualTo("npy");
        assertThat(CheckpointFormats.forName(Path.of("a.b.safetensors")).name()).isEqualTo("safetensors");
        assertThat(CheckpointFormats.forName(Path.of("a.json")).name()).isEqualTo("json");
        assertThatThrownBy(() -> CheckpointFormats.forName(Path.of("a.bin"))).hasMessageStartingWith(
                "a.bin: its name does not tell the format; end it with one of .npy, .npz, .safetensors");
        assertThat(CheckpointFormats.names()).contains("npz-compressed");
    }
}
