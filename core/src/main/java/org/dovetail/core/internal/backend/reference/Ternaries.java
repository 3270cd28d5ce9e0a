package org.dovetail.core.internal.backend.reference;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Ternary;

/** Functions of three operands. */
final class Ternaries {
    private Ternaries() {}

    static Array run(Ternary op, List<Array> operands, TensorSpec result) {
        Array x = operands.get(0);
        Array y = operands.get(1);
        Array z = operands.get(2);
        return switch (op) {
            case SELECT -> Moves.gathered(result, (move, i) -> move.copy(x.longAt(i) != 0 ? y : z, i, i));
            case CLAMP -> Binaries.run(Binary.MIN, Binaries.run(Binary.MAX, x, y, result), z, result);
            case FMA -> switch (Domain.of(x.dtype())) {
                case SINGLE -> Array.ofDoubles(result, i -> XlaMath.flush(
                        Math.fma(Domain.flushed(x, i), Domain.flushed(y, i), Domain.flushed(z, i))));
                case DOUBLE ->
                    Array.ofDoubles(result, i -> Math.fma(x.doubleAt(i), y.doubleAt(i), z.doubleAt(i)));
                case INTEGER -> throw new IllegalStateException(op + " takes no integers");
                case NONE -> throw Domain.uncovered(x.dtype());
            };
        };
    }
}
