package org.dovetail.bridge.internal.blosc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.dovetail.bridge.internal.bytes.CollectedBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chunks made byte by byte; whole ones of the real library are among the folders of zarr. */
class BloscChunkTests {
    private static byte[] decoded(String hex, int size) throws BloscException, IOException {
        CollectedBytes decoded = new CollectedBytes();
        BloscChunk.decode(MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", ""))), size, decoded);
        return decoded.all();
    }

    @Test
    void storedBytesAreCopied() throws BloscException, IOException {
        assertThat(decoded("02 01 03 04 04000000 04000000 14000000 01020304", 4)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void nothingIsDecodedToNothing() throws BloscException, IOException {
        assertThat(decoded("02 01 01 04 00000000 00000000 10000000", 0)).isEmpty();
    }

    @Test
    void bytesThatMakeNoElementStandBehindShuffledOnes() throws BloscException, IOException {
        assertThat(decoded("02 01 31 02 05000000 05000000 1d000000 14000000 05000000 0103020409", 5))
                .containsExactly(1, 2, 3, 4, 9);
    }

    @Test
    void bitsAreShuffledOnlyInEights() throws BloscException, IOException {
        assertThat(decoded("02 01 34 01 03000000 03000000 1b000000 14000000 03000000 010203", 3))
                .containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"02|is no chunk of blosc, or breaks off",
            "02 01 03 04 04000000 04000000 15000000 01020304|is no chunk of blosc, or breaks off",
            "05 01 03 04 04000000 04000000 14000000 01020304|is of version 5 of blosc's format, where 2 is read",
            "02 01 03 04 05000000 04000000 14000000 01020304|holds 5 bytes, not the 4 that it should",
            "02 01 03 04 ffffffff 04000000 14000000 01020304|holds 4294967295 bytes, not the 4 that it should",
            "02 01 03 04 04000000 04000000 13000000 010203|has 3 stored bytes, where there should be 4",
            "02 01 21 00 04000000 04000000 14000000 01020304|has blocks of 4 bytes, which make no sense",
            "02 01 21 04 04000000 05000000 14000000 01020304|has blocks of 5 bytes, which make no sense",
            "02 01 21 04 04000000 ffffffff 14000000 01020304|has blocks of -1 bytes, which make no sense",
            "02 01 21 01 04000000 01000000 14000000 01020304|is too short for its 4 blocks",
            "02 01 21 04 04000000 04000000 14000000 10000080|has a block outside of itself",
            "02 01 21 04 04000000 04000000 18000000 14000000 01000000|has a block outside of itself",
            "02 01 21 04 04000000 04000000 18000000 14000000 ffffffff|has a block outside of itself",
            "02 01 21 04 04000000 04000000 19000000 14000000 01000000 00|a block of blosc holds 0 bytes, not the 4 that",
            "02 01 61 04 04000000 04000000 19000000 14000000 01000000 00|a block of blosc holds 0 bytes, not the 4 that",
            "02 01 61 04 04000000 04000000 1a000000 14000000 02000000 0000|its deflated data make no sense",
            "02 01 81 04 04000000 04000000 19000000 14000000 01000000 00|is no Zstandard data that can be read",
            "02 01 01 04 04000000 04000000 19000000 14000000 01000000 00|is compressed by blosclz inside of blosc, which"
                    + " is not read; lz4, lz4hc, zlib and zstd are: save it again with one of them",
            "02 01 41 04 04000000 04000000 19000000 14000000 01000000 00|is compressed by snappy inside of blosc",
            "02 01 e1 04 04000000 04000000 19000000 14000000 01000000 00|is compressed by codec 7 of blosc"})
    void chunksThatMakeNoSenseAreRefused(String hex, String problem) {
        assertThatThrownBy(() -> decoded(hex, 4)).isInstanceOf(BloscException.class).hasMessageContaining(problem);
    }
}
