package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AlphaFold 3's parameters in several files. */
class RecordsPartsTests {
    private static final String DAMAGED = "does not begin as AlphaFold 3's parameters do; put the parts before it into"
            + " the same folder";

    @TempDir
    Path folder;

    /** Cuts a file into parts; a star in the name stands for their numbers. */
    private List<Path> cut(byte[] whole, String name, int... numbers) throws IOException {
        List<Path> parts = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            byte[] part = Arrays.copyOfRange(whole, whole.length * i / numbers.length,
                    whole.length * (i + 1) / numbers.length);
            parts.add(Files.write(folder.resolve(name.replace("*", String.valueOf(numbers[i]))), part));
        }
        return parts;
    }

    private byte[] unpacked() throws IOException {
        Path file = folder.resolve("whole");
        new RecordsFormat().write(Contents.toWrite(Samples.tree("diffuser/~/linear", Samples.tree("bias",
                Array.ofFloats(Shape.of(3), 0, 1, 2), "weights", Array.ofFloats(Shape.of(100), new float[100]))),
                Map.of()), file);
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    private static void assertRead(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file); Arena arena = Arena.ofConfined()) {
            assertThat(checkpoint.format().name()).isEqualTo("alphafold3");
            assertThat(checkpoint.read(EntryPath.of("diffuser", "~", "linear", "bias"), arena)
                    .bitEquals(Array.ofFloats(Shape.of(3), 0, 1, 2))).isTrue();
        }
    }

    private static void assertRefused(Path file, String problem) {
        assertThatThrownBy(() -> Checkpoint.open(file).close()).isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"af3.bin.zst.*", "af3.*.bin.zst", "af3.v1.0*.bin.zst"})
    void partsAreReadByAnyOfThemAndByTheirFolder(String name) throws IOException {
        for (Path part : cut(Samples.bytes("af3.bin.zst"), name, 0, 1, 2, 3)) {
            assertRead(part);
        }
        assertRead(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"af3.*.bin", "af3.bin.*"})
    void partsThatAreNotCompressedAreRead(String name) throws IOException {
        for (Path part : cut(unpacked(), name, 1, 2, 3)) {
            assertRead(part);
        }
        assertRead(folder);
    }

    @Test
    void theFolderOfAWholeFileIsRead() throws IOException {
        Samples.copy("af3.bin.zst", folder);
        Files.writeString(folder.resolve("pytorch_model.bin"), "another library's");
        assertRead(folder);
    }

    /** AlphaFold 3 sorts names, not numbers: what it reads is in that order. */
    @Test
    void partsAreJoinedInTheOrderOfTheirNames() throws IOException {
        cut(Samples.bytes("af3.bin.zst"), "af3.bin.zst.*", 1, 10, 2, 3, 4, 5, 6, 7, 8, 9);
        assertRead(folder);
    }

    @Test
    void aMissingPartIsNamed() throws IOException {
        List<Path> parts = cut(Samples.bytes("af3.bin.zst"), "af3.bin.zst.*", 0, 1, 2, 3);
        Files.delete(parts.get(2));
        for (Path file : List.of(folder, parts.getFirst(), parts.getLast())) {
            assertRefused(file, "the part 2 of 'af3.bin.zst.*' is missing: there are 3, numbered 0 to 3; put every"
                    + " part, once, into one folder");
        }
    }

    @Test
    void aPartThatIsThereTwiceIsNamed() throws IOException {
        cut(Samples.bytes("af3.bin.zst"), "af3.0*.bin.zst", 0, 1);
        cut(Samples.bytes("af3.bin.zst"), "af3.*.bin.zst", 0, 1);
        assertRefused(folder, "the part 1 of 'af3.*.bin.zst' is one of two: there are 4, numbered 0 to 1; put every"
                + " part, once, into one folder");
    }

    @Test
    void aMissingFirstPartIsRefused() throws IOException {
        List<Path> parts = cut(Samples.bytes("af3.bin.zst"), "af3.*.bin.zst", 0, 1, 2);
        Files.delete(parts.getFirst());
        assertRefused(folder, "'af3.1.bin.zst' " + DAMAGED);
        Files.delete(parts.get(1));
        assertRefused(parts.getLast(), "'af3.2.bin.zst' " + DAMAGED);
    }

    @Test
    void aMissingLastPartIsRefused() throws IOException {
        List<Path> parts = cut(Samples.bytes("af3.bin.zst"), "af3.*.bin.zst", 0, 1, 2);
        Files.delete(parts.getLast());
        assertThatThrownBy(() -> Checkpoint.open(folder).close()).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(folder + ": is no Zstandard data that can be read").hasMessageEndingWith(
                        "; 2 files were joined in the order of their names, from 'af3.0.bin.zst' to 'af3.1.bin.zst':"
                                + " see that none is missing before or behind");
    }

    @Test
    void severalModelsInAFolderAreListed() throws IOException {
        List<Path> parts = cut(Samples.bytes("af3.bin.zst"), "af3.bin.zst.*", 0, 1);
        Files.write(folder.resolve("other.bin"), unpacked());
        assertRefused(folder, "holds 2 models: 'af3.bin.zst.*', 'other.bin'; name a file of one");
        assertRead(parts.getLast());
        assertRead(folder.resolve("other.bin"));
    }

    @Test
    void aLinkAmongThePartsIsRefused() throws IOException {
        List<Path> parts = cut(Samples.bytes("af3.bin.zst"), "af3.bin.zst.*", 0, 1);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.move(parts.getLast(), elsewhere.resolve("part"));
        Files.createSymbolicLink(parts.getLast(), elsewhere.resolve("part"));
        assertRefused(folder, "'af3.bin.zst.1' is a link or no plain file; name the folder where the file itself is");
    }

    @Test
    void filesOfOthersWithSuchNamesAreNoParts() throws IOException {
        Path file = Files.writeString(folder.resolve("firmware.1.bin"), "no records");
        assertThatThrownBy(() -> Checkpoint.open(file).close())
                .hasMessageContaining("no known checkpoint format begins with these bytes");
        assertThatThrownBy(() -> Checkpoint.open(folder).close())
                .hasMessageContaining("no known checkpoint format is one like it");
    }
}
