package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Axis.axis;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.valueAndGrad;
import static org.dovetail.core.Transforms.valueAndGradWithAux;
import static org.dovetail.core.Transforms.vjp;
import static org.dovetail.core.Transforms.vmap;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class TransformsTests {
    private static final Tensor X = Tensors.of(1, 2, 3);

    private record Params(Tensor w, Tensor other) {}

    private static final String AXES = "Choose the axes with in(...), where BROADCAST gives a tensor whole to every lane";

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void gradientsAreLikeTheirArgument() {
        Params gradient = grad((Params p) -> p.w().mul(p.w()).sum()).apply(new Params(X, X));
        assertThat(gradient.w().toFloats()).containsExactly(2, 4, 6);
        assertThat(gradient.other().toFloats()).containsExactly(0, 0, 0);
    }

    @Test
    void valuesComeWithGradientsAndMore() {
        var both = valueAndGrad((Tensor x, Tensor y) -> x.mul(y).sum()).apply(X, X);
        assertThat(both.value().item()).isEqualTo(14);
        assertThat(both.grad().toFloats()).containsExactly(1, 2, 3);
        var all = valueAndGradWithAux(
                (Tensor x, Integer times) -> new WithAux<>(x.sum().mul(times), new Params(x, x.mul(0.5)))).apply(X, 3);
        assertThat(all.value().item()).isEqualTo(18);
        assertThat(all.grad().toFloats()).containsExactly(3, 3, 3);
        assertThat(all.aux().other().toFloats()).containsExactly(0.5f, 1, 1.5f);
    }

    @Test
    void losesThatAreNoScalarsAreRefused() {
        refused(() -> grad((Tensor x) -> x.mul(x)).apply(X),
                "grad: the function must give a scalar; got f32[3]. Reduce it with mean() or sum()");
        refused(() -> valueAndGrad((Tensor x) -> x.sum().cast(DType.INT32)).apply(X),
                "valueAndGrad: the function must give a float; got i32[]. Cast it with cast(DType.FLOAT32)");
    }

    @Test
    void integersHaveNoGradient() {
        refused(() -> grad((Params p) -> p.w().sum()).apply(new Params(X, Tensors.scalar(3))),
                "grad: only floats can be differentiated; got i32[] at other. Pass integers and keys as another argument");
        refused(() -> vjp(Tensor::neg, Tensors.scalar(3)),
                "vjp: only floats can be differentiated; got i32[]. Pass integers and keys as another argument");
    }

    @Test
    void directionsMustBeLikeThePoint() {
        refused(() -> jvp((Tensor x) -> x, X, Tensors.of(1)),
                "jvp: the direction must be like the point, [f32[3]]; got [f32[1]]. Cast or reshape it; "
                        + "Tree.map(f, tree) makes one like a tree");
        refused(() -> jvp((List<Tensor> xs) -> xs.getFirst(), List.of(X), List.of(X, X)),
                "jvp: the direction must be like the point; got another structure: at the root only the second has [1]. "
                        + "Cast or reshape it; Tree.map(f, tree) makes one like a tree");
        refused(() -> vjp((Tensor x) -> x.sum(), X).pullback().apply(X),
                "vjp: the cotangent must be like the value, [f32[]]; got [f32[3]]. Cast or reshape it; "
                        + "Tree.map(f, tree) makes one like a tree");
    }

    @Test
    void vmapTakesOtherAxesAndLeavesSomeArgumentsAlone() {
        Tensor matrix = Array.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertThat(vmap((Tensor column) -> column.sum(), axis(-1)).apply(matrix).toFloats()).containsExactly(5, 7, 9);
        assertThat(vmap((Tensor row, Tensor all) -> row.mul(all).sum(), axis(0), Axis.BROADCAST).apply(matrix, X)
                .toFloats()).containsExactly(14, 32);
        assertThat(vmap((Tensor x) -> Tensors.scalar(2.0)).apply(X).toFloats()).containsExactly(2, 2, 2);
    }

    @Test
    void batchesOfTwoSizesAreRefused() {
        refused(() -> vmap((Tensor x, Tensor y) -> x.add(y)).apply(X, Tensors.zeros(2)),
                "vmap: all batched tensors must have one extent along their axis, 3 since argument 1 is f32[3] along axis 0; "
                        + "got 2: argument 2 is f32[2] along axis 0. " + AXES);
        refused(() -> vmap((Tensor x) -> x, Axis.BROADCAST).apply(X),
                "vmap: at least one tensor with an axis is expected; all arguments are broadcast or hold none. Give the number "
                        + "of lanes:  vmap(f).size(n)");
        refused(() -> vmap((Tensor x) -> x, axis(1)).apply(X),
                "vmap: argument 1: f32[3] has no axis 1; its axes are -1 to 0. " + AXES);
    }

    @Test
    void keysAreBatchedAndTraced() {
        Key keys = Prng.split(Prng.key(42), 3);
        Tensor all = vmap((Key key) -> Prng.uniform(key, Shape.of(2))).apply(keys);
        assertThat(all.at(1).toFloats()).containsExactly(Prng.uniform(keys.at(1), Shape.of(2)).toFloats());
        assertThat(jit((Key key) -> Prng.uniform(key, Shape.of(2))).apply(keys.at(2)).toFloats())
                .containsExactly(all.at(2).toFloats());
    }

    private static final String NO_NUMBERS = " has no numbers while jit, grad or vmap runs the function. For a choice "
            + "between values write where(condition, yes, no); pass numbers that steer the program as int, double or boolean "
            + "arguments, which are static; or return the value and look at it outside";

    @Test
    void tracersHaveNoNumbers() {
        assertThatThrownBy(() -> jit((Tensor x) -> x.mul(x.sum().item())).apply(X))
                .isInstanceOf(ConcretizationException.class).hasMessage("item(): a traced f32[]" + NO_NUMBERS);
        assertThatThrownBy(() -> vmap((Tensor x) -> x.mul(x.toFloats()[0])).apply(X))
                .isInstanceOf(ConcretizationException.class).hasMessage("toFloats(): a traced f32[]" + NO_NUMBERS);
        assertThatThrownBy(() -> grad((Tensor x) -> Tensors.scalar(x.array().doubleAt(0))).apply(X))
                .isInstanceOf(ConcretizationException.class).hasMessage("array(): a traced f32[3]" + NO_NUMBERS);
    }

    private static final String NOT_RUNNING = " whose transformation is not running here. Return the value from the "
            + "transformed function instead of storing it in a field or a list; within the function, use it on the same "
            + "thread, not in a parallel stream";

    private static List<Tensor> leaked() {
        List<Tensor> kept = new ArrayList<>();
        jit((Tensor x) -> {
            kept.add(x);
            return x;
        }).apply(X);
        vmap((Tensor x) -> {
            kept.add(x);
            return x;
        }).apply(X);
        grad((Tensor x) -> {
            kept.add(x.mul(2));
            return x.sum();
        }).apply(X);
        return kept;
    }

    @Test
    void leakedTracersAreRecognised() {
        assertThat(leaked()).hasSize(3).allSatisfy(tracer -> assertThatThrownBy(() -> tracer.add(1))
                .isInstanceOf(LeakedTracerException.class).hasMessageMatching("(add|broadcast\\S+ \\S+): got a \\Q"
                        + tracer + NOT_RUNNING + "\\E"));
    }

    @Test
    void leakedTracersAreRecognisedInOtherTransformations() {
        assertThat(leaked()).allSatisfy(tracer -> {
            assertThatThrownBy(() -> jit((Tensor x) -> x.add(tracer)).apply(X))
                    .isInstanceOf(LeakedTracerException.class).hasMessageEndingWith(NOT_RUNNING);
            assertThatThrownBy(() -> jit((Tensor x) -> tracer).apply(X)).isInstanceOf(LeakedTracerException.class)
                    .hasMessage("the function's result: got a " + tracer + NOT_RUNNING);
            assertThatThrownBy(() -> grad((Tensor x) -> x.mul(tracer).sum()).apply(X))
                    .isInstanceOf(LeakedTracerException.class);
            assertThatThrownBy(() -> vmap((Tensor x) -> x.add(tracer)).apply(X))
                    .isInstanceOf(LeakedTracerException.class);
        });
    }

    @Test
    void tracersOfOtherThreadsAreRecognised() {
        assertThatThrownBy(() -> jit((Tensor x) -> {
            List<Tensor> results = new ArrayList<>();
            Thread thread = new Thread(() -> {
                try {
                    x.add(1);
                } catch (LeakedTracerException _) {
                    results.add(x);
                }
            });
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new UnsupportedOperationException("refused " + results.size());
        }).apply(X)).hasMessage("refused 1");
    }
}
