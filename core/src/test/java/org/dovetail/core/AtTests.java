package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Index.all;
import static org.dovetail.core.Index.at;
import static org.dovetail.core.Index.ellipsis;
import static org.dovetail.core.Index.every;
import static org.dovetail.core.Index.startingAt;
import static org.dovetail.core.Index.newAxis;
import static org.dovetail.core.Index.range;
import static org.dovetail.core.Index.until;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AtTests {
    private static final Tensor FIVE = Tensors.of(0, 1, 2, 3, 4);

    private static Tensor ints(int... values) { return Array.ofInts(Shape.of(values.length), values); }

    private static Tensor counted(int... extents) {
        return Tensors.arange((int) Shape.of(extents).size()).reshape(Shape.of(extents)).cast(DType.FLOAT32);
    }

    private static float[] floats(Tensor x) { return x.array().toFloats(); }

    @Test
    void elementsAreUpdated() {
        // @start region="at"
        Tensor x = Tensors.of(0, 1, 2, 3, 4);
        Tensor set = Indexed.at(x, 1).set(9); // x.at[1].set(9)
        Tensor added = Indexed.at(x, range(1, 4, 2)).add(Tensors.of(10, 20)); // x.at[1:4:2].add([10, 20])
        Tensor smallest = Indexed.at(x, x.gt(2)).min(2); // x.at[x > 2].min(2)
        // @end
        assertThat(floats(set)).containsExactly(0, 9, 2, 3, 4);
        assertThat(floats(added)).containsExactly(0, 11, 2, 23, 4);
        assertThat(floats(smallest)).containsExactly(0, 1, 2, 2, 2);
        assertThat(floats(Indexed.at(x, -1).mul(2))).containsExactly(0, 1, 2, 3, 8);
        assertThat(floats(Indexed.at(x, ints(0, 0)).max(Tensors.of(5, 7)))).containsExactly(7, 1, 2, 3, 4);
    }

    @Test
    void indicesAreThoseOfNumpy() {
        Tensor x = counted(2, 3, 4);
        // @start region="index"
        Tensor part = Indexed.at(x, at(0), ellipsis(), startingAt(2)).get(); // x[0, ..., 2:]
        Tensor backwards = Indexed.at(x, all(), every(-1), newAxis()).get(); // x[:, ::-1, None]
        // @end
        assertThat(floats(part)).containsExactly(2, 3, 6, 7, 10, 11);
        assertThat(backwards.shape()).isEqualTo(Shape.of(2, 3, 1, 4));
        assertThat(backwards.array().doubleAt(0)).isEqualTo(8);
        assertThat(Indexed.at(x, at(ints(0, 1)), all(), at(ints(2, 3))).get().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(Indexed.at(x, all(), at(ints(0, 1)), at(2)).get().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(floats(Indexed.at(FIVE, until(-3)).get())).containsExactly(0, 1);
        assertThat(floats(Indexed.at(FIVE, range(4, 1, -2)).set(Tensors.of(7, 8)))).containsExactly(0, 1, 8, 3, 7);
        assertThat(Indexed.at(x, new Index[0]).get().shape()).isEqualTo(x.shape());
    }

    @Test
    void whatIsOutOfBoundsIsAsInJax() {
        Tensor outside = ints(7, -7, -1);
        assertThat(floats(Indexed.at(FIVE, outside).get())).containsExactly(4, 0, 4);
        assertThat(floats(Indexed.at(FIVE, outside).fill(-5).get())).containsExactly(-5, -5, 4);
        assertThat(floats(Indexed.at(FIVE, outside).mode(GatherScatterMode.FILL_OR_DROP).get()))
                .containsExactly(Float.NaN, Float.NaN, 4);
        assertThat(floats(Indexed.at(FIVE, 7).get())).containsExactly(4);
        assertThat(floats(Indexed.at(FIVE, outside).set(9))).containsExactly(0, 1, 2, 3, 9);
        assertThat(floats(Indexed.at(FIVE, 7).set(9))).containsExactly(0, 1, 2, 3, 4);
        assertThat(floats(Indexed.at(FIVE, 7).mode(GatherScatterMode.CLIP).set(9))).containsExactly(0, 1, 2, 3, 9);
        assertThat(floats(Tensors.take(FIVE, outside, 0))).containsExactly(Float.NaN, Float.NaN, 4);
        assertThat(floats(Tensors.take(FIVE, outside, 0, GatherScatterMode.CLIP))).containsExactly(4, 0, 0);
        assertThat(Tensors.take(ints(1, 2), ints(5), 0).array().longAt(0)).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void theLastOfSeveralStays() {
        Tensor set = Indexed.at(FIVE, ints(1, 1, 3)).set(Tensors.of(7, 8, 9));
        assertThat(floats(set)).containsExactly(0, 8, 2, 9, 4);
        Tensor gradient = Transforms.grad((Tensor values) -> Indexed.at(FIVE, ints(1, 1, 3)).set(values).sum())
                .apply(Tensors.of(7, 8, 9));
        assertThat(floats(gradient)).containsExactly(0, 1, 1);
    }

    @Test
    void valuesTakeTheTensorsDtype() {
        Tensor set = Indexed.at(ints(0, 1, 2), 1).set(2.7);
        assertThat(set.dtype()).isEqualTo(DType.INT32);
        assertThat(set.array().longAt(1)).isEqualTo(2);
        assertThat(Indexed.at(ints(0, 1, 2), 1).add(2.7).array().longAt(1)).isEqualTo(3);
    }

    @Test
    void aMaskKeepsTheShape() {
        Tensor x = counted(2, 3);
        Tensor rows = Array.ofLongs(TensorSpec.of(DType.BOOL, 2), i -> i);
        assertThat(floats(Indexed.at(x, rows).set(Tensors.of(7, 8, 9)))).containsExactly(0, 1, 2, 7, 8, 9);
        assertThat(floats(Indexed.at(x, all(), at(Array.ofLongs(TensorSpec.of(DType.BOOL, 3), i -> i % 2))).add(10)))
                .containsExactly(0, 11, 2, 3, 14, 5);
        assertThat(floats(Transforms.jit((Tensor y) -> Indexed.at(y, y.gt(3)).mul(2)).apply(x)))
                .containsExactly(0, 1, 2, 3, 8, 10);
    }

    @Test
    void aMaskWithKnownValuesGivesItsPlaces() {
        Tensor x = counted(2, 3);
        Tensor mask = x.gt(3);
        assertThat(floats(Indexed.at(x, mask).get())).containsExactly(4, 5);
        assertThat(floats(Indexed.at(x, mask).set(Tensors.of(7, 8)))).containsExactly(0, 1, 2, 3, 7, 8);
        assertThat(floats(Transforms.jit((Tensor y) -> Indexed.at(y, mask).get().mul(2)).apply(x)))
                .containsExactly(8, 10);
        Tensor rows = Array.ofLongs(TensorSpec.of(DType.BOOL, 2), i -> i);
        assertThat(floats(Indexed.at(x, at(rows), at(2)).get())).containsExactly(5);
        assertThatThrownBy(() -> Indexed.at(x, rows, rows).get())
                .hasMessageContaining("at: a mask is expected to have the extents of its axes of f32[2,3], [3]");
    }

    @Test
    void refusalsTellWhy() {
        assertThatThrownBy(() -> Transforms.jit((Tensor x) -> Indexed.at(x, x.gt(2)).get()).apply(FIVE))
                .isInstanceOf(ConcretizationException.class).hasMessageContaining("bool[5]")
                .hasMessageContaining("shapes do not depend on numbers")
                .hasMessageContaining("Tensors.where(mask, x, other)").hasMessageContaining("Searching.nonzero");
        assertThatThrownBy(
                () -> Transforms.jit((Tensor x) -> Indexed.at(x, x.gt(2)).set(Tensors.of(1, 2))).apply(FIVE))
                .hasMessageContaining("at(...).set: values that broadcast to [1] are expected; got f32[2]")
                .hasMessageContaining("Tensors.where");
        assertThatThrownBy(() -> Indexed.at(FIVE, Tensors.ones(DType.BOOL, Shape.of(4))).set(1))
                .hasMessageContaining("the shape of its axes");
        assertThatThrownBy(() -> Indexed.at(FIVE, 1, 2)).hasMessageContaining("at: indices of 1 axes are expected");
        assertThatThrownBy(() -> Indexed.at(FIVE, ellipsis(), ellipsis())).hasMessageContaining("one ellipsis");
        assertThatThrownBy(() -> Indexed.at(FIVE, FIVE)).hasMessageContaining("cast(DType.INT32)");
        assertThatThrownBy(() -> range(0, 4, 0)).hasMessageContaining("a step other than 0");
        assertThatThrownBy(() -> Indexed.at(FIVE, range(0, 2)).set(Tensors.of(1, 2, 3)))
                .hasMessageContaining("values that broadcast to [2] are expected; got f32[3]");
        assertThatThrownBy(() -> Indexed.at(Tensors.zeros(0), 0).get()).hasMessageContaining("no element to index");
        assertThatThrownBy(() -> Indexed.at(counted(2, 2), ints(0, 1), ints(0, 1, 1)).get())
                .hasMessageContaining("broadcast to one shape");
        assertThatThrownBy(() -> Indexed.at(FIVE.gt(2), all()).add(FIVE.gt(3))).hasMessageContaining("no truth values");
    }

    @Test
    void factorsOfUniqueIndicesHaveADerivative() {
        Tensor two = Tensors.of(2);
        assertThatThrownBy(() -> Transforms.grad((Tensor u) -> Indexed.at(FIVE, ints(3)).mul(u).sum()).apply(two))
                .isInstanceOf(UnsupportedOperationException.class).hasMessageContaining("uniqueIndices()");
        assertThat(floats(Transforms.grad((Tensor u) -> Indexed.at(FIVE, ints(3)).uniqueIndices().mul(u).sum())
                .apply(two))).containsExactly(3);
    }

    @Test
    void takingChecksItsOperands() {
        assertThatThrownBy(() -> Tensors.take(FIVE, FIVE, 0)).hasMessageContaining("indices.cast(DType.INT32)");
        assertThatThrownBy(() -> Tensors.take(Tensors.zeros(0), ints(0), 0))
                .hasMessageContaining("no elements to take");
        assertThatThrownBy(() -> Tensors.takeAlongAxis(counted(2, 3), ints(0), 0))
                .hasMessageContaining("takeAlongAxis: indices with the axes of");
        assertThatThrownBy(() -> Slicing.dynamicSlice(FIVE, List.of(), 2))
                .hasMessageContaining("a start is expected for each axis");
        assertThatThrownBy(() -> Slicing.dynamicSlice(FIVE, List.of(Tensors.scalar(0)), 6))
                .hasMessageContaining("must lie in the operand");
        assertThatThrownBy(() -> Slicing.gather(FIVE, ints(0), new GatherDimensionNumbers(List.of(), List.of(), List.of(
                0)), List.of(1), GatherScatterMode.CLIP))
                .hasMessageContaining("each axis of the operand must be one of");
    }
}
