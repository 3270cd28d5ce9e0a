package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import org.dovetail.core.internal.math.Threefry;
import org.dovetail.core.internal.prim.RandomBits;

/** Random bits and keys. A key lies in memory as two uint32, the first of which is the high half of the long that the hash takes. */
final class Randoms {
    private Randoms() {}

    static void run(Step.Random step, MemorySegment[] slots, Scratch scratch) {
        MemorySegment keys = slots[step.reads().getFirst()];
        MemorySegment result = slots[step.result()];
        switch (step.op()) {
            case RandomBits.Bits bits -> {
                long each = bits.shape().size();
                for (long key = 0; key < step.keys(); key++) {
                    bits(key(keys, key), each, result, key * each, scratch);
                }
            }
            case RandomBits.Split split -> {
                for (long key = 0; key < step.keys(); key++) {
                    for (int i = 0; i < split.count(); i++) {
                        put(Threefry.split(key(keys, key), i), result, key * split.count() + i);
                    }
                }
            }
            case RandomBits.FoldIn _ -> {
                MemorySegment data = slots[step.reads().get(1)];
                for (long key = 0; key < step.keys(); key++) {
                    put(Threefry.foldIn(key(keys, key), data.get(Tiles.INT, key * 4)), result, key);
                }
            }
        }
    }

    private static long key(MemorySegment keys, long index) {
        return (long) keys.get(Tiles.INT, index * 8) << 32 | keys.get(Tiles.INT, index * 8 + 4) & 0xffff_ffffL;
    }

    private static void put(long key, MemorySegment keys, long index) {
        keys.set(Tiles.INT, index * 8, (int) (key >>> 32));
        keys.set(Tiles.INT, index * 8 + 4, (int) key);
    }

    private static void bits(long key, long count, MemorySegment result, long first, Scratch scratch) {
        int[] tile = scratch.integer(0);
        for (long i = 0; i < count; i += Scratch.TILE) {
            int n = (int) Math.min(Scratch.TILE, count - i);
            Threefry.fillBits32(key, i, tile, n, scratch.integer(1), scratch.integer(2));
            MemorySegment.copy(tile, 0, result, Tiles.INT, (first + i) * 4, n);
        }
    }
}
