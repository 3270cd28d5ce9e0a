package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.Tensors.zeros;
import static org.dovetail.core.Transforms.checkpoint;
import static org.dovetail.core.Transforms.customJvp;
import static org.dovetail.core.Transforms.customVjp;
import static org.dovetail.core.Transforms.evalShape;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.graphOf;
import static org.dovetail.core.Transforms.hessian;
import static org.dovetail.core.Transforms.jacfwd;
import static org.dovetail.core.Transforms.jacrev;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.linearize;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import org.dovetail.core.fn.F1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Derivatives beyond grad: Jacobians, what is computed again, and rules that an author gives. */
class CustomRulesTests {
    private static final Tensor X = Tensors.of(1, 2, 3);

    private record Layer(Tensor w, Tensor b) {}

    @Test
    void jacobiansOfTreesAreTrees() {
        F1<Layer, Tensor> f = layer -> layer.w().matmul(X).add(layer.b().mul(layer.b()));
        Layer layer = new Layer(Tensors.ones(DType.FLOAT32, Shape.of(2, 3)), Tensors.of(3, 4));
        for (Layer jacobian : List.of(jacfwd(f).apply(layer), jacrev(f).apply(layer), jit(jacrev(f)).apply(layer))) {
            assertThat(jacobian.w().shape()).isEqualTo(Shape.of(2, 2, 3));
            assertThat(jacobian.w().toFloats()).containsExactly(1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 2, 3);
            assertThat(jacobian.b().toFloats()).containsExactly(6, 0, 0, 8);
        }
        assertThatThrownBy(() -> jacfwd(f).apply(new Layer(layer.w(), Tensors.of(3, 4).cast(DType.INT32))))
                .hasMessage(
                        "jacfwd: only floats can be differentiated; got i32[2] at b. Pass integers and keys as another "
                                + "argument");
    }

    @Test
    void bothJacobiansAreTheMatrixOfDerivatives() {
        F1<Tensor, Tensor> f = x -> Tensors.stack(0, x.mul(x).sum(), x.at(0).mul(x.at(1)));
        assertThat(jacfwd(f).apply(X).toFloats()).containsExactly(2, 4, 6, 2, 1, 0);
        assertThat(jacrev(f).apply(X).toFloats()).containsExactly(2, 4, 6, 2, 1, 0);
        assertThat(jit(jacrev(f)).apply(X).shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void theHessianIsTheMatrixOfSecondDerivatives() {
        F1<Tensor, Tensor> f = x -> x.mul(x).mul(X).sum().add(x.at(0).mul(x.at(2)));
        assertThat(hessian(f).apply(X).toFloats()).containsExactly(2, 0, 1, 0, 4, 0, 1, 0, 6);
        assertThat(jit(hessian(f)).apply(X).toFloats()).containsExactly(2, 0, 1, 0, 4, 0, 1, 0, 6);
    }

    @Test
    void aLinearizedFunctionPushesManyDirections() {
        var linear = linearize((Tensor x) -> x.mul(x), X);
        assertThat(linear.value().toFloats()).containsExactly(1, 4, 9);
        assertThat(linear.pushforward().apply(Tensors.of(1, 0, 0)).toFloats()).containsExactly(2, 0, 0);
        assertThat(linear.pushforward().apply(Tensors.of(0, 1, 1)).toFloats()).containsExactly(0, 4, 6);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsComputedAgainIsTheSame(CheckpointPolicy policy) {
        Tensor w = Tensors.of(1, 2, 3, 4, 5, 6, 7, 8, 9).reshape(3, 3).mul(0.1);
        F1<Tensor, Tensor> f = x -> x.matmul(w).sin().matmul(w).exp().sum();
        assertThat(grad(checkpoint(f, policy)).apply(X).toFloats()).containsExactly(grad(f).apply(X).toFloats());
        assertThat(jit(grad(checkpoint(f, policy))).apply(X).toFloats())
                .containsExactly(jit(grad(f)).apply(X).toFloats());
        assertThat(vmap(grad(checkpoint(f, policy))).apply(Tensors.stack(0, X, X)).at(1).toFloats())
                .containsExactly(vmap(grad(f)).apply(Tensors.stack(0, X, X)).at(1).toFloats());
    }

    @Test
    void theBackwardPassComputesAgainWhatIsNotKept() {
        F1<Tensor, Tensor> f = x -> x.sin().exp().sum();
        assertThat(graphOf(grad(checkpoint(f)), X).toString().split(" = exp ", -1)).as("once forwards, once backwards")
                .hasSize(3);
        assertThat(
                graphOf(grad(checkpoint(f, CheckpointPolicy.EVERYTHING_SAVEABLE)), X).toString().split(" = exp ", -1))
                .hasSize(2);
    }

    @Test
    void aRuleForForwardModeServesBothModes() {
        F1<Tensor, Tensor> f = customJvp((Tensor x) -> x.mul(x),
                (Tensor x, Tensor dx) -> new JvpResult<>(x.mul(x), dx.mul(10)));
        assertThat(f.apply(X).toFloats()).containsExactly(1, 4, 9);
        assertThat(jvp(f, X, Tensors.ones(3)).tangent().toFloats()).containsExactly(10, 10, 10);
        assertThat(grad((Tensor x) -> f.apply(x).sum()).apply(X).toFloats()).containsExactly(10, 10, 10);
        assertThat(jit(vmap(grad(jit(f)))).apply(X).toFloats()).containsExactly(10, 10, 10);
    }

    @Test
    void aRuleForReverseModeServesThatAlone() {
        F1<Tensor, Tensor> f = customVjp((Tensor x) -> x.mul(x), (Tensor x) -> new Carry<>(x.mul(x), x),
                (Tensor x, Tensor ct) -> ct.mul(x).mul(100));
        assertThat(grad((Tensor x) -> f.apply(x).sum()).apply(X).toFloats()).containsExactly(100, 200, 300);
        assertThat(jit(vmap(grad(f))).apply(X).toFloats()).containsExactly(100, 200, 300);
        assertThat(grad((Tensor x) -> vmap(f).apply(x).sum()).apply(X).toFloats()).containsExactly(100, 200, 300);
        assertThatThrownBy(() -> jvp(f, X, Tensors.ones(3))).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("give its derivative with customJvp");
    }

    @Test
    void aRuleThatKnowsNothingOfACapturedValueIsRefused() {
        F1<Tensor, Tensor> captured = y -> customJvp((Tensor x) -> x.mul(y),
                (Tensor x, Tensor dx) -> new JvpResult<>(x.mul(y), dx)).apply(X).sum();
        assertThatThrownBy(() -> grad(captured).apply(X))
                .hasMessageContaining("from outside, of which its rule knows nothing")
                .hasMessageContaining("Pass it as part of the argument");
    }

    @Test
    void aRuleOfAnotherShapeIsRefused() {
        F1<Tensor, Tensor> f = customJvp((Tensor x) -> x.sum(), (Tensor x, Tensor dx) -> new JvpResult<>(x.sum(), dx));
        assertThatThrownBy(() -> grad(f).apply(X)).hasMessage(
                "customJvp: the rule must give a value and a tangent like the function's result, [f32[]]; got [f32[3]]");
    }

    @Test
    void shapesAreFoundWithoutComputing() {
        assertThat(evalShape((Tensor x) -> List.of(x.matmul(x), x.sum(0).argMax(0)), zeros(3, 3)))
                .containsExactly(TensorSpec.of(DType.FLOAT32, 3, 3), TensorSpec.of(DType.INT32));
    }
}
