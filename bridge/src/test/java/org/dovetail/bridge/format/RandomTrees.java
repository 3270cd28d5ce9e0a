package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Arbitrary arrays and flat trees for laws about formats. */
final class RandomTrees {
    private RandomTrees() {}

    /** Arrays of ranks 0 to 4, some of them empty, of any bits. */
    static Arbitrary<Array> arrays(CheckpointFormat format) {
        List<DType> dtypes = Arrays.stream(DType.values()).filter(format::holds).toList();
        Arbitrary<Shape> shapes = Arbitraries.integers().between(0, 3).list().ofMaxSize(4).map(Shape::new);
        return Arbitraries.of(dtypes).flatMap(dtype -> shapes.flatMap(shape -> {
            TensorSpec spec = new TensorSpec(dtype, shape);
            return Arbitraries.bytes().array(byte[].class).ofSize((int) spec.bytes())
                    .map(bytes -> Array.of(spec, MemorySegment.ofArray(bytes)));
        }));
    }

    /** Names as Haiku and NNX write them, and stranger ones. */
    static Arbitrary<String> names() {
        Arbitrary<String> modules = Arbitraries.of("encoder", "~", "linear_1", "w", "block.0.kernel", "blöck", "層",
                "🙂",
                "a b", "\"quoted\"", "\\", "\u0001", "x'y");
        return modules.list().ofMinSize(1).ofMaxSize(3)
                .flatMap(parts -> Arbitraries.of("/", "//", ".").map(separator -> String.join(separator, parts)));
    }

    static Arbitrary<Node.Branch> flat(CheckpointFormat format) {
        Arbitrary<Node> leaves = arrays(format).map(Node.Leaf::of);
        return Arbitraries.maps(names(), leaves).ofMaxSize(4).map(children -> Node.Branch.dict(ordered(children)));
    }

    /** Trees of all that Python has and a file can hold: dicts, lists and tuples in each other, arrays, plain values. */
    static Arbitrary<Node> nested(CheckpointFormat format, int depth) {
        Arbitrary<Node> leaf = arrays(format).map(Node.Leaf::of);
        Arbitrary<Node> scalar = Arbitraries
                .<@Nullable Object>of(null, true, false, 0L, -1L, Long.MIN_VALUE, 1L << 40, BigInteger.TWO.pow(64),
                        BigInteger.TEN.pow(100).negate(), 0.1, -0.0, Double.NEGATIVE_INFINITY, "", "é🙂\n",
                        "x".repeat(300))
                .map(Node.Scalar::new);
        if (depth == 0) {
            return Arbitraries.oneOf(leaf, scalar);
        }
        Arbitrary<Node> inner = Arbitraries.lazy(() -> nested(format, depth - 1));
        Arbitrary<Node> dict = Arbitraries.maps(names(), inner).ofMaxSize(3)
                .map(children -> Node.Branch.dict(ordered(children)));
        Arbitrary<Node> integers = Arbitraries.maps(Arbitraries.longs().map(String::valueOf), inner).ofMinSize(1)
                .ofMaxSize(3).map(children -> new Node.Branch(Node.Kind.INT_DICT, ordered(children), ""));
        Arbitrary<Node> sequence = Combinators.combine(Arbitraries.of(Node.Kind.LIST, Node.Kind.TUPLE),
                inner.list().ofMaxSize(3)).as((kind, items) -> new Node.Branch(kind, positions(items), ""));
        return Arbitraries.oneOf(leaf, scalar, dict, integers, sequence);
    }

    private static SequencedMap<String, Node> positions(List<Node> items) {
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        for (Node item : items) {
            children.put(String.valueOf(children.size()), item);
        }
        return children;
    }

    /** What a user must say of the arrays whose dtypes NumPy does not know, by name; a lone npy's array has none. */
    static Map<String, DType> voidTypes(Node.Branch tree) {
        Map<String, DType> types = new LinkedHashMap<>();
        tree.children().forEach((key, node) -> {
            if (node instanceof Node.Leaf leaf && NpyType.descriptor(leaf.spec().dtype()).contains("V")) {
                types.put(key, leaf.spec().dtype());
                types.put("V" + leaf.spec().dtype().bytes(), leaf.spec().dtype());
            }
        });
        return types;
    }

    static SequencedMap<String, Node> ordered(Map<String, Node> children) { return new LinkedHashMap<>(children); }
}
