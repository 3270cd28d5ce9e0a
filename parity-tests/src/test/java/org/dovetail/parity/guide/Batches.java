package org.dovetail.parity.guide;

import org.dovetail.core.DType;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;

/** The batches that the goldens were trained on: random numbers that both sides make. */
final class Batches {
    private Batches() {}

    static Tensor inputs(int step) { return Prng.uniform(Prng.foldIn(Prng.key(100), step), Shape.of(32, 784)); }

    static Tensor labels(int step) {
        Key key = Prng.foldIn(Prng.key(101), step);
        Tensor bits = Prng.bits(key, Shape.of(32));
        return bits.rem(10).cast(DType.INT32);
    }

    /** The key that Haiku's dropout gets at a step. */
    static Key dropout(int step) {
        return Prng.foldIn(Prng.key(1), step);
    }
}
