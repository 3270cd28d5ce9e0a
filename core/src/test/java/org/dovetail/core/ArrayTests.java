package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class ArrayTests {
    private static final Arena MEMORY = Arena.ofAuto();

    /** Arrays of ranks 0 to 5 and of every width of elements, some empty, some wider than a tile. */
    @Provide
    Arbitrary<Array> arrays() {
        Arbitrary<Integer> extents = Arbitraries.frequencyOf(Tuple.of(12,
                Arbitraries.integers().between(1, 4)), Tuple.of(1, Arbitraries.of(0, 33, 40)));
        return extents.list().ofMaxSize(5)
                .flatMap(shape -> Arbitraries.of(DType.INT8, DType.BFLOAT16, DType.FLOAT32, DType.INT64,
                        DType.COMPLEX128)
                        .flatMap(dtype -> Arbitraries.longs().map(seed -> random(dtype, new Shape(shape), seed))));
    }

    private static Array random(DType dtype, Shape shape, long seed) {
        TensorSpec spec = new TensorSpec(dtype, shape);
        byte[] bytes = new byte[(int) spec.bytes()];
        new Random(seed).nextBytes(bytes);
        return Array.of(spec, MemorySegment.ofArray(bytes));
    }

    private static List<Integer> axes(Array array, Random random) {
        List<Integer> axes = new ArrayList<>(IntStream.range(0, array.shape().rank()).boxed().toList());
        Collections.shuffle(axes, random);
        return axes;
    }

    @Property
    void permutingMovesEveryElementToItsPlace(@ForAll("arrays") Array array, @ForAll Random random) {
        List<Integer> axes = axes(array, random);
        Array permuted = array.permute(axes, MEMORY);
        assertThat(permuted.shape()).isEqualTo(array.shape().permuted(axes));
        forEachIndex(permuted.shape(), index -> {
            int[] source = new int[index.length];
            for (int i = 0; i < index.length; i++) {
                source[axes.get(i)] = index[i];
            }
            assertThat(element(permuted, index)).isEqualTo(element(array, source));
        });
    }

    @Property
    void permutingBackGivesTheSame(@ForAll("arrays") Array array, @ForAll Random random) {
        List<Integer> axes = axes(array, random);
        List<Integer> inverse = IntStream.range(0, axes.size()).map(axes::indexOf).boxed().toList();
        assertThat(array.permute(axes, MEMORY).permute(inverse, MEMORY).bitEquals(array)).isTrue();
    }

    @Property
    void flippingTurnsTheIndexAround(@ForAll("arrays") Array array, @ForAll Random random) {
        List<Integer> axes = axes(array, random).subList(0, random.nextInt(array.shape().rank() + 1));
        Array flipped = array.flip(axes, MEMORY);
        assertThat(flipped.spec()).isEqualTo(array.spec());
        forEachIndex(array.shape(), index -> {
            int[] source = index.clone();
            axes.forEach(axis -> source[axis] = array.shape().extent(axis) - 1 - index[axis]);
            assertThat(element(flipped, index)).isEqualTo(element(array, source));
        });
        assertThat(flipped.flip(axes, MEMORY).bitEquals(array)).isTrue();
    }

    @Property
    void stackedPartsAreFoundAtTheirPlaces(@ForAll("arrays") Array array, @ForAll Random random) {
        Array other = random(array.dtype(), array.shape(), random.nextLong());
        Array stacked = Array.stack(List.of(array, other, array), MEMORY);
        assertThat(stacked.shape()).isEqualTo(array.shape().withFirst(3));
        assertThat(stacked.at(0).bitEquals(array)).isTrue();
        assertThat(stacked.at(1).bitEquals(other)).isTrue();
        assertThat(stacked.at(2).bitEquals(array)).isTrue();
    }

    @Property
    void reshapingKeepsTheElementsAndTheBuffer(@ForAll("arrays") Array array) {
        Array flat = array.reshape(Shape.of((int) array.shape().size()));
        assertThat(flat.data()).isSameAs(array.data());
        assertThat(flat.reshape(array.shape()).bitEquals(array)).isTrue();
        assertThat(array.toHeap().bitEquals(array)).isTrue();
    }

    @Test
    void numbersAreReadByTheirPosition() {
        Array floats = Array.ofFloats(Shape.of(2, 2), 1.5f, -2.5f, 3, 4);
        assertThat(floats.doubleAt(1)).isEqualTo(-2.5);
        assertThat(floats.longAt(1)).isEqualTo(-2);
        assertThat(floats.at(1).doubleAt(0)).isEqualTo(3);
        assertThat(Array.ofInts(Shape.of(1), -7).longAt(0)).isEqualTo(-7);
        assertThat(floats).hasToString("f32[2,2]");
    }

    @Test
    void equalityIsOfBits() {
        Array zero = Array.ofFloats(Shape.of(), 0f);
        assertThat(zero.bitEquals(Array.ofFloats(Shape.of(), -0f))).isFalse();
        assertThat(zero.bitEquals(Array.ofInts(Shape.of(), 0))).isFalse();
        assertThat(Array.ofFloats(Shape.of(), Float.NaN).bitEquals(Array.ofFloats(Shape.of(), Float.NaN))).isTrue();
    }

    @Test
    void theBufferIsNeverWrittenTo() {
        Array array = Array.ofFloats(Shape.of(1), 1);
        assertThat(array.data().isReadOnly()).isTrue();
        assertThat(array.cast(DType.FLOAT32, MEMORY)).isSameAs(array);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Array array = Array.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> Array.of(array.spec(), MemorySegment.ofArray(new byte[23])))
                .hasMessage("array: f32[2,3] needs 24 bytes, the buffer has 23");
        assertThatThrownBy(() -> array.reshape(Shape.of(5)))
                .hasMessage("reshape: f32[2,3] has 6 elements, [5] has 5. Give a shape of as many elements; -1 stands "
                        + "for the extent that is left");
        assertThatThrownBy(() -> array.permute(List.of(0, 0), MEMORY))
                .hasMessage("permute: [0, 0] is no permutation of the axes of f32[2,3]");
        assertThatThrownBy(() -> array.permute(List.of(0), MEMORY)).hasMessageContaining("is no permutation");
        assertThatThrownBy(() -> array.flip(List.of(2), MEMORY))
                .hasMessage("flip: [2] are no distinct axes of f32[2,3]");
        assertThatThrownBy(() -> array.flip(List.of(1, 1), MEMORY)).hasMessageContaining("are no distinct axes");
        assertThatThrownBy(() -> Array.stack(List.of(array, array.at(0)), MEMORY))
                .hasMessage("stack: f32[2,3] and f32[3] differ");
    }

    @Test
    @SuppressWarnings("restricted")
    void whatIsLargerThanAJavaArrayIsNotCopiedToTheHeap() {
        Array huge = Array.of(TensorSpec.of(DType.INT8, 1 << 30, 4), MemorySegment.NULL.reinterpret(1L << 32));
        assertThatThrownBy(huge::toHeap).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("toHeap: i8[1073741824,4] has 4294967296 bytes, more than a Java array holds");
    }

    private interface AtIndex {
        void accept(int[] index);
    }

    private static void forEachIndex(Shape shape, AtIndex action) {
        int[] index = new int[shape.rank()];
        for (long i = 0; i < shape.size(); i++) {
            long rest = i;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                index[axis] = (int) (rest % shape.extent(axis));
                rest /= shape.extent(axis);
            }
            action.accept(index);
        }
    }

    private static String element(Array array, int[] index) {
        long position = 0;
        for (int axis = 0; axis < index.length; axis++) {
            position = position * array.shape().extent(axis) + index[axis];
        }
        int bytes = array.dtype().bytes();
        return Arrays.toString(
                array.data().asSlice(position * bytes, bytes).toArray(ValueLayout.JAVA_BYTE));
    }
}
