package org.dovetail.bridge.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.dovetail.core.Array;

/** The files that {@code make.py}, beside them, made with the Python libraries, and ways to read files in tests. */
final class Samples {
    private Samples() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            return requireNonNull(in, name).readAllBytes();
        }
    }

    static Path copy(String name, Path folder) throws IOException {
        return Files.write(folder.resolve(name), bytes(name));
    }

    /** Replaces a file's bytes in place: truncating it to nothing first makes some file systems flush it every time. */
    static Path rewrite(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.truncate(bytes.length);
        }
        return file;
    }

    /** Removes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A flat tree of names and arrays or scalars. */
    static Node.Branch tree(Object... namesAndNodes) {
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        for (int i = 0; i < namesAndNodes.length; i += 2) {
            Object node = namesAndNodes[i + 1];
            children.put((String) namesAndNodes[i], node instanceof Array array ? Node.Leaf.of(array) : (Node) node);
        }
        return Node.Branch.dict(children);
    }

    /** Everything that reading a file can do: its tree, and all numbers. */
    static void readAll(CheckpointFormat format, Path file, ReadOptions options) throws IOException {
        Contents contents = format.read(file, options);
        try (Arena arena = Arena.ofConfined()) {
            readAll(contents.root(), contents.structure(), arena);
        } finally {
            contents.resources().close();
        }
    }

    static void readAll(Node node, boolean structure, Arena arena) throws IOException {
        switch (node) {
            case Node.Leaf leaf -> {
                if (!structure) {
                    leaf.numbers().read(arena);
                }
            }
            case Node.Scalar _ -> {
            }
            case Node.Branch branch -> {
                for (Node child : branch.children().values()) {
                    readAll(child, structure, arena);
                }
            }
        }
    }

    static Node node(Contents contents, String name) {
        return requireNonNull(contents.root().children().get(name), name);
    }

    static Node.Leaf leaf(Contents contents, String name) { return (Node.Leaf) node(contents, name); }

    /** The numbers of an entry, as text. */
    static String numbers(Contents contents, String name, Arena arena) throws IOException {
        return node(contents, name) instanceof Node.Leaf leaf
                ? leaf.spec() + " " + JsonNumbers.write(leaf.numbers().read(arena))
                : node(contents, name).toString();
    }
}
