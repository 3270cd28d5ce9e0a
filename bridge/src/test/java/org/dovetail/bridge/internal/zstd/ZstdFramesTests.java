package org.dovetail.bridge.internal.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayInputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZstdFramesTests {
    private static byte[] compressed(byte[] bytes) {
        ZstdCompressor compressor = new ZstdCompressor();
        byte[] out = new byte[compressor.maxCompressedLength(bytes.length)];
        return Arrays.copyOf(out, compressor.compress(bytes, 0, bytes.length, out, 0, out.length));
    }

    private static MemorySegment decoded(byte[] frames, int size) throws ZstdException {
        MemorySegment target = MemorySegment.ofArray(new byte[size]);
        ZstdFrames.decode(new ByteArrayInputStream(frames), target);
        return target;
    }

    /** As TensorStore wrote it: the int32 number 5. */
    @Test
    void aRealFrameIsDecoded() throws ZstdException {
        assertThat(decoded(HexFormat.of().parseHex("28b52ffd200421000005000000"), 4)
                .toArray(ValueLayout.JAVA_BYTE)).containsExactly(5, 0, 0, 0);
    }

    @Test
    void largeFramesAreDecoded() throws ZstdException {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Arrays.fill(bytes, 1_000_000, 2_000_000, (byte) 7);
        assertThat(decoded(compressed(bytes), bytes.length).mismatch(MemorySegment.ofArray(bytes))).isEqualTo(-1);
        assertThat(ZstdFrames.decode(new ByteArrayInputStream(compressed(bytes)), bytes.length)).isEqualTo(bytes);
    }

    @Test
    void aBombIsRefusedWhereItsLimitIs() {
        byte[] bomb = compressed(new byte[50_000_000]);
        assertThat(bomb).hasSizeLessThan(10_000);
        assertThatThrownBy(() -> ZstdFrames.decode(new ByteArrayInputStream(bomb), 1000))
                .isInstanceOf(ZstdException.class).hasMessage("holds more than the 1000 bytes that it may");
        assertThatThrownBy(() -> decoded(bomb, 1000)).hasMessage("holds more than the 1000 bytes that it should");
    }

    @Test
    void tooFewBytesAreRefused() {
        assertThatThrownBy(() -> decoded(compressed(new byte[10]), 11))
                .hasMessage("holds 10 bytes, not the 11 that it should");
    }

    /** A window of 2^41 bytes; a segment of 2^32; no magic number; a block that is not there; a reserved kind of block. */
    @ParameterizedTest
    @CsvSource({"28b52ffd00f8010000", "28b52ffde0000000000100000001000061", "00112233", "28b52ffd2004",
            "28b52ffd2004070000", "28b52ffd20042100000500"})
    void framesThatCannotBeReadAreRefused(String hex) {
        assertThatThrownBy(() -> decoded(HexFormat.of().parseHex(hex), 4)).isInstanceOf(ZstdException.class);
    }
}
