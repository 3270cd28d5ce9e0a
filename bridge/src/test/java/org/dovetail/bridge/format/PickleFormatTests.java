package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.bridge.format.pickle.Opcode;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pickles that {@code pickle/make.py} made with the Python libraries, and what it says of them. */
class PickleFormatTests {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dtypes.p2", "dtypes.p3", "dtypes.p4", "dtypes.p5", "layouts.p2", "layouts.p3",
            "layouts.p4", "layouts.p5", "few_layouts.p0", "few_layouts.p1", "plain.p0", "plain.p1", "plain.p2",
            "plain.p3", "plain.p4", "plain.p5", "jax.p2", "jax.p3", "jax.p4", "jax.p5", "state.p2", "state.p4",
            "state.p5", "flat_state.p4", "optimizer_state.p4", "pure.p4", "optax.p2", "optax.p4", "optax.p5",
            "old_jax04_arrays.p4", "old_jax04_haiku.p4", "old_jax04_frozendict.p4",
            "old_flax08_arrays.p4", "old_flax08_haiku.p4", "old_flax08_state.p4", "old_flax08_variables.p4",
            "old_flax08_frozen.p4", "old_flax10_arrays.p4", "old_flax10_state.p4", "old_flax10_variables.p4",
            "old_flax10_frozen.p4", "old_flax10_dill.p2", "old_flax10_dill.p4", "haiku.p2", "haiku.p4",
            "named_tuple.p0", "named_tuple.p4", "array.p4", "pair.p4", "object.p3", "paths.p4", "joblib.p2",
            "joblib.p4",
            "joblib.p5", "joblib_old.p4", "joblib_zlib.p4", "joblib_gzip.p4", "joblib_bz2.p4", "joblib_lzma.p4",
            "joblib_xz.p4", "joblib_lz4.p4", "joblib_zlib_arrays.p5", "joblib_gzip_arrays.p5", "joblib_bz2_arrays.p5",
            "joblib_lzma_arrays.p5", "joblib_xz_arrays.p5", "joblib_lz4_arrays.p5"})
    void whatPythonPickledIsRead(String name) throws IOException {
        assertThat(read(Samples.bytes("pickle/" + name + ".pkl"))).isEqualTo(described(name));
    }

    @Test
    void aWholeModuleIsRefusedWithTheWayOut() throws IOException {
        assertRefused(Samples.bytes("pickle/module.p4.pkl"), "holds a whole NNX module (__main__.Model), not only its"
                + " numbers; save its state instead: _, state = nnx.split(model);"
                + " pickle.dump(nnx.to_pure_dict(state), file)");
    }

    @Test
    void anNpyOfAnObjectIsReadAsItsPickle() throws IOException {
        byte[] pickle = Samples.bytes("pickle/object.p3.pkl");
        byte[] header = NpyHeader.of("|O", List.of());
        byte[] npy = ByteBuffer.allocate(header.length + pickle.length).put(header).put(pickle).array();
        Path file = Files.write(folder.resolve("tapir.npy"), npy);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.entries()).extracting(Entry::toString)
                    .containsExactly("mlp/~/linear_0/w f32[2,3]", "mlp/~/linear_0/b f32[3]");
        }
    }

    @Test
    void numbersInTheFileAreNotCopied() throws IOException {
        Path file = copy("array.p4.pkl");
        Contents contents = new PickleFormat().read(file, ReadOptions.DEFAULT);
        try {
            Array array = Samples.leaf(contents, "array").numbers().read((_, _) -> {
                throw new AssertionError("asks for memory");
            });
            assertThat(array.doubleAt(2)).isEqualTo(2);
            assertThat(array.data().isMapped()).isTrue();
        } finally {
            contents.resources().close();
        }
    }

    @Test
    void aPairIsReadAsParametersAndState() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(copy("pair.p4.pkl"))) {
            assertThat(checkpoint.entries().getFirst().path())
                    .isEqualTo(new EntryPath("params", List.of("mlp", "~", "linear_0"), "w"));
        }
    }

    @Test
    void variableTypesAreKept() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(copy("state.p4.pkl"))) {
            assertThat(checkpoint.entries()).extracting(Entry::variable)
                    .contains("Param", "BatchStat", "RngKey", "RngCount", "Embedding");
            assertThat(checkpoint.contains(EntryPath.of("blocks", "10", "kernel"))).isTrue();
        }
    }

    @Test
    void voidElementsAreReadAsTheUserSays() throws IOException {
        byte[] pickle = PickleBuilder.protocol(2).op(Opcode.EMPTY_DICT).text("w")
                .global("numpy.core.multiarray", "scalar").dtype("|", "V2").bytes(0x80, 0x3f)
                .op(Opcode.TUPLE2, Opcode.REDUCE, Opcode.SETITEM).stop();
        assertRefused(pickle, "entry 'w': holds elements of 2 bytes (V2) and does not say of which dtype; if they are"
                + " bfloat16, say --assume V2=bfloat16");
        Path file = Files.write(folder.resolve("void.pkl"), pickle);
        Contents contents = new PickleFormat().read(file, new ReadOptions(Map.of("V2", DType.BFLOAT16)));
        try (Arena arena = Arena.ofConfined()) {
            assertThat(Samples.numbers(contents, "w", arena)).isEqualTo("bf16[] [1.0]");
        } finally {
            contents.resources().close();
        }
    }

    @Test
    void picklesAreRecognisedByTheirContent() throws IOException {
        for (String name : List.of("plain.p0", "plain.p1", "plain.p2", "plain.p3", "plain.p4", "plain.p5",
                "named_tuple.p0", "array.p4", "pair.p4", "haiku.p2")) {
            assertThat(recognises(Samples.bytes("pickle/" + name + ".pkl"))).as(name).isTrue();
        }
        assertThat(recognises("cposix\nsystem\n(S'true'\ntR.".getBytes(StandardCharsets.US_ASCII))).isTrue();
        // A header of 640 bytes makes a safetensors file begin like a pickle of protocol 2.
        byte[] safetensors = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).putLong(640).put((byte) '{').array();
        assertThat(recognises(safetensors)).isFalse();
        for (String other : List.of("", "{", "(", "((", "x", "PK\3\4", "column\nvalue\n", "(a)\n", "}", "]",
                "{\"a\": 1}")) {
            assertThat(recognises(other.getBytes(StandardCharsets.US_ASCII))).as(other).isFalse();
        }
        assertThat(CheckpointFormats.of(copy("plain.p2.pkl")).name()).isEqualTo("pickle");
    }

    @Test
    void aPickleIsReadWhateverItsName() throws IOException {
        Path file = Files.write(folder.resolve("F0_haiku.npz"), Samples.bytes("pickle/haiku.p4.pkl"));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.format().name()).isEqualTo("pickle");
            assertThat(checkpoint.scheme()).isEqualTo(KeyScheme.TWO_LEVEL);
        }
    }

    @Test
    void plainTreesAreReadBackAsTheyWereWritten() throws IOException {
        SequencedMap<String, Node> integers = new LinkedHashMap<>();
        integers.put("10", new Node.Scalar("ten"));
        integers.put("-2", new Node.Scalar(BigInteger.ONE.shiftLeft(70)));
        SequencedMap<String, Node> items = new LinkedHashMap<>();
        items.put("0", new Node.Scalar(null));
        items.put("1", new Node.Scalar(0.1));
        Node.Branch tree = Samples.tree("w", Array.ofFloats(Shape.of(2), 1, -0f), "f", new Node.Scalar(false), "t",
                new Node.Scalar(true), "n", new Node.Scalar(Long.MIN_VALUE), "i", new Node.Scalar(-1L), "s",
                new Node.Scalar("é\n🙂"), "ints", new Node.Branch(Node.Kind.INT_DICT, integers, ""), "list",
                new Node.Branch(Node.Kind.LIST, items, ""), "tuple", new Node.Branch(Node.Kind.TUPLE, items, ""),
                "empty", Samples.tree(), "none",
                new Node.Branch(Node.Kind.TUPLE, new LinkedHashMap<>(), ""));
        Path file = folder.resolve("out.pkl");
        new PickleFormat().write(Contents.toWrite(tree, Map.of()), file);
        Contents read = new PickleFormat().read(file, ReadOptions.DEFAULT);
        try {
            TreeAssert.assertSame(read.root(), tree);
            assertThat(read.root().children().keySet()).containsExactlyElementsOf(tree.children().keySet());
        } finally {
            read.resources().close();
        }
    }

    private void assertComesBack(Node.Branch tree) throws IOException {
        Path file = folder.resolve("written.pkl");
        new PickleFormat().write(Contents.toWrite(tree, Map.of()), file);
        Contents read = new PickleFormat().read(file, ReadOptions.DEFAULT);
        try {
            TreeAssert.assertSame(read.root(), tree);
        } finally {
            read.resources().close();
        }
    }

    @Test
    void largeArraysAreWritten() throws IOException {
        TensorSpec spec = TensorSpec.of(DType.UINT8, 1 << 20);
        byte[] bytes = new byte[1 << 20];
        bytes[12345] = 7;
        Node.Branch tree = Samples.tree("w", Array.of(spec, MemorySegment.ofArray(bytes)));
        assertComesBack(tree);
    }

    @Test
    void statesOfOptaxAreWrittenAsWhatTheyAre() throws IOException {
        SequencedMap<String, Node> fields = new LinkedHashMap<>();
        fields.put("count", Node.Leaf.of(Array.ofInts(Shape.of(), 3)));
        Node.Branch tree = Samples.tree("opt_state",
                new Node.Branch(Node.Kind.NAMED, fields, "optax._src.transform.ScaleByScheduleState"));
        assertComesBack(tree);
    }

    @Test
    void whatPythonCannotLoadAloneIsNotWritten() {
        assertNotWritten(
                Samples.tree("opt", new Node.Branch(Node.Kind.NAMED, new LinkedHashMap<>(), "mine.State")),
                "entry 'opt': is a NamedTuple (mine.State), whose class is known to Python alone; pickles are written"
                        + " of dicts, lists, tuples and optax's states. Leave it out with --skip");
        assertNotWritten(Samples.tree("a", new Node.Branch(Node.Kind.INT_DICT, Samples.tree("x", new Node.Scalar(1L))
                .children(), "")), "entry 'a/x': is no integer, as the keys beside it are");
        assertNotWritten(Samples.tree("a", new Node.Scalar("\ud800")), "entry 'a': the text '\\ud800' has half of a"
                + " character");
        assertNotWritten(Samples.tree("a", new Node.Scalar('c')), "entry 'a': holds a Character, which Python has no"
                + " type for");
    }

    private void assertNotWritten(Node.Branch tree, String problem) {
        Path file = folder.resolve("refused.pkl");
        assertThatThrownBy(() -> new PickleFormat().write(Contents.toWrite(tree, Map.of()), file))
                .isInstanceOf(CheckpointException.class).hasMessage(file + ": " + problem);
    }

    private void assertRefused(byte[] pickle, String problem) throws IOException {
        Path file = Files.write(folder.resolve("refused.pkl"), pickle);
        assertThatThrownBy(() -> new PickleFormat().read(file, ReadOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class).hasMessage(file + ": " + problem);
    }

    private Path copy(String name) throws IOException {
        return Files.write(folder.resolve(name), Samples.bytes("pickle/" + name));
    }

    private static boolean recognises(byte[] head) {
        return new PickleFormat().recognises(Path.of("any"), ByteBuffer.wrap(head));
    }

    private List<String> read(byte[] pickle) throws IOException {
        Path file = Files.write(folder.resolve("read.pkl"), pickle);
        Contents contents = new PickleFormat().read(file, ReadOptions.DEFAULT);
        try (Arena arena = Arena.ofConfined()) {
            List<String> lines = new ArrayList<>();
            describe(contents.root(), "", arena, lines);
            return lines;
        } finally {
            contents.resources().close();
        }
    }

    private static List<String> described(String name) throws IOException {
        String text = new String(Samples.bytes("pickle/" + name.substring(0, name.indexOf('.')) + ".txt"),
                StandardCharsets.UTF_8);
        return text.lines().toList();
    }

    /** As {@code describe} of make.py does. */
    private static void describe(Node node, String path, Arena arena, List<String> lines) throws IOException {
        switch (node) {
            case Node.Leaf(var spec, var numbers, String variable) -> lines.add(path + "\t" + spec.dtype().jaxName()
                    + spec.shape() + "\t" + variable + "\t"
                    + HexFormat.of().formatHex(numbers.read(arena).data().toArray(ValueLayout.JAVA_BYTE)));
            case Node.Scalar(var value) -> lines.add(path + "\t" + switch (value) {
                case null -> "NoneType\t\"None\"";
                case Boolean truth -> "bool\t" + (truth ? "\"True\"" : "\"False\"");
                case Double number -> "float\t" + HexFormat.of().toHexDigits(
                        Long.reverseBytes(Double.doubleToRawLongBits(number)));
                case String text -> "str\t" + quoted(text);
                default -> "int\t\"" + value + "\"";
            });
            case Node.Branch(var kind, var children, String type) -> {
                lines.add(path + "\t" + kind + "\t" + type);
                for (var child : children.entrySet()) {
                    describe(child.getValue(), path.isEmpty() ? child.getKey() : path + "/" + child.getKey(), arena,
                            lines);
                }
            }
        }
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
