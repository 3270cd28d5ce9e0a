package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.Contents;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;

/** Makes and reads small checkpoints. */
public final class SmallFiles {
    private SmallFiles() {}

    /** An array whose elements count up from a number. */
    public static Array counting(float first, int... extents) {
        Shape shape = Shape.of(extents);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = first + i * 0.25f;
        }
        return Array.ofFloats(shape, values);
    }

    /** A Haiku checkpoint in {@code module//name} keys: two linear layers and a batch norm, with state. */
    public static SequencedMap<String, Node> haiku() {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("params/net/linear//w", Node.Leaf.of(counting(1, 3, 4)));
        nodes.put("params/net/linear//b", Node.Leaf.of(counting(2, 4)));
        nodes.put("params/net/batch_norm//scale", Node.Leaf.of(counting(3, 1, 4)));
        nodes.put("params/net/batch_norm//offset", Node.Leaf.of(counting(4, 1, 4)));
        nodes.put("params/net/linear_1//w", Node.Leaf.of(counting(5, 4, 2)));
        nodes.put("params/net/linear_1//b", Node.Leaf.of(counting(6, 2)));
        for (String average : new String[]{"mean_ema", "var_ema"}) {
            String scope = "state/net/batch_norm/~/" + average + "//";
            nodes.put(scope + "average", Node.Leaf.of(counting(7 + average.length(), 1, 4)));
            nodes.put(scope + "hidden", Node.Leaf.of(counting(0.125f * average.length(), 1, 4)));
            nodes.put(scope + "counter", Node.Leaf.of(Array.ofInts(Shape.of(), 17)));
        }
        return nodes;
    }

    /** The structure of an NNX model for {@link #haiku}, as a person types it. */
    public static final String NNX_LIKE = """
            {
              "head.kernel": [4, 2], "head.bias": [2],
              "norm.scale": [4], "norm.bias": [4], "norm.mean": [4], "norm.var": [4],
              "stem.kernel": [3, 4], "stem.bias": [4]
            }
            """;

    /** Writes a flat file of the format that its name says. */
    public static Path write(Path file, SequencedMap<String, Node> nodes) throws IOException {
        return write(file, nodes, Map.of());
    }

    /** Writes a flat file of the format that its name says, with metadata. */
    public static Path write(Path file, SequencedMap<String, Node> nodes, Map<String, String> metadata)
            throws IOException {
        CheckpointFormats.forName(file).write(Contents.toWrite(Node.Branch.dict(nodes), metadata), file);
        return file;
    }

    /** What a file holds: dtype, shape and bits of every array, by path. */
    public static Map<String, String> bits(Path file) throws IOException {
        try (Checkpoint checkpoint = Source.look(file, ReadOptions.DEFAULT); Arena arena = Arena.ofConfined()) {
            Map<String, String> bits = new TreeMap<>();
            for (Entry entry : checkpoint.entries()) {
                Array array = checkpoint.read(entry.path(), arena);
                bits.put(entry.path().toString(), entry.spec() + " "
                        + ValueJson.bits(array));
            }
            return bits;
        }
    }

    /** Some numbers as floats, for readable assertions. */
    public static float[] floats(Path file, String path) throws IOException {
        try (Checkpoint checkpoint = Source.look(file, ReadOptions.DEFAULT); Arena arena = Arena.ofConfined()) {
            Entry entry = checkpoint.entries().stream().filter(e -> e.path().toString().equals(path)).findFirst()
                    .orElseThrow();
            Array array = checkpoint.read(entry.path(), arena);
            float[] values = new float[(int) array.shape().size()];
            IntStream.range(0, values.length).forEach(i -> values[i] = (float) array.doubleAt(i));
            return values;
        }
    }
}
