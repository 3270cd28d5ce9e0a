package org.dovetail.core.internal.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Backend;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.prim.DotGeneral;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Cast;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.Reduction.Op;
import org.dovetail.core.internal.prim.Reduction.Reduce;
import org.dovetail.core.internal.prim.Shaping;
import org.dovetail.core.internal.prim.Simple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class Nd4jBackendTests {
    private static final Backend ND4J = Backends.named("nd4j");
    private static final Backend REFERENCE = Backends.named("reference");
    private static final float[] NORMAL_EDGES = {0f, -0f, 1, -1, 0.5f, -1.5f, 2.5f, Float.NaN, Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY, 3e9f, -3e9f, 0x1p24f, 1.7f, -300};
    private static final long[] INTEGER_EDGES = {0, 1, -1, 2, -7, 127, 128, 255, -128, 1L << 24 | 1, 1L << 31,
            -1L << 31,
            (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE};

    @Test
    void itIsTheEagerDefault() {
        assertThat(Backends.eager()).isInstanceOf(Nd4jBackend.class);
        assertThat(ND4J.missing()).isEmpty();
    }

    static Stream<Simple> elementwise() {
        return Stream.of(Arrays.stream(Unary.values()), Arrays.stream(Binary.values()), Arrays.stream(Compare.values()),
                Stream.of(Ternary.CLAMP, Ternary.SELECT),
                Arrays.stream(DType.values()).map(Cast::new)).flatMap(kind -> kind);
    }

    /** All pairs of edges without subnormal numbers, with which ND4J itself computes. */
    @ParameterizedTest
    @MethodSource("elementwise")
    void edgesGiveWhatTheReferenceGives(Simple primitive) {
        for (DType dtype : DType.values()) {
            int arity = arity(primitive);
            int count = NORMAL_EDGES.length * NORMAL_EDGES.length;
            List<Array> operands = new ArrayList<>();
            for (int operand = 0; operand < arity; operand++) {
                int step = operand % 2 == 0 ? 1 : NORMAL_EDGES.length;
                DType mine = primitive == Ternary.SELECT && operand == 0 ? DType.BOOL : dtype;
                operands.add(edges(TensorSpec.of(mine, count), step));
            }
            agree(primitive, operands);
        }
    }

    private static int arity(Simple primitive) {
        return primitive instanceof Ternary ? 3 : primitive instanceof Binary || primitive instanceof Compare ? 2 : 1;
    }

    private static Array edges(TensorSpec spec, int step) {
        return spec.dtype().kind() == DType.Kind.FLOAT
                ? Array.ofDoubles(spec, i -> NORMAL_EDGES[(int) i / step % NORMAL_EDGES.length])
                : Array.ofLongs(spec, i -> INTEGER_EDGES[(int) i / step % INTEGER_EDGES.length]);
    }

    /** Refused by both, or the same to the bit. */
    private static void agree(Simple primitive, List<Array> operands) {
        TensorSpec result;
        Array expected;
        try {
            result = primitive.inferResult(operands.stream().map(Array::spec).toList());
            expected = REFERENCE.run(primitive, operands, result);
        } catch (IllegalArgumentException e) {
            return;
        }
        Array got = ND4J.run(primitive, operands, result);
        assertThat(got.spec()).isEqualTo(expected.spec());
        for (long i = 0; i < expected.size(); i++) {
            boolean same = expected.dtype().kind() == DType.Kind.FLOAT
                    ? Double.compare(expected.doubleAt(i), got.doubleAt(i)) == 0
                    : expected.longAt(i) == got.longAt(i);
            assertThat(same).as("%s on %s, element %d: expected %s, got %s", primitive, operands, i,
                    expected.doubleAt(i), got.doubleAt(i)).isTrue();
        }
    }

    @Test
    void subnormalNumbersAreZeroAsInXla() {
        Array tiny = Array.ofFloats(Shape.of(3), 1e-40f, -1e-40f, 1);
        Array ones = Array.ofFloats(Shape.of(3), 1, 1, 1);
        agree(Binary.ADD, List.of(tiny, tiny));
        agree(Binary.MUL, List.of(tiny, ones));
        agree(Binary.DIV, List.of(ones, tiny));
        agree(Binary.MUL, List.of(Array.ofFloats(Shape.of(1), 1e-30f), Array.ofFloats(Shape.of(1), 1e-10f)));
        agree(Compare.EQ, List.of(tiny, Array.ofFloats(Shape.of(3), 0, 0, 0)));
        agree(Unary.CEIL, List.of(tiny));
        agree(Unary.NEG, List.of(tiny));
        agree(new Cast(DType.BOOL), List.of(tiny));
        agree(new Reduce(Op.SUM, List.of(0)), List.of(Array.ofFloats(Shape.of(2), 1e-40f, 1e-40f)));
    }

    @Test
    void theLastOfManyIsFoundToBeSubnormal() {
        MemorySegment floats = Arena.ofAuto().allocate(300_000, 4);
        assertThat(Subnormals.areIn(floats)).isFalse();
        floats.set(ValueLayout.JAVA_FLOAT, 299_996, -Float.MIN_VALUE);
        assertThat(Subnormals.areIn(floats)).isTrue();
        floats.set(ValueLayout.JAVA_FLOAT, 299_996, -Float.MIN_NORMAL);
        assertThat(Subnormals.areIn(floats)).isFalse();
        floats.set(ValueLayout.JAVA_FLOAT, 299_996, Float.NaN);
        assertThat(Subnormals.areIn(floats)).isFalse();
    }

    private static Array random(DType dtype, int... extents) {
        SplittableRandom random = new SplittableRandom(Arrays.hashCode(extents));
        return Array.ofLongs(TensorSpec.of(dtype, extents), _ -> random.nextInt(-8, 9));
    }

    /** Small integers in floats, so that every order of summation gives the same. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "INT8", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64",
            "BFLOAT16"})
    void productsGroupTheirAxes(DType dtype) {
        List<Integer> none = List.of();
        agree(new DotGeneral(List.of(1), List.of(0), none, none),
                List.of(random(dtype, 33, 47), random(dtype, 47, 19)));
        agree(new DotGeneral(List.of(0), List.of(0), none, none), List.of(random(dtype, 47, 5), random(dtype, 47, 9)));
        agree(new DotGeneral(List.of(0), List.of(1), none, none), List.of(random(dtype, 47, 5), random(dtype, 9, 47)));
        agree(new DotGeneral(List.of(0), List.of(0), none, none), List.of(random(dtype, 47), random(dtype, 47)));
        agree(new DotGeneral(List.of(1), List.of(0), none, none), List.of(random(dtype, 1, 7), random(dtype, 7, 1)));
        agree(new DotGeneral(none, none, none, none), List.of(random(dtype, 3), random(dtype, 2, 2)));
        agree(new DotGeneral(none, none, none, none), List.of(random(dtype), random(dtype)));
        agree(new DotGeneral(List.of(2, 0), List.of(0, 2), none, none),
                List.of(random(dtype, 3, 4, 5), random(dtype, 5, 6, 3)));
        agree(new DotGeneral(List.of(2), List.of(1), List.of(0), List.of(0)),
                List.of(random(dtype, 3, 4, 5), random(dtype, 3, 5, 2)));
        agree(new DotGeneral(List.of(0), List.of(3), List.of(3, 1), List.of(0, 1)),
                List.of(random(dtype, 2, 3, 4, 5), random(dtype, 5, 3, 6, 2)));
        agree(new DotGeneral(List.of(0), List.of(0), none, none), List.of(random(dtype, 0, 2), random(dtype, 0, 3)));
    }

    @ParameterizedTest
    @EnumSource
    void everyDtypeMoves(DType dtype) {
        Array x = Array.ofLongs(TensorSpec.of(dtype, 3, 5, 2), i -> i % 4);
        agree(new Shaping.Broadcast(Shape.of(2, 3, 7, 4, 5, 2), List.of(1, 4, 5)), List.of(x));
        agree(new Shaping.Broadcast(Shape.of(4, 6), List.of()), List.of(Array.ofLongs(TensorSpec.of(dtype), _ -> 1)));
        agree(new Shaping.Broadcast(Shape.of(5, 4), List.of(1, 0)),
                List.of(Array.ofLongs(TensorSpec.of(dtype, 1, 5), i -> i)));
        agree(new Shaping.Transpose(List.of(2, 0, 1)), List.of(x));
        agree(new Shaping.Transpose(List.of(1, 0)), List.of(Array.ofLongs(TensorSpec.of(dtype, 200, 100), i -> i)));
        agree(new Shaping.Slice(List.of(1, 0, 1), List.of(3, 5, 2), List.of(1, 2, 1)), List.of(x));
        agree(new Shaping.Reverse(List.of(0, 2)), List.of(x));
        agree(new Shaping.Reverse(List.of(0)), List.of(Array.ofLongs(TensorSpec.of(dtype, 9), i -> i)));
        agree(new Shaping.Concatenate(1), List.of(x, x, Array.ofLongs(TensorSpec.of(dtype, 3, 1, 2), i -> i)));
        agree(new Shaping.Concatenate(0), List.of(x, Array.ofLongs(TensorSpec.of(dtype, 0, 5, 2), i -> i)));
        for (int low = -4; low <= 2; low++) {
            for (int interior = 0; interior < 3; interior++) {
                agree(new Shaping.Pad(List.of(low, 1, -1), List.of(-1, low + 2, 2), List.of(interior, 0, interior)),
                        List.of(x, Array.ofLongs(TensorSpec.of(dtype), _ -> 3)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void reductionsLeaveTheirAxesOut(Op op) {
        for (DType dtype : DType.values()) {
            Array x = random(dtype, 3, 4, 5);
            for (List<Integer> axes : List.of(List.of(0), List.of(1), List.of(2), List.of(0, 2), List.of(0, 1, 2),
                    List.<Integer>of())) {
                agree(new Reduce(op, axes), List.of(x));
            }
            agree(new Reduce(op, List.of(1)), List.of(random(dtype, 3, 0)));
            agree(new Reduce(op, List.of()), List.of(random(dtype)));
        }
    }

    @Test
    void operandsMayLieAnywhere() {
        MemorySegment data = Arena.ofAuto().allocate(4 * 10_000 + 1).asSlice(1);
        Array apart = Array.of(TensorSpec.of(DType.FLOAT32, 10_000), data);
        agree(Binary.ADD, List.of(apart, random(DType.FLOAT32, 10_000)));
        agree(Binary.ADD, List.of(apart.toHeap(), random(DType.FLOAT32, 10_000).toHeap()));
        agree(Binary.ADD, List.of(random(DType.FLOAT32), random(DType.FLOAT32)));
    }

    @Test
    void itNamesNothingOfNd4jItself() throws IOException {
        try (var bytes = Nd4jBackend.class.getResourceAsStream("Nd4jBackend.class")) {
            assertThat(new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("Lorg/nd4j").doesNotContain("Lorg/bytedeco");
        }
    }
}
