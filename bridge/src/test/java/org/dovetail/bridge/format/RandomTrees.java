package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

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
