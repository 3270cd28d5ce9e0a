package org.dovetail.core.internal.backend.reference;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.math.Threefry;
import org.dovetail.core.internal.prim.RandomBits;

/** Random bits. */
final class Randoms {
    private Randoms() {}

    static Array run(RandomBits random, List<Array> operands, TensorSpec result) {
        Array keys = operands.getFirst();
        return switch (random) {
            case RandomBits.Bits(Shape shape) ->
                Array.ofLongs(result, i -> Threefry.bits32(key(keys, i / shape.size()), i % shape.size()));
            case RandomBits.Split(int count) ->
                Array.ofLongs(result, i -> word(Threefry.split(key(keys, i / 2 / count), i / 2 % count), i % 2));
            case RandomBits.FoldIn() -> Array.ofLongs(result,
                    i -> word(Threefry.foldIn(key(keys, i / 2), (int) operands.get(1).longAt(i / 2)), i % 2));
        };
    }

    /** One of the keys, the first of its words in the high half. */
    private static long key(Array keys, long number) {
        return keys.longAt(2 * number) << Integer.SIZE | keys.longAt(2 * number + 1);
    }

    private static long word(long key, long number) { return number == 0 ? key >>> Integer.SIZE : key; }
}
