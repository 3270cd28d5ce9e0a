package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class NnTests {
    private static final Tensor QUERY = Tensors.ones(2, 3, 4, 5);
    private static final Tensor KEY = Tensors.ones(2, 6, 2, 5);

    @Test
    void gluNeedsAnEvenNumberOfElements() {
        assertThatThrownBy(() -> Nn.glu(Tensors.ones(2, 3), -1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("glu: an even number of elements along axis -1 is expected; got f32[2,3]");
    }

    @Test
    void softmaxTakesTheLastAxisWhenNoneIsNamed() {
        Tensor x = Tensors.of(1, 2, 3, 4).reshape(2, 2);
        assertThat(Nn.softmax(x).toFloats()).isEqualTo(Nn.softmax(x, 1).toFloats());
        assertThat(Nn.logSumExp(x).shape()).isEqualTo(Shape.of());
    }

    @Test
    void softmaxRefusesAnAxisThatIsNone() {
        assertThatThrownBy(() -> Nn.softmax(Tensors.ones(2, 3), 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("softmax: f32[2,3] has no axis 2; its axes are -2 to 1");
        assertThatThrownBy(() -> Nn.softmax(Tensors.scalar(1.0))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("softmax: f32[] has no axis -1; its axes are none");
    }

    @Test
    void theSecondDerivativeOfSoftmaxFollowsItsRule() {
        var second = Transforms.hessian((Tensor x) -> Nn.softmax(x).at(0)).apply(Tensors.of(0, 0));
        assertThat(second.toFloats()).containsExactly(0, 0, 0, 0);
        var other = Transforms.hessian((Tensor x) -> Nn.softmax(x).at(0)).apply(Tensors.of((float) Math.log(3), 0));
        assertThat(other.at(0).at(0).item()).isCloseTo(-0.09375, Offset.offset(1e-6));
    }

    @Test
    void activationsTakeIntegersForFloats() {
        Tensor integers = Array.ofInts(Shape.of(2), -1, 2);
        assertThat(Nn.gelu(integers).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Nn.silu(integers).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Nn.relu(integers).dtype()).isEqualTo(DType.INT32);
    }

    @Test
    void attentionTellsWhatDoesNotFit() {
        assertThatThrownBy(() -> Nn.dotProductAttention(QUERY, KEY, Tensors.ones(2, 6, 2, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dotProductAttention: a value like the key is expected; got f32[2,6,2,4] and f32[2,6,2,5]");
        assertThatThrownBy(() -> Nn.dotProductAttention(QUERY.slice(3, 0, 4), KEY, KEY))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("dotProductAttention: a query of the key's"
                        + " dtype, batch and width, [B,T,N,H], is expected; got f32[2,3,4,4] and a key f32[2,6,2,5]");
        assertThatThrownBy(() -> Nn.dotProductAttention(QUERY.slice(2, 0, 3), KEY, KEY))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(
                        "dotProductAttention: the query's heads must be a multiple of the key's heads; got 3 and 2");
        assertThatThrownBy(() -> Nn.dotProductAttention(Tensors.ones(3, 4), KEY, KEY))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(
                        "dotProductAttention: query of shape [T,N,H] or [B,T,N,H] is expected; got f32[3,4]");
    }

    @Test
    void attentionTellsWhichOptionDoesNotFit() {
        assertThatThrownBy(() -> attend(AttentionOptions.DEFAULT.withMask(Tensors.ones(3, 6))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dotProductAttention: a mask of truth values is expected; got f32[3,6]."
                        + " Compare it first, as mask.ne(0)");
        assertThatThrownBy(() -> attend(AttentionOptions.DEFAULT.withBias(Tensors.ones(3, 5))))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(
                        "dotProductAttention: a bias that broadcasts to [2,4,3,6] is expected; got f32[3,5]");
        assertThatThrownBy(() -> attend(AttentionOptions.DEFAULT.withQuerySeqLengths(Tensors.ones(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dotProductAttention: querySeqLengths of i32[2] is expected; got f32[2]");
        assertThatThrownBy(
                () -> attend(AttentionOptions.DEFAULT.withKeyValueSeqLengths(Array.ofInts(Shape.of(1), 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dotProductAttention: keyValueSeqLengths of i32[2] is expected; got i32[1]");
    }

    private static Tensor attend(AttentionOptions options) { return Nn.dotProductAttention(QUERY, KEY, KEY, options); }
}
