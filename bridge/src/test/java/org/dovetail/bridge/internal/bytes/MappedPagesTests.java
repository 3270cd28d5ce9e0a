package org.dovetail.bridge.internal.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedPagesTests {
    private static final int SIZE = 3 * MappedPages.STEP + 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "1, 3145733", "70001, 80002", "3145732, 3145733", "3000000, 9000000"})
    void whatWasGivenBackIsReadFromTheFileAgain(long from, long to) throws IOException {
        byte[] noise = noise();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = mapped(noise, arena);
            assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(noise);
            MappedPages.giveBack(mapped, from, to);
            assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(noise);
        }
    }

    @Test
    void aReaderMayGoBackOverWhatIsBehindIt() throws IOException {
        byte[] noise = noise();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = mapped(noise, arena);
            MappedPages pages = new MappedPages(mapped);
            for (int position : new int[]{100, SIZE, 200, MappedPages.STEP, SIZE}) {
                pages.passed(position);
                assertThat(mapped.asSlice(0, position).toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo(Arrays.copyOf(noise, position));
            }
        }
    }

    @Test
    void whatIsNotMappedStays() {
        MemorySegment heap = MemorySegment.ofArray(new byte[SIZE]);
        assertThatCode(() -> {
            MappedPages.giveBack(heap, 0, SIZE);
            new MappedPages(heap).passed(SIZE);
        }).doesNotThrowAnyException();
    }

    private static byte[] noise() {
        byte[] noise = new byte[SIZE];
        new SplittableRandom(1).nextBytes(noise);
        return noise;
    }

    private MemorySegment mapped(byte[] bytes, Arena arena) throws IOException {
        Path file = Files.write(folder.resolve("mapped"), bytes);
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }
}
