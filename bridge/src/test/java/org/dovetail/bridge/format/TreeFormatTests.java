package org.dovetail.bridge.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.dovetail.bridge.format.pickle.Opcode;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of a pickled tree of placeholders and the arrays that stand in their places. */
class TreeFormatTests {
    private static final int DAMAGED = 3000;

    @TempDir
    Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException { folder = Files.createDirectory(temporary.resolve("ckpt")); }

    @Test
    void leavesStandInTheOrderInWhichJaxFlattens() throws IOException {
        PickleBuilder tree = PickleBuilder.protocol(2).op(Opcode.EMPTY_DICT, Opcode.MARK);
        tree.text("b").number(0).text("a").tuple(() -> tree.number(0).op(Opcode.NONE).text("x"));
        tree.text("ä").op(Opcode.EMPTY_DICT, Opcode.MARK).number(10).number(0).number(9).number(0).op(Opcode.SETITEMS);
        tree.text("o").global("collections", "OrderedDict").op(Opcode.EMPTY_TUPLE, Opcode.REDUCE, Opcode.MARK)
                .text("z").op(Opcode.NEWTRUE).text("y").number(0).op(Opcode.SETITEMS);
        put(tree.op(Opcode.SETITEMS).stop(), 7);
        Contents contents = read();
        Node.Branch root = contents.root();
        assertThat(root.children().sequencedKeySet()).containsExactly("a", "b", "o", "ä");
        assertThat(number(root, "a", "0")).isEqualTo(0);
        assertThat(number(root, "a", "2")).isEqualTo(1);
        assertThat(number(root, "b")).isEqualTo(2);
        assertThat(number(root, "o", "z")).isEqualTo(3);
        assertThat(number(root, "o", "y")).isEqualTo(4);
        assertThat(number(root, "ä", "9")).isEqualTo(5);
        assertThat(number(root, "ä", "10")).isEqualTo(6);
        contents.resources().close();
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        SequencedMap<String, Node> ints = new LinkedHashMap<>();
        for (String key : new String[]{"10", "9", "-1"}) {
            ints.put(key, Node.Leaf.of(Array.ofInts(Shape.of(), Integer.parseInt(key))));
        }
        Node.Branch tree = Samples.tree("z", Array.ofFloats(Shape.of(2), 1, Float.NaN), "ints",
                new Node.Branch(Node.Kind.INT_DICT, ints, ""), "a",
                new Node.Branch(Node.Kind.LIST, Samples.tree("0", Array.ofInts(Shape.of(0))).children(), ""), "text",
                new Node.Scalar("é"), "none", new Node.Scalar(null), "empty", Samples.tree());
        Path out = temporary.resolve("out");
        new TreeFormat().write(Contents.toWrite(tree, Map.of("note", "ü")), out);
        assertThat(CheckpointFormats.of(out)).isInstanceOf(TreeFormat.class);
        Contents contents = new TreeFormat().read(out, ReadOptions.DEFAULT);
        assertThat(contents.metadata()).containsExactly(Map.entry("note", "ü"));
        assertThat(contents.root().children().keySet()).isEqualTo(tree.children().keySet());
        for (String key : ints.keySet()) {
            assertThat(number(contents.root(), "ints", key)).isEqualTo(Integer.parseInt(key));
        }
        assertThat(contents.root().children()).containsEntry("text", new Node.Scalar("é"))
                .containsEntry("none", new Node.Scalar(null)).containsEntry("empty", Samples.tree());
        contents.resources().close();
    }

    @Test
    void aDtypeThatNumpysFilesDoNotTellIsNotHeld() {
        assertThat(new TreeFormat().holds(DType.BFLOAT16)).isFalse();
        assertThat(new TreeFormat().holds(DType.COMPLEX128)).isTrue();
    }

    @Test
    void theArraysMustBeThoseOfTheTree() throws IOException {
        byte[] tree = PickleBuilder.protocol(2).op(Opcode.EMPTY_DICT).text("a").number(0).op(Opcode.SETITEM).stop();
        put(tree, 0);
        assertRefused("arrays.npy: entry 'a': is not there: the file has fewer arrays than the tree beside it");
        put(tree, 2);
        assertRefused("arrays.npy: has 132 bytes after the arrays of the tree beside it");
        put(tree, 1);
        byte[] whole = Files.readAllBytes(folder.resolve("arrays.npy"));
        Files.write(folder.resolve("arrays.npy"), Arrays.copyOf(whole, whole.length - 1));
        assertRefused("arrays.npy: entry 'a': i32[] needs 4 bytes after the header, there are 3");
    }

    @Test
    void pickledObjectsAreNoLeaves() throws IOException {
        put(PickleBuilder.protocol(2).op(Opcode.EMPTY_DICT).text("a").number(0).op(Opcode.SETITEM).stop(), 0);
        Files.write(folder.resolve("arrays.npy"), Samples.bytes("objects.npy"));
        assertRefused("arrays.npy: entry 'a': holds pickled Python objects");
    }

    @Test
    void aTreeThatHoldsItselfOrACommandIsRefused() throws IOException {
        put(PickleBuilder.protocol(4).op(Opcode.EMPTY_LIST, Opcode.MEMOIZE, Opcode.BINGET).raw(0)
                .op(Opcode.APPEND).stop(), 0);
        assertThatThrownBy(this::read).isInstanceOf(CheckpointException.class);
        put(PickleBuilder.protocol(2).global("posix", "system").text("true").op(Opcode.TUPLE1, Opcode.REDUCE).stop(),
                0);
        assertThatThrownBy(this::read).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(folder.resolve("tree.pkl") + ": names posix.system");
    }

    @Test
    void damagedFoldersAreReadOrRefused() throws IOException {
        PickleBuilder tree = PickleBuilder.protocol(4).op(Opcode.EMPTY_DICT, Opcode.MARK).text("b").number(0).text("a");
        put(tree.tuple(() -> tree.number(0)).op(Opcode.SETITEMS).stop(), 2);
        Map<String, byte[]> whole = new LinkedHashMap<>();
        for (String name : new String[]{"tree.pkl", "arrays.npy"}) {
            whole.put(name, Files.readAllBytes(folder.resolve(name)));
        }
        Random random = new Random(7);
        for (int i = 0; i < DAMAGED; i++) {
            for (var file : whole.entrySet()) {
                byte[] bytes = file.getValue().clone();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
                Samples.rewrite(folder.resolve(file.getKey()), Arrays.copyOf(bytes, length));
            }
            try {
                Samples.readAll(new TreeFormat(), folder, ReadOptions.DEFAULT);
            } catch (CheckpointException e) {
                assertThat(e.getMessage()).startsWith(folder.toString()).doesNotContainPattern("\\R");
            }
        }
    }

    private void put(byte[] tree, int arrays) throws IOException {
        Files.write(folder.resolve("tree.pkl"), tree);
        try (FileSink sink = FileSink.create(folder.resolve("arrays.npy"))) {
            for (int i = 0; i < arrays; i++) {
                Array array = Array.ofInts(Shape.of(), i);
                sink.write(NpyHeader.of(array.spec()));
                sink.write(array.data());
            }
        }
    }

    private Contents read() throws IOException { return new TreeFormat().read(folder, ReadOptions.DEFAULT); }

    private void assertRefused(String problem) {
        assertThatThrownBy(this::read).isInstanceOf(CheckpointException.class)
                .hasMessage(folder.resolve("") + "/" + problem);
    }

    private static long number(Node.Branch root, String... path) throws IOException {
        Node node = root;
        for (String key : path) {
            node = requireNonNull(((Node.Branch) node).children().get(key), key);
        }
        try (Arena arena = Arena.ofConfined()) {
            return ((Node.Leaf) node).numbers().read(arena).longAt(0);
        }
    }
}
