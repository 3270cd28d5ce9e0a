package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Axis.BROADCAST;
import static org.dovetail.core.Collectives.allGather;
import static org.dovetail.core.Collectives.axisIndex;
import static org.dovetail.core.Collectives.axisSize;
import static org.dovetail.core.Collectives.pmax;
import static org.dovetail.core.Collectives.pmean;
import static org.dovetail.core.Collectives.pmin;
import static org.dovetail.core.Collectives.psum;
import static org.dovetail.core.Transforms.checkpoint;
import static org.dovetail.core.Transforms.customJvp;
import static org.dovetail.core.Transforms.customVjp;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.graphOf;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import org.dovetail.core.fn.F1;
import org.dovetail.core.graph.Graph;
import org.junit.jupiter.api.Test;

final class CollectivesTests {
    private static final Tensor X = Tensors.of(1, 2, 3, 4);
    private static final Tensor GRID = Array.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

    /** Some function with a sum over lanes named i, and its results on X. */
    private static final F1<Tensor, Tensor> F = a -> psum(a.mul(a), "i").mul(a);
    private static final float[] F_OF_X = {30, 60, 90, 120};
    private static final float[] GRADIENT_OF_F = {50, 70, 90, 110};

    private static float[] overX(F1<Tensor, Tensor> f) { return vmap(f).named("i").apply(X).toFloats(); }

    @Test
    void lanesAreReducedByTheirName() {
        assertThat(overX(a -> psum(a, "i"))).containsExactly(10, 10, 10, 10);
        assertThat(overX(a -> pmean(a, "i"))).containsExactly(2.5f, 2.5f, 2.5f, 2.5f);
        assertThat(overX(a -> pmax(a, "i"))).containsExactly(4, 4, 4, 4);
        assertThat(overX(a -> pmin(a, "i"))).containsExactly(1, 1, 1, 1);
        assertThat(overX(a -> axisIndex("i").mul(axisSize("i")))).containsExactly(0, 4, 8, 12);
    }

    @Test
    void treesAreReducedTensorByTensor() {
        List<List<Tensor>> sums = vmap((Tensor a) -> psum(List.of(List.of(a, a.mul(2))), "i")).named("i").out(BROADCAST)
                .apply(X);
        assertThat(sums.get(0).get(1).item()).isEqualTo(20);
    }

    @Test
    void whatIsTheSameForAllCountsOncePerLane() {
        Tensor two = Tensors.scalar(2.0);
        assertThat(overX(a -> psum(two, "i"))).containsExactly(8, 8, 8, 8);
        assertThat(overX(a -> pmean(two, "i"))).containsExactly(2, 2, 2, 2);
        assertThat(overX(a -> pmax(two, "i"))).containsExactly(2, 2, 2, 2);
        assertThat(vmap((Tensor a) -> allGather(two, "i")).named("i").out(BROADCAST).apply(X).toFloats())
                .containsExactly(2, 2, 2, 2);
    }

    @Test
    void dtypesAreThoseOfJax() {
        Tensor bytes = Tensors.of(100, 100).cast(DType.INT8);
        assertThat(vmap((Tensor a) -> psum(a, "i")).named("i").apply(bytes).spec()).hasToString("i8[2]");
        assertThat(vmap((Tensor a) -> psum(a, "i")).named("i").apply(X.gt(2)).spec()).hasToString("i32[4]");
        assertThat(vmap((Tensor a) -> pmean(a, "i")).named("i").apply(X.gt(2)).spec()).hasToString("f32[4]");
        assertThat(vmap((Tensor a) -> pmax(a, "i")).named("i").apply(X.gt(2)).spec()).hasToString("bool[4]");
    }

    @Test
    void namesNest() {
        F1<Tensor, Tensor> both = row -> vmap((Tensor a) -> psum(a, "i").mul(10).add(psum(a, "j"))
                .add(psum(a, "i", "j").mul(100)).add(axisIndex("i", "j").mul(0.125))).named("j").apply(row);
        assertThat(vmap(both).named("i").apply(GRID).toFloats())
                .containsExactly(2156, 2176.125f, 2196.25f, 2165.375f, 2185.5f, 2205.625f);
    }

    @Test
    void theInnerOfTwoEqualNamesIsMeant() {
        F1<Tensor, Tensor> rows = row -> vmap((Tensor a) -> pmean(a, "i")).named("i").apply(row);
        assertThat(vmap(rows).named("i").apply(GRID).toFloats()).containsExactly(2, 2, 2, 5, 5, 5);
    }

    @Test
    void namesPassThroughAxesWithoutAName() {
        F1<Tensor, Tensor> inner = row -> vmap((Tensor a) -> psum(a, "i")).apply(row);
        assertThat(vmap(inner).named("i").apply(GRID).toFloats()).containsExactly(5, 7, 9, 5, 7, 9);
        F1<Tensor, Tensor> gathered = row -> vmap((Tensor a) -> allGather(a, "i")).apply(row);
        assertThat(vmap(gathered).named("i").out(BROADCAST).apply(GRID).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void gradientsAreThoseOfJaxInAnyOrder() {
        assertThat(grad((Tensor v) -> vmap(F).named("i").apply(v).sum()).apply(X).toFloats())
                .containsExactly(GRADIENT_OF_F);
        assertThat(overX(grad(F))).containsExactly(GRADIENT_OF_F);
        assertThat(overX(grad((Tensor a) -> psum(a.mul(a), "i")))).containsExactly(8, 16, 24, 32);
        assertThat(overX(grad((Tensor a) -> psum(a, "i").mul(3).add(psum(Tensors.scalar(2.0), "i")))))
                .containsExactly(12, 12, 12, 12);
        assertThat(jvp((Tensor v) -> vmap(F).named("i").apply(v), X, X).tangent().toFloats())
                .containsExactly(90, 180, 270, 360);
    }

    @Test
    void gradientsPassThroughGatheredLanes() {
        Tensor weights = Tensors.of(1, 10, 100, 1000);
        assertThat(overX(grad((Tensor a) -> allGather(a, "i").mul(weights).sum())))
                .containsExactly(4, 40, 400, 4000);
        assertThat(overX(grad((Tensor a) -> allGather(a, "i").max()))).containsExactly(0, 0, 0, 4);
    }

    @Test
    void extremesHaveNoDerivative() {
        assertThatThrownBy(() -> overX(grad((Tensor a) -> pmax(a, "i"))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "pmax[axis=i]: has no derivative, as in JAX. Write stopGradient(x) around its argument, or take "
                                + "max over the first axis of allGather(x, \"i\")");
        assertThat(overX(grad((Tensor a) -> pmax(Tensors.stopGradient(a), "i").mul(a)))).containsExactly(4, 4, 4, 4);
    }

    @Test
    void collectivesStandInGraphsAndOutsideOfThem() {
        assertThat(overX(jit(F))).containsExactly(F_OF_X);
        assertThat(jit((Tensor v) -> vmap(F).named("i").apply(v)).apply(X).toFloats()).containsExactly(F_OF_X);
        assertThat(overX(jit(grad(jit(F))))).containsExactly(GRADIENT_OF_F);
        assertThat(overX(jit((Tensor a) -> axisIndex("i").add(psum(Tensors.scalar(2), "i"))))).containsExactly(8, 9, 10,
                11);
        assertThat(vmap(jit((Tensor a) -> psum(a, "i"))).named("i").out(BROADCAST).apply(X).item()).isEqualTo(10);
    }

    @Test
    void aGraphWithoutBatchedArgumentsIsStillBatchedForItsNames() {
        F1<Tensor, Tensor> index = jit((Tensor a) -> axisIndex("i").add(a));
        assertThat(overX(_ -> index.apply(Tensors.scalar(5)))).containsExactly(5, 6, 7, 8);
    }

    @Test
    void graphsAreKeptByTheAxesAroundThem() {
        Jitted.Of1<Tensor, Tensor> mean = jit((Tensor a) -> pmean(a, "i"));
        assertThat(overX(mean)).containsExactly(2.5f, 2.5f, 2.5f, 2.5f);
        assertThat(vmap(mean).named("i").apply(Tensors.of(1, 2)).toFloats()).containsExactly(1.5f, 1.5f);
        assertThat(overX(mean)).containsExactly(2.5f, 2.5f, 2.5f, 2.5f);
        assertThat(mean.cached()).isEqualTo(2);
        assertThatThrownBy(() -> mean.apply(X)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void loopsAndChoicesHoldCollectives() {
        F1<Tensor, Tensor> scanned = a -> ControlFlow.scan(
                (Tensor carry, Tensor x) -> new Carry<>(psum(carry.mul(x), "i").add(a), carry), a, Tensors.of(1, 2))
                .carry();
        assertThat(overX(scanned)).containsExactly(101, 102, 103, 104);
        assertThat(overX(grad(scanned))).containsExactly(41, 41, 41, 41);
        F1<Tensor, Tensor> chosen = a -> ControlFlow.cond(a.gt(2), (Tensor x) -> psum(x, "i"), (Tensor x) -> x.neg(),
                a);
        assertThat(overX(chosen)).containsExactly(-1, -2, 10, 10);
        F1<Tensor, Tensor> looped = a -> ControlFlow.whileLoop((Tensor x) -> psum(x, "i").lt(100),
                (Tensor x) -> x.mul(2), a);
        assertThat(overX(looped)).containsExactly(16, 32, 48, 64);
        assertThat(overX(a -> ControlFlow.foriLoop(0, 2, (Tensor _, Tensor sum) -> sum.add(axisIndex("i")), a)))
                .containsExactly(1, 4, 7, 10);
    }

    @Test
    void rulesOfOnesOwnHoldCollectives() {
        F1<Tensor, Tensor> forwards = customJvp(F,
                (Tensor a, Tensor da) -> new JvpResult<>(F.apply(a), psum(da, "i").mul(a)));
        assertThat(overX(forwards)).containsExactly(F_OF_X);
        assertThat(overX(grad(forwards))).containsExactly(10, 10, 10, 10);
        assertThat(overX(jit(grad(jit(forwards))))).containsExactly(10, 10, 10, 10);
        assertThat(jvp((Tensor v) -> vmap(forwards).named("i").apply(v), X, X).tangent().toFloats())
                .containsExactly(10, 20, 30, 40);
        F1<Tensor, Tensor> backwards = customVjp(F, a -> new Carry<>(F.apply(a), a),
                (Tensor a, Tensor cotangent) -> psum(cotangent.mul(a), "i"));
        assertThat(overX(grad(backwards))).containsExactly(10, 10, 10, 10);
        assertThat(overX(jit(grad(jit(backwards))))).containsExactly(10, 10, 10, 10);
        assertThat(grad((Tensor v) -> jit((Tensor w) -> vmap(backwards).named("i").apply(w)).apply(v).sum()).apply(X)
                .toFloats()).containsExactly(10, 10, 10, 10);
    }

    @Test
    void checkpointsHoldCollectives() {
        assertThat(overX(grad(checkpoint(F)))).containsExactly(GRADIENT_OF_F);
        assertThat(grad((Tensor v) -> vmap(checkpoint(F)).named("i").apply(v).sum()).apply(X).toFloats())
                .containsExactly(GRADIENT_OF_F);
    }

    @Test
    void namesThatNoAxisHasAreRefused() {
        assertThatThrownBy(() -> psum(X, "i")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "psum: no axis is named \"i\" here; none has a name. Name the axis where the function is batched:  "
                                + "vmap(f).named(\"i\")");
        assertThatThrownBy(() -> overX(a -> axisIndex("j"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "axisIndex: no axis is named \"j\" here; named are [i]. Name the axis where the function is "
                                + "batched:  vmap(f).named(\"j\")");
    }

    @Test
    void graphsThatLeaveTheirAxisAreRefused() {
        Graph[] kept = new Graph[1];
        overX(a -> {
            kept[0] = graphOf(F, a);
            return a;
        });
        assertThat(kept[0]).hasToString("""
                { lambda a:f32[] . let
                    b:f32[] = mul a a
                    c:f32[] = psum[axis=i] b
                    d:f32[] = mul c a
                  in (d) }""");
        assertThatThrownBy(() -> kept[0].evaluate(List.of(Tensors.scalar(1.0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("psum[axis=i]: there is no axis named \"i\" here; the graph was staged within "
                        + "vmap(...).named(\"i\") and runs only there");
    }

    @Test
    void lanesMayDifferInNothingButTheirNumber() {
        assertThat(vmap((Tensor a) -> axisIndex("i").add(a)).in(BROADCAST).size(3).named("i").apply(Tensors.scalar(7))
                .toFloats()).containsExactly(7, 8, 9);
    }
}
