package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What Tensor does besides calling a primitive; the expected dtypes were printed by jax 0.10.2. */
final class TensorTests {
    private static final Tensor MATRIX = Array.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

    private static Tensor of(DType dtype, long... values) {
        return Array.ofLongs(TensorSpec.of(dtype, values.length), i -> values[(int) i]);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void javaNumbersTakeTheTensorsDtype() {
        assertThat(of(DType.INT8, 1).add(2).dtype()).isEqualTo(DType.INT8);
        assertThat(of(DType.INT8, 1).mul(1.5).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(of(DType.BOOL, 1).add(1).dtype()).isEqualTo(DType.INT32);
        assertThat(of(DType.BFLOAT16, 1).mul(1.5).dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(of(DType.INT64, 0).add((1L << 53) + 1).array().longAt(0)).isEqualTo((1L << 53) + 1);
    }

    @Test
    void sumsOfIntegersHaveAtLeast32Bits() {
        assertThat(of(DType.BOOL, 1, 1, 0).sum().spec()).hasToString("i32[]");
        assertThat(of(DType.BOOL, 1, 1, 0).sum().item()).isEqualTo(2);
        assertThat(of(DType.INT8, 100, 100).sum().item()).isEqualTo(200);
        assertThat(of(DType.UINT16, 3, 2).prod().dtype()).isEqualTo(DType.UINT32);
        assertThat(of(DType.INT64, 3, 2).sum().dtype()).isEqualTo(DType.INT64);
        assertThat(of(DType.INT8, 3, 2).max().dtype()).isEqualTo(DType.INT8);
        assertThat(of(DType.BFLOAT16, 3, 2).sum().dtype()).isEqualTo(DType.BFLOAT16);
    }

    @Test
    void allAndAnyAskWhetherElementsAreZero() {
        assertThat(of(DType.INT32, 1, 2).all().spec()).hasToString("bool[]");
        assertThat(of(DType.INT32, 1, 2).all().item()).isOne();
        assertThat(Tensors.of(0, 0.5f).any().item()).isOne();
    }

    @Test
    void theMeanOfHalvesIsComputedInFloat32() {
        Tensor x = Tensors.of(1, 0.00390625f, 1, 1).cast(DType.BFLOAT16);
        assertThat(x.mean().spec()).hasToString("bf16[]");
        assertThat(x.mean().item()).isEqualTo(0.75);
        assertThat(of(DType.INT32, 1, 2).mean().item()).isEqualTo(1.5);
        assertThat(MATRIX.mean(0).toFloats()).containsExactly(2.5f, 3.5f, 4.5f);
    }

    @Test
    void wholePowersMultiply() {
        assertThat(of(DType.INT8, 2, -3).pow(3).spec()).hasToString("i8[2]");
        assertThat(of(DType.INT8, 2, -3).pow(3).toFloats()).containsExactly(8, -27);
        assertThat(Tensors.of(-2, 4).pow(-2).toFloats()).containsExactly(0.25f, 0.0625f);
        assertThat(Tensors.of(-2, 4).pow(0).toFloats()).containsExactly(1, 1);
        assertThat(Tensors.of(4).pow(0.5).toFloats()).containsExactly(2);
        assertThat(of(DType.BOOL, 1).pow(2).dtype()).isEqualTo(DType.INT32);
        refused(() -> of(DType.INT8, 2).pow(-1),
                "pow: integers have no negative powers; got i8[1] to the -1. Cast with cast(DType.FLOAT32)");
    }

    @Test
    void integersNeedNoRounding() {
        assertThat(of(DType.INT8, 2).floor().dtype()).isEqualTo(DType.INT8);
        assertThat(Tensors.round(of(DType.UINT8, 2)).dtype()).isEqualTo(DType.UINT8);
        assertThat(of(DType.INT8, 2).exp().dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void elementsCountFromEitherEnd() {
        assertThat(MATRIX.at(-1).toFloats()).containsExactly(4, 5, 6);
        assertThat(MATRIX.at(0).toFloats()).containsExactly(1, 2, 3);
        refused(() -> MATRIX.at(2), "at: f32[2,3] has no element 2 along axis 0");
        refused(() -> Tensors.scalar(1).at(0), "at: i32[] has no axis 0; its axes are none");
    }

    @Test
    void axesCountFromEitherEnd() {
        assertThat(MATRIX.sum(-1).toFloats()).containsExactly(6, 15);
        assertThat(MATRIX.expandDims(-1).shape()).isEqualTo(Shape.of(2, 3, 1));
        refused(() -> MATRIX.sum(2), "sum: f32[2,3] has no axis 2; its axes are -2 to 1");
        refused(() -> MATRIX.expandDims(3), "expandDims: the new axis of f32[2,3] can be -3 to 2; got 3");
        refused(() -> MATRIX.squeeze(1), "squeeze: axis 1 of f32[2,3] is not of extent 1");
    }

    @Test
    void onlyOneElementIsAnItem() {
        refused(MATRIX::item, "item(): one element is expected; got f32[2,3]. Reduce it with sum(), all() or any(), or "
                + "take one with at(i)");
    }

    @Test
    void shapesThatDoNotBroadcastAreRefused() {
        refused(() -> MATRIX.add(Tensors.zeros(2)),
                "add: shapes do not broadcast: f32[2,3] and f32[2]. Extents must be "
                        + "equal or 1, counted from the last axis; reshape or transpose one of them");
        refused(() -> MATRIX.broadcastTo(Shape.of(3)), "broadcastTo: f32[2,3] does not broadcast to [3]. Extents must "
                + "be equal or 1, counted from the last axis; reshape or transpose it, or add axes with expandDims");
        refused(() -> Tensors.where(MATRIX.gt(1), Tensors.zeros(2), MATRIX),
                "where: shapes do not broadcast: bool[2,3], f32[2] and f32[2,3]");
    }

    @Test
    void productsOfOtherExtentsAreRefused() {
        refused(() -> MATRIX.matmul(MATRIX),
                "dot: contracting dimensions differ: f32[2,3] axis 1 is 3, f32[2,3] axis 0 "
                        + "is 2. Transpose or reshape one of them");
        refused(() -> MATRIX.matmul(Tensors.scalar(2.0)),
                "matmul: at least one axis is expected; got f32[2,3] and f32[]. For a scalar use mul");
        refused(() -> Tensors.zeros(2, 3, 4).matmul(Tensors.zeros(3, 4, 5)),
                "matmul: batch axes do not broadcast: f32[2,3,4] and f32[3,4,5]");
    }

    @Test
    void reshapesFillInTheOpenExtent() {
        assertThat(MATRIX.reshape(-1, 2).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(Tensors.zeros(0, 3).reshape(-1, 3).shape()).isEqualTo(Shape.of(0, 3));
        refused(() -> MATRIX.reshape(4, -1), "reshape: f32[2,3] does not part into [4, -1]");
        refused(() -> MATRIX.reshape(4), "reshape: f32[2,3] has 6 elements, [4] has 4. Give a shape of as "
                + "many elements; -1 stands for the extent that is left");
    }

    @Test
    void wrongDtypesAreRefused() {
        refused(() -> of(DType.BOOL, 1).neg(), "neg: a number is expected; got [bool[1]]");
        refused(() -> MATRIX.not(), "not: truth values or integers are expected; got [f32[2,3]]");
        refused(() -> of(DType.BOOL, 1).sub(of(DType.BOOL, 1)), "sub: numbers are expected; got [bool[1], bool[1]]");
        refused(() -> Tensors.bitcast(MATRIX, DType.UINT8),
                "bitcast[u8]: a dtype of 1 bytes is expected; got [f32[2,3]]");
    }

    @Test
    void partsThatAreNotThereAreRefused() {
        refused(() -> MATRIX.slice(1, 2, 4), "slice[starts=[0, 2], limits=[2, 4]]: 0 <= start <= limit <= extent and a "
                + "positive stride are expected; got [f32[2,3]]");
        refused(() -> Tensors.concatenate(0, MATRIX, Tensors.zeros(2, 4)),
                "concatenate[axis=0]: operands that differ in axis 0 alone are expected; got [f32[2,3], f32[2,4]]. "
                        + "Concatenate along another axis, or slice, pad or cast them to fit");
        refused(() -> MATRIX.transpose(0, 0),
                "transpose[0, 0]: a permutation of the operand's axes is expected; got [f32[2,3]]. Name each axis once");
        refused(() -> Tensors.zeros(0, 2).max(0), "max: at least one element is expected along the axes; got f32[0,2]. "
                + "Give a number to begin with: Reductions.max(x, along, initial)");
        assertThat(Tensors.zeros(0, 2).max(1).shape()).isEqualTo(Shape.of(0));
        refused(() -> Tensors.zeros(0).argMax(0),
                "argmax[axis=0, i32]: at least one element along axis 0 is expected; got [f32[0]]");
    }

    @Test
    void clipsAtEqualBoundsHaveHalfTheDerivative() {
        Tensor x = Tensors.of(-2, -1, 0, 1.5f, 3);
        assertThat(Tensors.clip(x, -1, 1.5).toFloats()).containsExactly(-1, -1, 0, 1.5f, 1.5f);
        assertThat(Transforms.grad((Tensor t) -> Tensors.clip(t, -1, 1.5).sum()).apply(x).toFloats())
                .containsExactly(0, 0.5f, 1, 0.5f, 0);
        assertThat(List.of(Tensors.clip(of(DType.INT32, 5), 0, 2).spec())).hasToString("[i32[1]]");
    }
}
