package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.Tuple;
import org.dovetail.core.Array;

/** {@code read(write(x)) == x}, for every format that holds flat trees. */
class RoundTripTests {
    @Provide
    Arbitrary<Tuple2<CheckpointFormat, Node.Branch>> flatTrees() {
        List<CheckpointFormat> flat = CheckpointFormats.ALL.stream()
                .filter(format -> !(format instanceof RecordsFormat)).toList(); // records have two levels
        return Arbitraries.of(flat)
                .flatMap(format -> RandomTrees.flat(format).map(tree -> Tuple.of(format, tree)));
    }

    @Provide
    Arbitrary<Array> npyArrays() { return RandomTrees.arrays(new NpyFormat()); }

    @Property(tries = 500)
    void whatIsWrittenIsReadBackBitForBit(@ForAll("flatTrees") Tuple2<CheckpointFormat, Node.Branch> example)
            throws IOException {
        CheckpointFormat format = example.get1();
        Map<String, String> metadata = format.keepsMetadata() ? Map.of("a\n\"é", "{\"b\": 1}") : Map.of();
        check(format, Contents.toWrite(example.get2(), metadata));
    }

    @Provide
    Arbitrary<Node> nestedTrees() { return RandomTrees.nested(new PickleFormat(), 3); }

    @Property(tries = 500)
    void nestedTreesAreReadBackFromPickles(@ForAll("nestedTrees") Node tree) throws IOException {
        check(new PickleFormat(), Contents.toWrite(Samples.tree("tree", tree), Map.of()));
    }

    @Property(tries = 150)
    void oneArrayIsReadBackFromNpy(@ForAll("npyArrays") Array array) throws IOException {
        check(new NpyFormat(), Contents.toWrite(tree(array), Map.of()));
    }

    private static Node.Branch tree(Array array) {
        Map<String, Node> children = new LinkedHashMap<>();
        children.put(NpyFormat.NAME, Node.Leaf.of(array));
        return Node.Branch.dict(RandomTrees.ordered(children));
    }

    private static void check(CheckpointFormat format, Contents contents) throws IOException {
        Path folder = Files.createTempDirectory("roundtrip");
        Path file = folder.resolve("file.bin");
        try {
            format.write(contents, file);
            ReadOptions options = new ReadOptions(RandomTrees.voidTypes(contents.root()));
            Contents read = format.read(file, options);
            try {
                TreeAssert.assertSame(read.root(), contents.root());
                assertThat(read.metadata()).isEqualTo(contents.metadata());
                assertThat(read.structure()).isFalse();
                byte[] head = Files.isDirectory(file) ? new byte[0] : Files.readAllBytes(file);
                assertThat(format.recognises(file, ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN)))
                        .isEqualTo(!format.name().equals("npz-compressed"));
            } finally {
                read.resources().close();
            }
        } finally {
            Samples.delete(folder);
        }
    }
}
