package org.dovetail.bridge.guide;

import org.dovetail.core.DType;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;

/** What the Python programs were run with: random numbers that both sides make, and how often. */
final class Batches {
    /** The steps of section 3. */
    static final int TRAINING = 20;
    /** The steps of section 4; the batch that follows is for evaluation. */
    static final int NORMALISED = 5;
    /** The calls of section 8. */
    static final int CALLS = 2;

    private Batches() {}

    static Tensor inputs(int step) { return Prng.uniform(Prng.foldIn(Prng.key(100), step), Shape.of(32, 784)); }

    /** The inputs of sections 6 and 7. */
    static Tensor uniform(Shape shape) {
        return Prng.uniform(Prng.foldIn(Prng.key(100), 0), shape);
    }

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
