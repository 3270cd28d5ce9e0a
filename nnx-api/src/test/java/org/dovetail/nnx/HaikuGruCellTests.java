package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dovetail.core.Array;
import org.dovetail.core.Carry;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.junit.jupiter.api.Test;

/** What the cell holds and refuses; that it computes as {@code hk.GRU} is judged by goldens. */
class HaikuGruCellTests {
    @Test
    void itHoldsTheArraysOfHaikusGru() {
        assertThat(Nnx.state(new HaikuGruCell(2, 3, new Rngs(0))))
                .hasToString("{'bias': (9,), 'input': (2, 9), 'recurrent': (3, 9)}");
        assertThat(new HaikuGruCell(2, 3, new Rngs(0)).initialState(4).toFloats()).hasSize(12).containsOnly(0);
    }

    @Test
    void theStateIsResetBeforeItsProduct() {
        HaikuGruCell cell = new HaikuGruCell(1, 2, new Rngs(0));
        cell.input.set(Tensors.zeros(1, 6));
        cell.bias.set(Array.ofFloats(Shape.of(6), 30, 30, 30, -30, 0, 0));
        cell.recurrent.set(Array.ofFloats(Shape.of(2, 6), 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0));
        Carry<Tensor, Tensor> step = cell.call(Array.ofFloats(Shape.of(1, 2), 0.5f, 8), Tensors.zeros(1, 1));
        assertThat(step.carry().toFloats()[0]).as("tanh of what reset keeps, 0.5 + 0·8").isEqualTo(
                (float) Math.tanh(0.5),
                within(1e-6f));
        assertThat(step.out()).isSameAs(step.carry());
    }

    @Test
    void aWrongExtentIsNamed() {
        HaikuGruCell cell = new HaikuGruCell(2, 3, new Rngs(0));
        assertThatThrownBy(() -> cell.call(Tensors.zeros(1, 3), Tensors.zeros(1, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HaikuGruCell: the last axis of x must be 2, as its weights have it; got f32[1,5]");
        assertThatThrownBy(() -> cell.call(Tensors.zeros(1, 4), Tensors.zeros(1, 2)))
                .hasMessage("HaikuGruCell: the last axis of state must be 3, as its weights have it; got f32[1,4]");
    }
}
