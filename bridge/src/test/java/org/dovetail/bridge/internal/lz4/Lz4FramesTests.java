package org.dovetail.bridge.internal.lz4;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.dovetail.bridge.internal.bytes.CollectedBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that Python's lz4 wrote, whole and damaged. */
class Lz4FramesTests {
    private static final int PERIOD = 1000;

    private static byte[] frame(String name) throws IOException {
        try (InputStream in = Lz4FramesTests.class.getResourceAsStream(name + ".lz4")) {
            return requireNonNull(in, name).readAllBytes();
        }
    }

    /** What {@code make.py} compressed. */
    private static byte[] content(int length) {
        byte[] content = new byte[length];
        long state = 1;
        for (int i = 0; i < length; i++) {
            state = (state * 1103515245 + 12345) % (1L << 31);
            content[i] = i < PERIOD ? (byte) (state >> 16) : content[i - PERIOD];
        }
        return content;
    }

    private static byte[] decoded(byte[] frames) throws Lz4Exception, IOException {
        CollectedBytes decoded = new CollectedBytes();
        Lz4Frames.decode(MemorySegment.ofArray(frames), decoded);
        return decoded.all();
    }

    @ParameterizedTest
    @CsvSource({"linked,150000", "independent,150000", "block_checksums,150000", "high,150000", "stored,1000",
            "empty,0"})
    void framesOfAllOptionsAreDecoded(String name, int length) throws Exception {
        assertThat(decoded(frame(name))).isEqualTo(content(length));
    }

    @Test
    void framesOneAfterTheOtherAreDecoded() throws Exception {
        byte[] once = content(PERIOD);
        assertThat(decoded(frame("twice"))).startsWith(once).endsWith(once).hasSize(2 * PERIOD);
    }

    @Test
    void framesThatBreakOffAreRefused() throws IOException {
        byte[] frame = frame("block_checksums");
        for (int length = 0; length < frame.length; length++) {
            byte[] part = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> decoded(part)).isInstanceOf(Lz4Exception.class)
                    .hasMessage("is damaged: its frames of LZ4 break off");
        }
    }

    @Test
    void changedFramesAreRefusedOrMeanTheSame() throws Exception {
        byte[] frame = frame("block_checksums");
        byte[] content = content(150_000);
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] changed = frame.clone();
            changed[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            byte[] got = content;
            try {
                got = decoded(changed);
            } catch (Lz4Exception e) {
                assertThat(e).hasMessageContaining("LZ4");
            }
            assertThat(Arrays.equals(got, content)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "04224d19|has other bytes where a frame of LZ4 should begin",
            "04224d18 2040 00|has a frame of LZ4 whose flags make no sense",
            "04224d18 6030 00|has a frame of LZ4 whose flags make no sense",
            "04224d18 6140 00|has a frame of LZ4 that needs a dictionary",
            "04224d18 6040 00|has a frame of LZ4 whose header is damaged",
            "04224d18 6040 82 01000180|is damaged: its frames of LZ4 break off"})
    void headersThatMakeNoSenseAreRefused(String hex, String problem) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> decoded(bytes)).isInstanceOf(Lz4Exception.class).hasMessage(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "10 61 0000|a block of LZ4 repeats what is not there",
            "10 61 0200|a block of LZ4 repeats what is not there",
            "10 61 01|a block of LZ4 breaks off", "20 61|a block of LZ4 breaks off", "''|a block of LZ4 breaks off",
            "f0 ffffffffffffffffff|a block of LZ4 holds more than it should",
            "1f 61 0100 ff|a block of LZ4 holds more than it should"})
    void blocksThatMakeNoSenseAreRefused(String hex, String problem) {
        byte[] block = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> Lz4Block.decode(ByteBuffer.wrap(block), new byte[200], 0))
                .isInstanceOf(Lz4Exception.class).hasMessage(problem);
    }
}
