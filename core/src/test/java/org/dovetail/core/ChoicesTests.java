package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ChoicesTests {
    private static final Key KEY = Prng.key(0);
    private static final Shape TWO = Shape.of(2);

    @Test
    void randintTakesIntegersThatFit() {
        assertThatThrownBy(() -> Choices.randint(KEY, TWO, 0, 2, DType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("randint: an integer dtype of 8 bits or more is expected; got f32");
        assertThatThrownBy(() -> Choices.randint(KEY, TWO, Tensors.of(0), Tensors.of(1), DType.INT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("randint: an integer bound of 8 bits or more is expected; got f32");
        assertThatThrownBy(() -> Choices.randint(KEY, TWO, Tensors.arange(3), Tensors.arange(3), DType.INT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("randint: bounds that broadcast to [2] are expected; got i32[3]");
    }

    @Test
    void choiceTellsWhenThereAreNotEnough() {
        assertThatThrownBy(() -> Choices.choice(KEY, 3, Shape.of(4), ChoiceOptions.DEFAULT.withoutReplacement()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("choice: 4 of 3 elements can not be drawn without replacement");
        assertThatThrownBy(() -> Choices.choice(KEY, 0, TWO, ChoiceOptions.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("choice: 2 of 0 elements can not be drawn");
        assertThat(Choices.choice(KEY, 0, Shape.of(0), ChoiceOptions.DEFAULT).spec())
                .isEqualTo(TensorSpec.of(DType.INT32, 0));
        assertThatThrownBy(() -> Choices.choice(KEY, 3, TWO, ChoiceOptions.DEFAULT.withProbabilities(Tensors.of(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("choice: a probability for each of 3 elements is expected; got f32[2]");
    }

    @Test
    void categoricalTellsWhatDoesNotFit() {
        Tensor logits = Tensors.ones(3, 4);
        assertThatThrownBy(() -> Choices.categorical(KEY, logits, -1, TWO, SampleMode.LOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("categorical: logits whose other axes [3] broadcast to [2] are expected");
        assertThatThrownBy(() -> Choices.categoricalWithoutReplacement(KEY, logits, -1, Shape.of(5, 3)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(
                        "categoricalWithoutReplacement: at most 4 classes of f32[3,4] can be drawn; got 5");
    }

    @Test
    void whatIsDrawnEagerlyIsDrawnCompiled() {
        Tensor p = Tensors.of(0.1f, 0.4f, 0.2f, 0.3f);
        ChoiceOptions options = ChoiceOptions.DEFAULT.withProbabilities(p);
        var drawn = Transforms.jit((Key key) -> Choices.choice(key, 4, Shape.of(50), options));
        assertThat(drawn.apply(KEY).toFloats()).isEqualTo(Choices.choice(KEY, 4, Shape.of(50), options).toFloats());
        var order = Transforms.jit((Key key) -> Choices.permutation(key, 3000));
        assertThat(order.apply(KEY).toFloats()).isEqualTo(Choices.permutation(KEY, 3000).toFloats());
    }

    @Test
    void manyKeysDrawWhatEachDraws() {
        Key keys = Prng.split(KEY, 3);
        Tensor drawn = Transforms.vmap((Key key) -> Choices.randint(key, TWO, 0, 100)).apply(keys);
        for (int i = 0; i < 3; i++) {
            assertThat(drawn.at(i).toFloats()).isEqualTo(Choices.randint(keys.at(i), TWO, 0, 100).toFloats());
        }
    }
}
