package org.dovetail.bridge.internal.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.dovetail.bridge.internal.bytes.CollectedBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZstdFramesTests {
    private static byte[] compressed(byte[] bytes) {
        ZstdCompressor compressor = new ZstdCompressor();
        byte[] out = new byte[compressor.maxCompressedLength(bytes.length)];
        return Arrays.copyOf(out, compressor.compress(bytes, 0, bytes.length, out, 0, out.length));
    }

    private static byte[] decoded(byte[] frames) throws ZstdException, IOException {
        CollectedBytes decoded = new CollectedBytes();
        ZstdFrames.decode(new ByteArrayInputStream(frames), decoded);
        return decoded.all();
    }

    /** As TensorStore wrote it: the int32 number 5. */
    @Test
    void aRealFrameIsDecoded() throws ZstdException, IOException {
        assertThat(decoded(HexFormat.of().parseHex("28b52ffd200421000005000000"))).containsExactly(5, 0, 0, 0);
    }

    @Test
    void largeFramesAreDecoded() throws ZstdException, IOException {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Arrays.fill(bytes, 1_000_000, 2_000_000, (byte) 7);
        assertThat(decoded(compressed(bytes))).isEqualTo(bytes);
        assertThat(ZstdFrames.decode(new ByteArrayInputStream(compressed(bytes)), bytes.length)).isEqualTo(bytes);
    }

    @Test
    void aBombIsRefusedWhereItsLimitIs() {
        byte[] bomb = compressed(new byte[50_000_000]);
        assertThat(bomb).hasSizeLessThan(10_000);
        assertThatThrownBy(() -> ZstdFrames.decode(new ByteArrayInputStream(bomb), 1000))
                .isInstanceOf(ZstdException.class).hasMessage("holds more than the 1000 bytes that it may");
    }

    /** Nine megabytes of zeros as {@code zstd --long=27} packs them, in a frame of a window of 8 MB and of 128 MB: a match, then runs of 128 KB. */
    @Test
    void windowsAbove8MegabytesAreRefused() throws ZstdException, IOException {
        String blocks = "54000010000001" + "00fbff39c002" + "02001000".repeat(70) + "03001000";
        assertThat(decoded(HexFormat.of().parseHex("28b52ffd0068" + blocks))).hasSize(9 << 20);
        assertThatThrownBy(() -> decoded(HexFormat.of().parseHex("28b52ffd0088" + blocks)))
                .isInstanceOf(ZstdException.class).hasMessageContaining("Window size too large");
    }

    /** No magic number; a block that is not there; a reserved kind of block; a content of 2^40 bytes; one of 2^64 - 1. */
    @ParameterizedTest
    @CsvSource({"00112233", "28b52ffd2004", "28b52ffd2004070000", "28b52ffd20042100000500",
            "28b52ffde00000000000010000010000", "28b52ffde0ffffffffffffffff010000"})
    void framesThatCannotBeReadAreRefused(String hex) {
        assertThatThrownBy(() -> decoded(HexFormat.of().parseHex(hex))).isInstanceOf(ZstdException.class);
    }
}
