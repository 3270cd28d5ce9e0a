package org.dovetail.bridge;

import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Nnx;

/** Dtype, shape and bits of every array of a tree, by path, so that trees can be compared and read. */
final class TreeBits {
    private TreeBits() {}

    static Map<String, String> of(Params params) { return of(params.modules()); }

    static Map<String, String> of(HkState state) { return of(state.modules()); }

    static Map<String, String> of(Module model) {
        Map<String, String> bits = new TreeMap<>();
        Nnx.state(model).flat().forEach((path, tensor) -> bits.put(path.toString(), of(tensor)));
        return bits;
    }

    private static Map<String, String> of(SortedMap<String, SortedMap<String, Tensor>> modules) {
        Map<String, String> bits = new TreeMap<>();
        modules.forEach((module, tensors) -> tensors
                .forEach((name, tensor) -> bits.put(module + " " + name, of(tensor))));
        return bits;
    }

    static String of(Tensor tensor) {
        return tensor.spec() + " " + HexFormat.of().formatHex(((Array) tensor).data().toArray(ValueLayout.JAVA_BYTE));
    }
}
