package org.dovetail.core.internal.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.backend.UnsupportedDTypeException;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Cast;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.Reduction.ArgReduce;
import org.dovetail.core.internal.prim.Reduction.Op;
import org.dovetail.core.internal.prim.Reduction.Reduce;
import org.dovetail.core.internal.prim.Simple;
import org.junit.jupiter.api.Test;

/** Edge cases; the expected numbers were printed by jax 0.10.2 on a CPU. */
final class ReferenceBackendTests {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;
    /** Subnormal. */
    private static final float TINY = 1e-40f;
    private static final int MIN = Integer.MIN_VALUE;

    private static Array run(Simple primitive, Array... operands) {
        List<TensorSpec> specs = Arrays.stream(operands).map(Array::spec).toList();
        return new ReferenceBackend().run(primitive, List.of(operands), primitive.inferResult(specs));
    }

    private static Array floats(float... values) { return Array.ofFloats(Shape.of(values.length), values); }

    private static Array ints(DType dtype, long... values) {
        return Array.ofLongs(TensorSpec.of(dtype, values.length), i -> values[(int) i]);
    }

    private static long[] longs(Array array) {
        long[] values = new long[(int) array.shape().size()];
        Arrays.setAll(values, array::longAt);
        return values;
    }

    @Test
    void itIsFoundByItsName() { assertThat(Backends.named("reference")).isInstanceOf(ReferenceBackend.class); }

    @Test
    void arithmeticTakesSubnormalNumbersForZero() {
        assertThat(run(Binary.ADD, floats(TINY, 0), floats(TINY, TINY)).toFloats()).containsExactly(0, 0);
        assertThat(run(Binary.MUL, floats(TINY, -TINY), floats(1, 1)).toFloats()).containsExactly(0f, -0f);
        assertThat(run(Binary.SUB, floats(1.2e-38f), floats(1.18e-38f)).toFloats()).containsExactly(0);
        assertThat(run(Binary.DIV, floats(TINY), floats(TINY)).toFloats()).containsExactly(NAN);
        assertThat(run(Binary.MAX, floats(TINY, -TINY), floats(TINY, -TINY)).toFloats()).containsExactly(0, -0f);
        assertThat(run(Compare.EQ, floats(TINY), floats(0)).longAt(0)).isOne();
        assertThat(run(Unary.SIGN, floats(TINY, -TINY)).toFloats()).containsExactly(0f, -0f);
        assertThat(run(Unary.CEIL, floats(TINY, -TINY)).toFloats()).containsExactly(0f, -0f);
        assertThat(run(new Reduce(Op.SUM, List.of(0)), floats(TINY, TINY)).toFloats()).containsExactly(0);
        assertThat(run(new Cast(DType.BOOL), floats(TINY)).longAt(0)).isZero();
    }

    @Test
    void whatMovesBitsKeepsSubnormalNumbers() {
        assertThat(run(Unary.NEG, floats(TINY)).toFloats()).containsExactly(-TINY);
        assertThat(run(Unary.ABS, floats(-TINY)).toFloats()).containsExactly(TINY);
        assertThat(run(Binary.REM, floats(TINY), floats(1)).toFloats()).containsExactly(TINY);
        assertThat(run(Ternary.SELECT, ints(DType.BOOL, 1), floats(TINY), floats(1)).toFloats()).containsExactly(TINY);
    }

    @Test
    void notANumberWins() {
        assertThat(run(Binary.MAX, floats(NAN, 1), floats(1, NAN)).toFloats()).containsExactly(NAN, NAN);
        assertThat(run(Binary.MIN, floats(NAN, 1), floats(1, NAN)).toFloats()).containsExactly(NAN, NAN);
        assertThat(run(new Reduce(Op.MAX, List.of(0)), floats(1, NAN, 3)).toFloats()).containsExactly(NAN);
        assertThat(run(new ArgReduce(Op.MAX, 0, DType.INT32), floats(1, NAN, 3, NAN)).longAt(0)).isOne();
        assertThat(run(new ArgReduce(Op.MIN, 0, DType.INT32), floats(1, NAN, 3, NAN)).longAt(0)).isOne();
        assertThat(run(Unary.SIGN, floats(NAN)).toFloats()).containsExactly(NAN);
        assertThat(run(Ternary.CLAMP, floats(NAN, 0, 0), floats(1, NAN, 1), floats(2, 2, NAN)).toFloats())
                .containsExactly(NAN, NAN, NAN);
        assertThat(longs(run(Compare.NE, floats(NAN), floats(NAN)))).containsExactly(1);
    }

    @Test
    void falseIsTheLeastTruthValue() {
        assertThat(run(new Reduce(Op.MIN, List.of(0)), ints(DType.BOOL, 1, 0)).longAt(0)).isZero();
        assertThat(run(new Reduce(Op.MIN, List.of(0)), ints(DType.BOOL, 1, 1)).longAt(0)).isOne();
        assertThat(run(new Reduce(Op.MAX, List.of(0)), ints(DType.BOOL, 0, 1)).longAt(0)).isOne();
    }

    @Test
    void positiveZeroIsTheGreater() {
        assertThat(run(Binary.MAX, floats(0f, -0f), floats(-0f, 0f)).toFloats()).containsExactly(0f, 0f);
        assertThat(run(Binary.MIN, floats(0f, -0f), floats(-0f, 0f)).toFloats()).containsExactly(-0f, -0f);
        assertThat(run(new ArgReduce(Op.MAX, 0, DType.INT32), floats(-0f, 0f)).longAt(0)).isZero();
    }

    @Test
    void theUpperBoundOfAClampWins() {
        assertThat(run(Ternary.CLAMP, floats(2, 0), floats(1, 5), floats(0, -1)).toFloats()).containsExactly(0, -1);
    }

    @Test
    void halvesRoundToEven() {
        assertThat(run(Unary.ROUND, floats(0.5f, 1.5f, -0.5f, 2.5f)).toFloats()).containsExactly(0f, 2f, -0f, 2f);
    }

    @Test
    void integersDivideAsInXla() {
        Array x = ints(DType.INT32, 5, MIN, -7, 7, -7, MIN, 0);
        Array y = ints(DType.INT32, 0, -1, 2, -2, -2, 0, 0);
        assertThat(longs(run(Binary.DIV, x, y))).containsExactly(-1, MIN, -3, -3, 3, -1, -1);
        assertThat(longs(run(Binary.REM, x, y))).containsExactly(5, 0, -1, 1, -1, MIN, 0);
        Array u = ints(DType.UINT32, 5, 0xffff_ffffL, 7);
        Array v = ints(DType.UINT32, 0, 0, 2);
        assertThat(longs(run(Binary.DIV, u, v))).containsExactly(0xffff_ffffL, 0xffff_ffffL, 3);
        assertThat(longs(run(Binary.DIV, ints(DType.UINT64, -1), ints(DType.UINT64, 2)))).containsExactly(
                Long.MAX_VALUE);
        assertThat(longs(run(Binary.DIV, ints(DType.INT8, -128), ints(DType.INT8, -1)))).containsExactly(-128);
    }

    @Test
    void integersWrap() {
        assertThat(longs(run(Binary.ADD, ints(DType.INT8, 100), ints(DType.INT8, 100)))).containsExactly(-56);
        assertThat(longs(run(Unary.ABS, ints(DType.INT32, MIN)))).containsExactly(MIN);
        assertThat(longs(run(Unary.NEG, ints(DType.UINT32, 1)))).containsExactly(0xffff_ffffL);
        assertThat(longs(run(Unary.SIGN, ints(DType.UINT64, -1, 0)))).containsExactly(1, 0);
        assertThat(longs(run(new Reduce(Op.SUM, List.of(0)), ints(DType.INT8, 100, 100)))).containsExactly(-56);
    }

    @Test
    void shiftsBeyondTheWidthLeaveNothingButTheSign() {
        Array x = ints(DType.INT8, -5, -5, 5, -5, 7, -5);
        Array by = ints(DType.INT8, 7, 8, 9, -1, 100, 0);
        assertThat(longs(run(Binary.SHIFT_LEFT, x, by))).containsExactly(-128, 0, 0, 0, 0, -5);
        assertThat(longs(run(Binary.SHIFT_RIGHT_LOGICAL, x, by))).containsExactly(1, 0, 0, 0, 0, -5);
        assertThat(longs(run(Binary.SHIFT_RIGHT_ARITHMETIC, x, by))).containsExactly(-1, -1, 0, -1, 0, -5);
        assertThat(longs(run(Binary.SHIFT_RIGHT_ARITHMETIC, run(new Cast(DType.UINT8), x),
                run(new Cast(DType.UINT8), by)))).containsExactly(255, 255, 0, 255, 0, 251);
    }

    @Test
    void castsToIntegersSaturate() {
        Array x = floats(NAN, INF, -INF, 3e9f, 1.9f, -1.9f, 300);
        assertThat(longs(run(new Cast(DType.INT8), x))).containsExactly(0, 127, -128, 127, 1, -1, 127);
        assertThat(longs(run(new Cast(DType.UINT32), x))).containsExactly(0, 0xffff_ffffL, 0, 3_000_000_000L, 1, 0,
                300);
        assertThat(longs(run(new Cast(DType.BOOL), x))).containsOnly(1);
    }

    @Test
    void integersBecomeHalvesByWayOfFloat32() {
        Array x = ints(DType.INT32, 16842753, 257, 33023);
        assertThat(run(new Cast(DType.BFLOAT16), x).toFloats()).containsExactly(0x1p24f, 256, 33024);
        assertThat(run(new Cast(DType.FLOAT16), ints(DType.INT32, 70000, 2049, 65519)).toFloats()).containsExactly(INF,
                2048, 65504);
    }

    @Test
    void reducingNothingGivesTheNeutralElement() {
        Array none = floats();
        assertThat(run(new Reduce(Op.SUM, List.of(0)), none).toFloats()).containsExactly(0);
        assertThat(run(new Reduce(Op.PROD, List.of(0)), none).toFloats()).containsExactly(1);
        assertThat(run(new Reduce(Op.MAX, List.of(0)), none).toFloats()).containsExactly(-INF);
        assertThat(longs(run(new Reduce(Op.MIN, List.of(0)), ints(DType.UINT8)))).containsExactly(255);
        assertThat(longs(run(new Reduce(Op.MAX, List.of(0)), ints(DType.INT16)))).containsExactly(-32768);
        assertThat(longs(run(new Reduce(Op.AND, List.of(0)), ints(DType.BOOL)))).containsExactly(1);
    }

    @Test
    void theLeastOfTruthValuesIsFalse() {
        assertThat(longs(run(new Reduce(Op.MIN, List.of(0)), ints(DType.BOOL, 1, 0)))).containsExactly(0);
        assertThat(longs(run(new Reduce(Op.MAX, List.of(0)), ints(DType.BOOL, 1, 0)))).containsExactly(1);
        assertThat(longs(run(new Reduce(Op.MIN, List.of(0)), ints(DType.BOOL)))).containsExactly(1);
    }

    @Test
    void otherDtypesAreRefused() {
        Array x = ints(DType.INT4, 3);
        assertThatThrownBy(() -> run(Unary.NEG, x)).isInstanceOf(UnsupportedDTypeException.class)
                .hasMessage("neg: the backend 'reference' does not compute on [i4[1]]; cast to float32 or int32 first");
    }
}
