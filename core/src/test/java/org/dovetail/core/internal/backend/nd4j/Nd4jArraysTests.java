package org.dovetail.core.internal.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Nd4jArraysTests {
    private static final Shape SHAPE = Shape.of(2, 3);

    private static Array offHeap(Shape shape, float... values) {
        MemorySegment data = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, values);
        return Array.of(new TensorSpec(DType.FLOAT32, shape), data);
    }

    private static INDArray counting() {
        return Nd4j.createFromArray(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).reshape('c', 3, 4);
    }

    @Test
    void anIndArrayInPlainOrderIsNotCopied() {
        INDArray array = counting();
        Array seen = Nd4jArrays.of(array);
        array.putScalar(1, 2, 50);
        assertThat(seen.spec()).hasToString("f32[3,4]");
        assertThat(seen.data().address()).isEqualTo(array.data().address());
        assertThat(seen.doubleAt(6)).isEqualTo(50);
    }

    @Test
    void rowsInTheMiddleAreNotCopiedEither() {
        INDArray array = counting();
        INDArray rows = array.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all());
        Array seen = Nd4jArrays.of(rows);
        array.putScalar(1, 0, 50);
        assertThat(seen.toFloats()).containsExactly(50, 5, 6, 7, 8, 9, 10, 11);
        assertThat(Nd4jArrays.of(rows.getRow(1)).toFloats()).containsExactly(8, 9, 10, 11);
        assertThat(Nd4jArrays.of(rows.getRow(1).reshape(2, 2)).toFloats()).containsExactly(8, 9, 10, 11);
        assertThat(Nd4jArrays.of(array.getScalar(1, 2)).toFloats()).containsExactly(6);
        INDArray ours = Nd4jArrays.toIndArray(offHeap(SHAPE, 1, 2, 3, 4, 5, 6));
        assertThat(Nd4jArrays.of(ours.getRow(1)).toFloats()).containsExactly(4, 5, 6);
    }

    @Test
    void otherLayoutsAreCopiedIntoPlainOrder() {
        INDArray columns = counting().get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3));
        assertThat(Nd4jArrays.of(columns).toFloats()).containsExactly(1, 2, 5, 6, 9, 10);
        assertThat(Nd4jArrays.of(counting().transpose()).toFloats())
                .containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
        assertThat(Nd4jArrays.of(counting().dup('f')).toFloats()).containsExactly(counting().data().asFloat());
    }

    @Test
    void anArrayOfAWorkspaceIsCopied() {
        try (var _ = Nd4j.getWorkspaceManager().getAndActivateWorkspace(
                WorkspaceConfiguration.builder().initialSize(1 << 16).build(), "nd4jArrays")) {
            INDArray attached = counting();
            assertThat(attached.isAttached()).isTrue();
            Array copy = Nd4jArrays.of(attached);
            attached.putScalar(0, 0, 50);
            assertThat(copy.doubleAt(0)).isZero();
        }
    }

    @Test
    void nativeMemoryIsSharedOnItsWayOut() {
        Array array = offHeap(SHAPE, 1, 2, 3, 4, 5, 6);
        INDArray seen = Nd4jArrays.toIndArray(array);
        assertThat(seen.data().address()).isEqualTo(array.data().address());
        assertThat(seen.shape()).containsExactly(2, 3);
        assertThat(seen.getFloat(1, 2)).isEqualTo(6);
        assertThat(seen.sumNumber().floatValue()).isEqualTo(21);
    }

    @Test
    void heapMemoryIsCopied() {
        INDArray copy = Nd4jArrays.toIndArray(Array.ofInts(SHAPE, 1, 2, 3, 4, 5, 6));
        assertThat(copy.dataType()).isEqualTo(DataType.INT32);
        assertThat(copy.toIntMatrix()).isDeepEqualTo(new int[][]{{1, 2, 3}, {4, 5, 6}});
    }

    @Test
    void memoryBetweenElementsIsCopied() {
        MemorySegment data = Arena.ofAuto().allocate(9).asSlice(1);
        data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4, 7);
        INDArray copy = Nd4jArrays.toIndArray(Array.of(TensorSpec.of(DType.FLOAT32, 2), data));
        assertThat(copy.toFloatVector()).containsExactly(0, 7);
    }

    @Test
    void aSharedBufferIsNeverOverwrittenInPlace() {
        Array array = Array.filled(TensorSpec.of(DType.FLOAT32, 10_000), _ -> {});
        Nd4jArrays.toIndArray(array);
        assertThat(array.buffer().take()).isFalse();
    }

    @Test
    void scalarsAndNothingKeepTheirShapes() {
        assertThat(Nd4jArrays.of(Nd4j.scalar(3f)).spec()).hasToString("f32[]");
        assertThat(Nd4jArrays.toIndArray(Array.scalar(DType.FLOAT64, 3)).rank()).isZero();
        assertThat(Nd4jArrays.of(Nd4j.create(DataType.INT64, 0, 3)).spec()).hasToString("i64[0,3]");
        INDArray nothing = Nd4jArrays.toIndArray(Array.of(TensorSpec.of(DType.BOOL, 2, 0), MemorySegment.NULL));
        assertThat(nothing.shape()).containsExactly(2, 0);
        assertThat(nothing.dataType()).isEqualTo(DataType.BOOL);
    }

    @ParameterizedTest
    @EnumSource(names = {"BOOL", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64", "BFLOAT16",
            "FLOAT16", "FLOAT32", "FLOAT64"})
    void everyCommonDtypeComesBack(DType dtype) {
        Array array = Array.ofLongs(TensorSpec.of(dtype, 2, 2), i -> i % 2);
        assertThat(Nd4jArrays.of(Nd4jArrays.toIndArray(array)).bitEquals(array)).isTrue();
    }

    @Test
    void dtypesWithoutCounterpartAreRefused() {
        assertThatThrownBy(() -> Nd4jArrays.toIndArray(Array.scalar(DType.COMPLEX64, 1))).hasMessage(
                "toIndArray: ND4J has no complex64; cast first, for example array.cast(DType.FLOAT32)");
        INDArray text = Nd4j.create("a", "b");
        assertThatThrownBy(() -> Nd4jArrays.of(text)).hasMessage(
                "of: an INDArray of numbers is expected, got one of UTF8; cast first, for example array.castTo(DataType.FLOAT)");
    }

    @Property(tries = 50)
    void thereAndBackIsTheSame(@ForAll @IntRange(max = 5) int rows, @ForAll @IntRange(max = 5) int columns) {
        Array array = Array.ofLongs(TensorSpec.of(DType.FLOAT32, rows, columns), i -> 3 * i);
        assertThat(Nd4jArrays.of(Nd4jArrays.toIndArray(array)).bitEquals(array)).isTrue();
    }

    @Test
    void eitherSideKeepsTheMemoryOfTheOther() {
        List<INDArray> out = IntStream.range(0, 200)
                .mapToObj(i -> Nd4jArrays.toIndArray(Array.ofLongs(TensorSpec.of(DType.FLOAT32, 10_000), _ -> i)))
                .toList();
        List<Array> in = IntStream.range(0, 200)
                .mapToObj(i -> Nd4jArrays.of(Nd4j.valueArrayOf(new long[]{10_000}, i, DataType.FLOAT))).toList();
        collectGarbage();
        Nd4j.valueArrayOf(new long[]{2_000_000}, 7, DataType.FLOAT);
        for (int i = 0; i < 200; i++) {
            assertThat(out.get(i).getFloat(9_999)).isEqualTo(i);
            assertThat(in.get(i).doubleAt(9_999)).isEqualTo(i);
        }
    }

    /** Until something that nobody holds is gone. */
    private static void collectGarbage() {
        var gone = new WeakReference<>(new Object());
        while (gone.get() != null) {
            System.gc();
        }
    }
}
