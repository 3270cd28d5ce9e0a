package org.dovetail.core.internal.backend.reference;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.backend.UnsupportedDTypeException;
import org.dovetail.core.internal.prim.Convolution;
import org.dovetail.core.internal.prim.BitCount;
import org.dovetail.core.internal.prim.Cumulative;
import org.dovetail.core.internal.prim.DotGeneral;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Bitcast;
import org.dovetail.core.internal.prim.Elementwise.Cast;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.Gather;
import org.dovetail.core.internal.prim.Indexing;
import org.dovetail.core.internal.prim.Indexing.DynamicSlice;
import org.dovetail.core.internal.prim.Indexing.DynamicUpdateSlice;
import org.dovetail.core.internal.prim.IntegerPow;
import org.dovetail.core.internal.prim.Qr;
import org.dovetail.core.internal.prim.RandomBits;
import org.dovetail.core.internal.prim.Reduction;
import org.dovetail.core.internal.prim.Several;
import org.dovetail.core.internal.prim.Scatter;
import org.dovetail.core.internal.prim.Shaping;
import org.dovetail.core.internal.prim.Simple;
import org.dovetail.core.internal.prim.Window;
import org.dovetail.core.internal.prim.Sorting;
import org.dovetail.core.internal.prim.Special;
import org.dovetail.core.internal.prim.Triangular;

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
        boolean isCovered = Domain.covers(result.dtype())
                && operands.stream().allMatch(operand -> Domain.covers(operand.dtype()));
        if (!isCovered && !movesAlone(primitive)) {
            throw new UnsupportedDTypeException(NAME, primitive, operands);
        }
        return switch (primitive) {
            case Unary op -> Unaries.run(op, operands.getFirst(), result);
            case Binary op -> Binaries.run(op, operands.get(0), operands.get(1), result);
            case Ternary op -> Ternaries.run(op, operands, result);
            case Compare op -> Comparisons.run(op, operands.get(0), operands.get(1), result);
            case Cast _ -> Casts.cast(operands.getFirst(), result);
            case Bitcast _ -> Array.of(result, operands.getFirst().buffer());
            case Special op -> Functions.run(op, operands, result);
            case IntegerPow pow -> Functions.run(pow, operands.getFirst(), result);
            case BitCount op -> Functions.run(op, operands.getFirst(), result);
            case Shaping shaping -> Moves.run(shaping, operands, result);
            case Reduction reduction -> Reductions.run(reduction, operands.getFirst(), result);
            case Cumulative cumulative -> Cumulatives.run(cumulative, operands.getFirst(), result);
            case Triangular triangular -> Factors.run(triangular, operands, result);
            case DotGeneral dot -> Dots.run(dot, operands.get(0), operands.get(1), result);
            case Indexing indexing -> Indexings.run(indexing, operands, result);
            case RandomBits random -> Randoms.run(random, operands, result);
            case Convolution convolution ->
                Convolutions.run(convolution, operands.get(0), operands.get(1), result);
            case Window window -> Windows.run(window, operands, result);
        };
    }

    /** Whether a primitive copies or casts elements, of any dtype, and computes nothing of them. */
    private static boolean movesAlone(Simple primitive) {
        return switch (primitive) {
            case Cast _,Bitcast _,Shaping _,DynamicSlice _,DynamicUpdateSlice _,Gather _ -> true;
            case Unary op -> op == Unary.STOP_GRADIENT;
            case Ternary op -> op == Ternary.SELECT;
            case Scatter scatter -> scatter.op() == Scatter.Op.SET;
            case Binary _,Compare _,Special _,IntegerPow _,BitCount _,Reduction _,Cumulative _,Triangular _,DotGeneral _,RandomBits _,Convolution _,Window _ ->
                false;
        };
    }

    @Override
    public List<Array> run(Several primitive, List<Array> operands, List<TensorSpec> results) {
        if (!operands.stream().allMatch(operand -> Domain.covers(operand.dtype()))) {
            throw new UnsupportedDTypeException(NAME, primitive, operands);
        }
        return switch (primitive) {
            case Sorting.Sort sort -> Sorts.sort(sort, operands);
            case Sorting.TopK top -> Sorts.top(operands.getFirst(), results);
            case Qr _ -> Factors.qr(operands.getFirst(), results);
        };
    }
}
