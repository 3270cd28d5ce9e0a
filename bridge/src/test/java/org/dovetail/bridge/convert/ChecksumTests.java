package org.dovetail.bridge.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dovetail.bridge.format.Node;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumTests {
    @TempDir
    Path folder;

    /** The check values of both in the catalogue of CRC algorithms. */
    @Test
    void aFileHasTheChecksumsThatEverybodyComputes() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "123456789");
        assertThat(Checksum.of(file, Progress.NONE)).isEqualTo("e3069283" + "cbf43926");
    }

    @Test
    void dtypeShapeAndEveryBitOfAnArrayCount() throws IOException {
        List<String> all = new ArrayList<>();
        for (Array array : List.of(Array.ofInts(Shape.of(2), 1, 2), Array.ofInts(Shape.of(2), 1, 3),
                Array.ofInts(Shape.of(2, 1), 1, 2), Array.ofFloats(Shape.of(2), 0, 0),
                Array.ofFloats(Shape.of(2), 0, -0f))) {
            all.add(of(array));
            assertThat(of(array)).isEqualTo(all.getLast()).matches("[0-9a-f]{16}");
        }
        assertThat(all).doesNotHaveDuplicates();
    }

    private static String of(Array array) throws IOException {
        Checksum checksum = Checksum.begin();
        checksum.add(array.spec(), Node.Leaf.of(array).numbers());
        return checksum.end();
    }
}
