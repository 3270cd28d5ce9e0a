package org.dovetail.bridge.format.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsgpackReaderTests {
    @ParameterizedTest
    @CsvSource({"00,0", "7f,127", "e0,-32", "ff,-1", "cc80,128", "cd0100,256", "ce00010000,65536",
            "ceffffffff,4294967295",
            "cf0000000100000000,4294967296", "cfffffffffffffffff,18446744073709551615", "d0df,-33", "d18000,-32768",
            "d280000000,-2147483648", "d38000000000000000,-9223372036854775808"})
    void integersAreReadAndWrittenInTheirShortestForm(String hex, BigInteger value) throws MsgpackException {
        assertThat(read(hex)).isInstanceOfSatisfying(MsgpackValue.Int.class,
                integer -> assertThat(integer.value()).hasToString(value.toString()));
        MsgpackWriter writer = new MsgpackWriter();
        writer.integer(value);
        assertThat(HexFormat.of().formatHex(writer.take())).isEqualTo(hex);
    }

    @Test
    void integersBeyondSixtyFourBitsAreNotWritten() {
        assertThatThrownBy(() -> new MsgpackWriter().integer(BigInteger.TWO.pow(64)))
                .hasMessage("integers are from -2^63 to 2^64-1, this is 18446744073709551616");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 32, 255, 256, 65535, 65536})
    void textsOfEveryLengthAreReadBack(int length) throws MsgpackException {
        MsgpackWriter writer = new MsgpackWriter();
        writer.text("x".repeat(length));
        assertThat(MsgpackReader.read(MemorySegment.ofArray(writer.take())))
                .isEqualTo(new MsgpackValue.Text("x".repeat(length)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 8, 15, 16, 17, 255, 256, 65536})
    void extensionsOfEveryLengthAreReadBack(int length) throws MsgpackException {
        MsgpackWriter writer = new MsgpackWriter();
        writer.list(2);
        writer.ext(-5, length);
        byte[] head = writer.take();
        writer.bin(length);
        byte[] bin = writer.take();
        byte[] all = new byte[head.length + bin.length + 2 * length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bin, 0, all, head.length + length, bin.length);
        assertThat(MsgpackReader.read(MemorySegment.ofArray(all))).isInstanceOfSatisfying(MsgpackValue.Arr.class,
                list -> {
                    assertThat(list.items().getFirst()).isInstanceOfSatisfying(MsgpackValue.Ext.class, ext -> {
                        assertThat(ext.type()).isEqualTo(-5);
                        assertThat(ext.bytes().byteSize()).isEqualTo(length);
                    });
                    assertThat(list.items().getLast()).isInstanceOfSatisfying(MsgpackValue.Bin.class,
                            bytes -> assertThat(bytes.bytes().byteSize()).isEqualTo(length));
                });
    }

    @Test
    void otherValuesAreRead() throws MsgpackException {
        assertThat(read("95c0c2c3ca3fc00000cb3ff8000000000000")).isEqualTo(new MsgpackValue.Arr(List.of(
                new MsgpackValue.Nil(), new MsgpackValue.Bool(false), new MsgpackValue.Bool(true),
                new MsgpackValue.Real(1.5), new MsgpackValue.Real(1.5))));
        assertThat(read("82a161010101")).isEqualTo(new MsgpackValue.Map(List.of(
                new MsgpackValue.Entry(new MsgpackValue.Text("a"), new MsgpackValue.Int(1L)),
                new MsgpackValue.Entry(new MsgpackValue.Int(1L), new MsgpackValue.Int(1L)))));
    }

    @ParameterizedTest
    @CsvSource({"'',at byte 0: a number of 1 bytes should follow; there are 0 bytes left",
            "ddffffffff,at byte 5: a list of 4294967295 items should follow; there are 0 bytes left",
            "dfffffffff0000,at byte 5: a map of 4294967295 entries should follow; there are 2 bytes left",
            "c6ffffffff00,at byte 5: 4294967295 bytes should follow; there are 1 bytes left",
            "c9ffffffff01,at byte 6: 4294967295 bytes should follow; there are 0 bytes left",
            "dbffffffff,at byte 5: a text of 4294967295 bytes; texts are read up to 268435456",
            "c1,at byte 1: the byte c1 begins no value", "0000,at byte 1: 1 bytes follow the value",
            "a1ff,before byte 2: a text is not UTF-8"})
    void brokenBytesAreRefused(String hex, String problem) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(MsgpackException.class)
                .hasMessage(problem.replace("; there", ", there"));
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> read("91".repeat(100_000) + "00"))
                .hasMessage("at byte 101: values are nested more than 100 deep");
    }

    @Test
    void tooManyValuesAreRefused() {
        byte[] bytes = new byte[MsgpackReader.MAX_VALUES + 10];
        bytes[0] = (byte) 0xdd;
        int count = MsgpackReader.MAX_VALUES + 5;
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[1 + i] = (byte) (count >>> 24 - 8 * i);
        }
        assertThatThrownBy(() -> MsgpackReader.read(MemorySegment.ofArray(bytes)))
                .hasMessageEndingWith("there are more than 5000000 values");
    }

    private static MsgpackValue read(String hex) throws MsgpackException {
        return MsgpackReader.read(MemorySegment.ofArray(HexFormat.of().parseHex(hex)));
    }
}
