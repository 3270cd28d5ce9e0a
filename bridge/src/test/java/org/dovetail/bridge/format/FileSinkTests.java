package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTests {
    private static final long LARGE = 150_000_001;

    private static final int PARTS = 9;
    private static final int PART = 1 << 20;
    private static final int WAIT_SECONDS = 2;

    @TempDir
    Path folder;

    @Test
    void mappedBytesAreCopiedSliceBySliceAndStayReadable() throws IOException {
        Path source = folder.resolve("source");
        byte[] told = {1, 2, 3};
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            for (long at = 5; at + told.length <= LARGE; at += 1_000_003) {
                channel.write(ByteBuffer.wrap(told), at);
            }
            channel.write(ByteBuffer.wrap(told), LARGE - told.length);
        }
        Path made = folder.resolve("made");
        MappedFile mapped = MappedFile.open(source);
        try (FileSink sink = FileSink.create(made)) {
            sink.write(mapped.bytes());
            sink.flush();
            assertThat(sink.position()).isEqualTo(LARGE);
            assertThat(mapped.bytes().get(ValueLayout.JAVA_BYTE, LARGE - 1)).isEqualTo((byte) 3);
        } finally {
            mapped.close();
        }
        assertThat(Files.mismatch(source, made)).isEqualTo(-1);
    }

    @Test
    void bytesOfTheHeapAreWritten() throws IOException {
        byte[] bytes = new byte[(2 << 20) + 7];
        bytes[1 << 20] = 9;
        Path made = folder.resolve("made");
        try (FileSink sink = FileSink.create(made)) {
            sink.write(MemorySegment.ofArray(bytes));
        }
        assertThat(made).hasBinaryContent(bytes);
    }

    @Test
    void nothingIsWrittenOfNothing() throws IOException {
        Path made = folder.resolve("made");
        try (FileSink sink = FileSink.create(made)) {
            sink.write(MemorySegment.NULL);
            sink.flush();
        }
        assertThat(made).isEmptyFile();
    }

    @Test
    void numbersAreWrittenWhereTheirRoomIsInWhateverOrderTheyAreReady() throws IOException {
        byte[] expected = new byte[PARTS * PART + PARTS];
        Path made = folder.resolve("made");
        try (FileSink sink = FileSink.create(made)) {
            for (int i = 0; i < PARTS; i++) {
                byte[] part = new byte[PART];
                Arrays.fill(part, (byte) (i + 1));
                sink.write(new byte[]{(byte) -i});
                sink.write(PART, (region, memory) -> region.write(memory.allocate(PART).copyFrom(
                        MemorySegment.ofArray(part))));
                expected[i * (PART + 1)] = (byte) -i;
                System.arraycopy(part, 0, expected, i * (PART + 1) + 1, PART);
            }
            sink.flush();
        }
        assertThat(made).hasBinaryContent(expected);
    }

    @Test
    void theFirstPartThatFailsTells() throws IOException {
        try (FileSink sink = FileSink.create(folder.resolve("made"))) {
            CountDownLatch second = new CountDownLatch(1);
            sink.write(PART, (region, _) -> {
                await(second);
                throw new CheckpointException(Path.of("first"), "is broken");
            });
            sink.write(8 * PART, (region, _) -> {
                second.countDown();
                throw new CheckpointException(Path.of("second"), "is broken, too");
            });
            assertThatThrownBy(sink::flush).hasMessage("first: is broken");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void numbersThatDoNotFillTheirRoomAreADefect() throws IOException {
        try (FileSink sink = FileSink.create(folder.resolve("made"))) {
            sink.write(5, (region, _) -> region.write(MemorySegment.ofArray(new byte[4])));
            assertThatThrownBy(sink::flush).isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith("made: a part should end at byte 5, it ends at 4");
        }
    }
}
