package org.dovetail.bridge.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dovetail.bridge.rules.Entries;
import org.dovetail.bridge.rules.Fit;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Rules;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.bridge.rules.Units;
import org.dovetail.core.DType;
import org.junit.jupiter.api.Test;

class StepsTests {
    private final Kinds kinds = new Kinds(Rules.builtIn());

    @Test
    void theInverseOfAStepIsTheStepOfTheWayBack() {
        Unit haiku = Entries.unit(Style.HAIKU, "conv2_d_transpose w bf16[3,3,4,5]", "conv2_d_transpose b bf16[4,1,1]");
        Unit nnx = Entries.unit(Style.NNX, "up kernel [3,3,5,4]", "up bias [4]");
        Fit fit = kinds.fits(haiku, nnx).getFirst();
        Step there = Steps.of(haiku, nnx, fit, Basis.SHAPE);
        assertThat(there.moves().getFirst().ops()).containsExactly(new TensorOp.Permute(List.of(0, 1, 3, 2)),
                new TensorOp.Cast(DType.BFLOAT16, DType.FLOAT32));
        assertThat(Steps.of(nnx, haiku, fit, Basis.SHAPE)).isEqualTo(there.inverse());
        assertThat(Steps.lossy(there, Optional.empty())).isEmpty();
        assertThat(Steps.lossy(there.inverse(), Optional.empty())).hasSize(2);
        assertThat(Steps.lossy(there.inverse(), Optional.of(DType.BFLOAT16))).isEmpty();
    }

    @Test
    void aStackIsTakenApartAndPutTogether() {
        Unit stack = Entries.unit(Style.HAIKU, "__layer_stack_no_per_layer/conv2_d w [2,3,3,4,5]",
                "__layer_stack_no_per_layer/conv2_d b [2,5,1,1]");
        List<Unit> layers = Units.recognise(Style.NNX, Entries.of("a.0 kernel [3,3,4,5]", "a.0 bias [5]",
                "a.1 kernel [3,3,4,5]", "a.1 bias [5]"), Rules.builtIn(), Set.of());
        Fit fit = kinds.fits(stack, layers.getFirst()).getFirst();
        Step apart = Steps.of(List.of(stack), layers, fit, Basis.BLOCK);
        assertThat(apart.moves().getLast().ops()).extracting(TensorOp::toString).containsExactly("unstack 2",
                "reshape[5,1,1]->[5]");
        assertThat(apart.target()).isEqualTo("a.0 .. a.1");
        assertThat(Steps.of(layers, List.of(stack), fit, Basis.BLOCK)).isEqualTo(apart.inverse());
        Unit vmapped = Entries.unit(Style.NNX, "a kernel [2,3,3,4,5]", "a bias [2,5]").withLayers(2).orElseThrow();
        Step whole = Steps.of(stack, vmapped, kinds.fits(stack, vmapped).getFirst(), Basis.SHAPE);
        assertThat(whole.moves().getLast().ops()).extracting(TensorOp::toString)
                .containsExactly("reshape[2,5,1,1]->[2,5]");
    }

    @Test
    void whatOnlyOneSideHasStandsAside() {
        Unit haiku = Entries.unit(Style.HAIKU, "n/~/mean_ema average [1,4]", "n/~/mean_ema hidden [1,4]",
                "n/~/mean_ema counter i32[]", "n/~/var_ema average [1,4]");
        Unit nnx = Entries.unit(Style.NNX, "bn mean [4]", "bn var [4]");
        Step step = Steps.of(haiku, nnx, kinds.fits(haiku, nnx).getFirst(), Basis.NAME);
        assertThat(step.kind()).isEqualTo("BatchNorm");
        assertThat(step.moves()).hasSize(2);
        assertThat(step.sourceOnly()).extracting(Aside::role).containsExactly("~/mean_ema/hidden",
                "~/mean_ema/counter");
        assertThat(step.inverse().targetOnly()).isEqualTo(step.sourceOnly());
        Unit stream = Entries.unit(Style.NNX, "rngs key u32[2]", "rngs count u32[]");
        Step left = Steps.leftOut(stream, Units.leftOut(stream, Rules.builtIn()).orElseThrow(), false);
        assertThat(left.source()).isEmpty();
        assertThat(left.target()).isEqualTo("rngs");
        assertThat(left.targetOnly()).hasSize(2);
    }

    @Test
    void rawArraysHaveNoKind() {
        Unit haiku = Entries.unit(Style.HAIKU, "~ gain bf16[3]");
        Unit nnx = Entries.unit(Style.NNX, ". gain [3]");
        Step step = Steps.of(haiku, nnx, kinds.fits(haiku, nnx).getFirst(), Basis.SHAPE);
        assertThat(step.kind()).isEmpty();
        assertThat(step.moves().getFirst().ops()).containsExactly(new TensorOp.Cast(DType.BFLOAT16, DType.FLOAT32));
        assertThat(Steps.same("", haiku, haiku, Basis.NAME).moves().getFirst().ops()).isEmpty();
    }

    @Test
    void layersOfAnotherNumberAreNoStep() {
        Unit stack = Entries.unit(Style.HAIKU, "__layer_stack_no_per_layer/linear w [3,4,4]");
        Unit one = Entries.unit(Style.NNX, "a kernel [4,4]");
        Fit fit = kinds.fits(stack, one).getFirst();
        assertThatThrownBy(() -> Steps.of(List.of(stack), List.of(one, one), fit, Basis.SHAPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "__layer_stack_no_per_layer/linear and a .. a cannot be one step: 1 units of 3 layers, 2 of 0");
    }

    @Test
    void arraysOfAStackMustHaveOneDtype() {
        Unit stack = Entries.unit(Style.HAIKU, "__layer_stack_no_per_layer/linear w [2,4,4]");
        Unit a = Entries.unit(Style.NNX, "a kernel [4,4]");
        Unit b = Entries.unit(Style.NNX, "b kernel bf16[4,4]");
        assertThatThrownBy(() -> Steps.of(List.of(stack), List.of(a, b), kinds.fits(stack, a).getFirst(), Basis.SHAPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("arrays that are moved together differ in dtype: [a/kernel f32[4,4], b/kernel bf16[4,4]]");
    }
}
