package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTests {
    private static final long LARGE = 150_000_001;

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
        CRC32 sum = new CRC32();
        MappedFile mapped = MappedFile.open(source);
        try (FileSink sink = FileSink.create(made)) {
            sink.write(mapped.bytes(), sum);
            sink.flush();
            assertThat(sink.position()).isEqualTo(LARGE);
            assertThat(mapped.bytes().get(ValueLayout.JAVA_BYTE, LARGE - 1)).isEqualTo((byte) 3);
        } finally {
            mapped.close();
        }
        assertThat(Files.mismatch(source, made)).isEqualTo(-1);
        assertThat(sum.getValue()).isEqualTo(checksum(made));
    }

    @Test
    void bytesOfTheHeapAreWrittenAndSummed() throws IOException {
        byte[] bytes = new byte[(2 << 20) + 7];
        bytes[1 << 20] = 9;
        Path made = folder.resolve("made");
        CRC32 sum = new CRC32();
        try (FileSink sink = FileSink.create(made)) {
            sink.write(MemorySegment.ofArray(bytes), sum);
        }
        assertThat(made).hasBinaryContent(bytes);
        assertThat(sum.getValue()).isEqualTo(checksum(made));
    }

    @Test
    void nothingIsWrittenOfNothing() throws IOException {
        Path made = folder.resolve("made");
        try (FileSink sink = FileSink.create(made)) {
            sink.write(MemorySegment.NULL, new CRC32());
        }
        assertThat(made).isEmptyFile();
    }

    private static long checksum(Path file) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(file));
        return sum.getValue();
    }
}
