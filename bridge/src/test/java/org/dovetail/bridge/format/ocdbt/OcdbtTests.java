package org.dovetail.bridge.format.ocdbt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcdbtTests {
    private static final String DATA = "d/0";

    /** Files in memory. */
    private static final class Files implements OcdbtFiles {
        private final NavigableMap<String, byte[]> files = new TreeMap<>();

        @Override
        public MemorySegment bytes(String path) throws IOException {
            if (!files.containsKey(path)) {
                throw new FileNotFoundException(path);
            }
            return MemorySegment.ofArray(requireNonNull(files.get(path)));
        }

        @Override
        public List<String> names() { return List.copyOf(files.keySet()); }
    }

    private static OcdbtValue.Inline inline(String text) {
        return new OcdbtValue.Inline(MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Files written(OcdbtWriter writer, byte[] data) {
        OcdbtWriter.Finished end = writer.finish(data.length, new UUID(1, 2), 3);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(data);
        file.writeBytes(end.nodes().toArray(ValueLayout.JAVA_BYTE));
        Files files = new Files();
        files.files.put(DATA, file.toByteArray());
        files.files.put(OcdbtManifest.NAME, end.manifest().toArray(ValueLayout.JAVA_BYTE));
        return files;
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000_000, 1000, 100})
    void treesOfAnyHeightAreReadBack(int nodeBytes) throws OcdbtException, IOException {
        OcdbtWriter writer = new OcdbtWriter(DATA, nodeBytes);
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            String key = "layer." + random.nextInt(1000) + "/" + i;
            writer.put(key, i % 3 == 0 ? new OcdbtValue.Stored(DATA, i, i) : inline("value " + key));
        }
        NavigableMap<String, OcdbtValue> read = OcdbtReader.read(written(writer, new byte[1000]));
        assertThat(read).hasSize(300);
        read.forEach((key, value) -> {
            int i = Integer.parseInt(key.substring(key.indexOf('/') + 1));
            if (i % 3 == 0) {
                assertThat(value).isEqualTo(new OcdbtValue.Stored(DATA, i, i));
            } else {
                byte[] bytes = ((OcdbtValue.Inline) value).bytes().toArray(ValueLayout.JAVA_BYTE);
                assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("value " + key);
            }
        });
    }

    @Test
    void aDatabaseWithoutKeysIsReadBack() throws OcdbtException, IOException {
        assertThat(OcdbtReader.read(written(new OcdbtWriter(DATA), new byte[0]))).isEmpty();
    }

    @Test
    void aKeyStandsThereOnce() {
        OcdbtWriter writer = new OcdbtWriter(DATA);
        writer.put("a", inline("1"));
        assertThatThrownBy(() -> writer.put("a", inline("2"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyChangedByteIsNoticed() {
        OcdbtWriter writer = new OcdbtWriter(DATA);
        writer.put("a", inline("1"));
        Files files = written(writer, new byte[0]);
        for (String name : List.of(DATA, OcdbtManifest.NAME)) {
            byte[] whole = requireNonNull(files.files.get(name));
            for (int i = 0; i < whole.length; i++) {
                byte[] changed = whole.clone();
                changed[i] ^= 0x10;
                files.files.put(name, changed);
                assertThatThrownBy(() -> OcdbtReader.read(files)).as("%s at %s", name, i)
                        .isInstanceOf(OcdbtException.class);
            }
            files.files.put(name, whole);
        }
    }

    /** Puts a body of a node or manifest between what is around it. */
    private static byte[] around(String magic, String body) {
        byte[] bytes = HexFormat.of().parseHex(body.replace(" ", ""));
        int length = 14 + bytes.length + 4;
        ByteBuffer whole = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN)
                .put(HexFormat.of().parseHex(magic)).putLong(length).putShort((short) 0).put(bytes);
        CRC32C sum = new CRC32C();
        sum.update(whole.array(), 0, whole.position());
        return whole.putInt((int) sum.getValue()).array();
    }

    private static byte[] node(String body) { return around("0cdb20de", body); }

    /** A manifest whose root is of a height, at a place in the file of a path. */
    private static byte[] manifest(String pathHex, int height, int offset, int length) {
        String path = String.format("%02x00%s", pathHex.length() / 2, pathHex);
        return around("0cdb3a2a", "00".repeat(16) + "00 8008 80c2d72f 04 00" + "01" + path
                + String.format("01 01 %02x 00 %02x %02x 01 01 00", height, offset, length) + "00".repeat(8) + "00");
    }

    private static void assertRefused(Files files, String problem) {
        assertThatThrownBy(() -> OcdbtReader.read(files)).isInstanceOf(OcdbtException.class)
                .hasMessageContaining(problem);
    }

    private static final String PATH = HexFormat.of().formatHex(DATA.getBytes(StandardCharsets.UTF_8));
    private static final String TABLE = "01 03 00" + PATH;

    private static Files rooted(int height, byte[]... nodes) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Arrays.stream(nodes).forEach(data::writeBytes);
        Files files = new Files();
        files.files.put(DATA, data.toByteArray());
        files.files.put(OcdbtManifest.NAME, manifest(PATH, height, 0, nodes[0].length));
        return files;
    }

    @Test
    void handMadeNodesAreRead() throws OcdbtException, IOException {
        assertThat(OcdbtReader.read(rooted(0, node("00 00 01 01 61 01 00 62"))).keySet()).hasSize(1);
    }

    @Test
    void nodesInACircleAreRefused() {
        // An interior node of height 1 whose child is itself.
        byte[] circle = node("01" + TABLE + "01 01 00 61 00 00 23 01 01 00");
        assertThat(circle).hasSize(0x23);
        assertRefused(rooted(1, circle), "the node at byte 0 of d/0 is pointed to twice, so the nodes are no tree");
    }

    @Test
    void nodesThatAreSharedAreRefused() {
        byte[] leaf = node("00 00 01 01 61 01 00 62");
        String length = String.format("%02x", leaf.length);
        byte[] root = node("01" + TABLE + "02 00 01 01 00 00 61 62 00 00 2d2d" + length + length + "0101 0101 0000");
        assertThat(root).hasSize(0x2d);
        assertRefused(rooted(1, root, leaf), "is pointed to twice");
    }

    @Test
    void nodesThatOverlapAreRefused() {
        byte[] leaf = node("00 00 01 01 61 01 00 62");
        String length = String.format("%02x", leaf.length);
        int second = 0x2d + leaf.length;
        byte[] root = node("01" + TABLE + "02 00 01 01 00 00 61 62 00 00 2d" + String.format("%02x", second) + length
                + length + "0101 0101 0000");
        assertRefused(rooted(1, root, leaf, leaf), "its keys are not in order, so its nodes overlap");
    }

    @Test
    void aNodeOfTheWrongHeightIsRefused() {
        assertRefused(rooted(3, node("00 00 01 01 61 01 00 62")), "is of height 0, where one of 3 should be");
    }

    @ParameterizedTest
    @CsvSource({"2e2e2f78", "2f657463", "642f2e2e2f2e2e2f78", "642f2f78", "642f", "2e", "645c78", "0064", "c3a4"})
    void pathsThatLeadOutAreRefused(String path) {
        Files files = new Files();
        files.files.put(OcdbtManifest.NAME, manifest(path, 0, 0, 1));
        assertRefused(files, "a data file's path leads out of the checkpoint or is none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"00 00 ffffffff07 00|there should be 2147483647 entries",
            "00 ffffffffffffffffff01|there should be 18446744073709551615 data files",
            "00 00 02 05 01 01 61 62 01 01 00 00 62 63|a key takes 5 bytes of the 1 before it",
            "00 00 01 01 61 01 07 62|has a value of the unknown kind 7",
            "00 00 01 01 61 ff01 00 62|255 bytes should follow",
            "00 00 01 01 61 01 01 05 00|points into data file 5 of 0", "00 00 01 01 61 01 00 62 63|1 bytes follow",
            "00 00 01 01 61 ffffffffffffffffff7f|a number has more than 64 bits"})
    void damagedNodesAreRefused(String body, String problem) { assertRefused(rooted(0, node(body)), problem); }

    @Test
    void aNodeLargerThanTheManifestAllowsIsRefused() {
        Files files = rooted(0, node("00 00 01 01 61 01 00 62"));
        byte[] manifest = around("0cdb3a2a", "00".repeat(16) + "00 8008 05 04 00" + TABLE
                + "01 01 00 00 00 1a 01 01 00" + "00".repeat(8) + "00");
        files.files.put(OcdbtManifest.NAME, manifest);
        assertRefused(files, "has 26 bytes; at most 5 are read");
    }

    @Test
    void theNewestNumberedManifestIsRead() throws OcdbtException, IOException {
        Files files = rooted(0, node("00 00 01 01 61 01 00 62"));
        byte[] single = requireNonNull(files.files.remove(OcdbtManifest.NAME));
        files.files.put(OcdbtManifest.NAME, around("0cdb3a2a", "00".repeat(16) + "01 8008 80c2d72f 04 00"));
        assertRefused(files, "says that there are numbered manifests, there is none");
        files.files.put("manifest.0000000000000001", new byte[0]);
        files.files.put("manifest.0000000000000002", single);
        assertThat(OcdbtReader.read(files).keySet()).containsExactly("a");
    }
}
