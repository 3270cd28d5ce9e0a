package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTests {
    @ParameterizedTest
    @CsvSource({"5GB,5000000000", "5gb,5000000000", "2GiB,2147483648", "1.5KB,1500", "100,100", "7 MB,7000000", "1B,1",
            "8TiB,8796093022208"})
    void sizesAreReadAsHuggingFaceReadsThem(String text, long bytes) {
        assertThat(ByteSize.parse(text)).contains(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GB", "5 apples", "-1GB", "0", "0.1B", "1e3", "999999999999TB", "5GBit"})
    void otherTextsAreNone(String text) { assertThat(ByteSize.parse(text)).isEmpty(); }
}
