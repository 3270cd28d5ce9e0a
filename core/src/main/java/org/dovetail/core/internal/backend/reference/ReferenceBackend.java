package org.dovetail.core.internal.backend.reference;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.backend.UnsupportedDTypeException;
import org.dovetail.core.internal.prim.Convolution;
import org.dovetail.core.internal.prim.DotGeneral;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Bitcast;
import org.dovetail.core.internal.prim.Elementwise.Cast;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.Indexing;
import org.dovetail.core.internal.prim.RandomBits;
import org.dovetail.core.internal.prim.Reduction;
import org.dovetail.core.internal.prim.Shaping;
import org.dovetail.core.internal.prim.Simple;
import org.dovetail.core.internal.prim.Window;

/**
 * Slow and obvious: the oracle of all other backends.
 *
 * <p>
 * It computes what XLA computes on a CPU, edge cases included; float32 is bit-exact but for the order of sums. Sums and products of many float32 are accumulated in float64,
 * from the first element to the last, and rounded once. The 16-bit floats are computed through float32. Of float64 no bits are promised.
 */
public final class ReferenceBackend implements Backend {
    private static final String NAME = "reference";

    /** For the service loader. */
    public ReferenceBackend() {}

    @Override
    public String name() { return NAME; }

    @Override
    public Array run(Simple primitive, List<Array> operands, TensorSpec result) {
        if (!Domain.covers(result.dtype()) || !operands.stream().allMatch(operand -> Domain.covers(operand.dtype()))) {
            throw new UnsupportedDTypeException(NAME, primitive, operands);
        }
        return switch (primitive) {
            case Unary op -> Unaries.run(op, operands.getFirst(), result);
            case Binary op -> Binaries.run(op, operands.get(0), operands.get(1), result);
            case Ternary op -> Ternaries.run(op, operands, result);
            case Compare op -> Comparisons.run(op, operands.get(0), operands.get(1), result);
            case Cast _ -> Casts.cast(operands.getFirst(), result);
            case Bitcast _ -> Array.of(result, operands.getFirst().buffer());
            case Shaping shaping -> Moves.run(shaping, operands, result);
            case Reduction reduction -> Reductions.run(reduction, operands.getFirst(), result);
            case DotGeneral dot -> Dots.run(dot, operands.get(0), operands.get(1), result);
            case Indexing indexing -> Indexings.run(indexing, operands, result);
            case RandomBits random -> Randoms.run(random, operands, result);
            case Convolution convolution ->
                Convolutions.run(convolution, operands.get(0), operands.get(1), result);
            case Window window -> Windows.run(window, operands, result);
        };
    }
}
