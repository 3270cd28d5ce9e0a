package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.P3;
import org.dovetail.core.optim.Adam;
import org.dovetail.core.optim.GradientTransformation;
import org.dovetail.core.optim.Optim;
import org.dovetail.core.optim.PerLeaf;
import org.dovetail.core.optim.Sgd;
import org.dovetail.core.optim.Updated;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OptimizerTests {
    private static final Tensor X = Tensors.of(1, 2, 3, 4, 5, 6).reshape(2, 3);

    private static final class Head extends Module {
        final Linear first;
        final BatchStat seen = new BatchStat(Tensors.zeros(1));
        final Linear last;

        Head(Rngs rngs) {
            first = new Linear(3, 4, rngs);
            last = new Linear(4, 1, rngs);
        }

        Tensor call(Tensor x) { return last.call(first.call(x).tanh()).add(seen.get()); }
    }

    private static Tensor loss(Head model, Tensor x) {
        Tensor y = model.call(x);
        return y.mul(y).mean();
    }

    private static void step(Head model, Optimizer optimizer, Tensor x) {
        optimizer.update(model, Nnx.grad((Head m) -> loss(m, x)).apply(model));
    }

    private static List<float[]> numbers(Object node) {
        return Nnx.state(node).entries().stream().map(entry -> entry.value().toFloats()).toList();
    }

    @Test
    void anUpdateWritesTheModelAndTheState() {
        Head model = new Head(new Rngs(0));
        Optimizer optimizer = new Optimizer(model, Sgd.of(0.1).withMomentum(0.5), Param.class);
        Tensor before = model.last.kernel.get();
        State grads = Nnx.grad((Head m) -> loss(m, X)).apply(model);
        State updates = optimizer.update(model, grads);
        assertThat(updates.get("last.kernel").toFloats()).isEqualTo(grads.get("last.kernel").mul(-0.1).toFloats());
        assertThat(model.last.kernel.get().toFloats())
                .isEqualTo(before.add(updates.get("last.kernel")).toFloats());
        assertThat(Nnx.state(optimizer).get("opt_state.0.trace.last.kernel").toFloats())
                .isEqualTo(grads.get("last.kernel").toFloats());
        assertThat(optimizer.step.get().item()).isEqualTo(1);
    }

    @Test
    void jitTrainsAsEagerDoes() {
        Head eager = new Head(new Rngs(0));
        Head jitted = new Head(new Rngs(0));
        Optimizer first = new Optimizer(eager, Adam.of(0.1), Param.class);
        Optimizer second = new Optimizer(jitted, Adam.of(0.1), Param.class);
        P3<Head, Optimizer, Tensor> fast = Nnx.jit(OptimizerTests::step);
        for (int i = 0; i < 5; i++) {
            step(eager, first, X);
            fast.apply(jitted, second, X);
        }
        List<float[]> expected = numbers(List.of(eager, first));
        List<float[]> got = numbers(List.of(jitted, second));
        for (int i = 0; i < expected.size(); i++) {
            assertThat(got.get(i)).containsExactly(expected.get(i), within(1e-6f));
        }
        assertThat(second.step.get().item()).isEqualTo(5);
    }

    @Test
    void aModelAndItsOptimizerAreOneNode() {
        Head model = new Head(new Rngs(0));
        ModelAndOptimizer<Head> both = new ModelAndOptimizer<>(model, Adam.of(0.1));
        Split1<ModelAndOptimizer<Head>> split = Nnx.split(both);
        ModelAndOptimizer<Head> merged = Nnx.merge(split.graphDef(), split.state());
        State grads = Nnx.grad((Head m) -> loss(m, X)).apply(model);
        both.update(grads);
        merged.update(grads);
        assertThat(numbers(merged)).usingRecursiveComparison().isEqualTo(numbers(both));
        assertThat(Nnx.state(both).get("model.first.kernel")).isNotNull();
        assertThat(merged.model).isNotSameAs(model);
    }

    @Test
    void onlyWhatTheFilterTakesIsTrained() {
        Head model = new Head(new Rngs(0));
        Filter last = Filter.all(Filter.of(Param.class), Filter.path("last"));
        Optimizer optimizer = new Optimizer(model, Adam.of(0.1), last);
        float[] before = model.first.kernel.get().toFloats();
        step(model, optimizer, X);
        assertThat(model.first.kernel.get().toFloats()).isEqualTo(before);
        assertThat(Nnx.state(optimizer).entries().stream().map(entry -> entry.path().toString()))
                .containsExactly("opt_state.0.count", "opt_state.0.mu.last.bias", "opt_state.0.mu.last.kernel",
                        "opt_state.0.nu.last.bias", "opt_state.0.nu.last.kernel", "step");
    }

    @Test
    void whatAMaskLeavesOutHasNoVariables() {
        Head model = new Head(new Rngs(0));
        PerLeaf<Boolean> kernels = (path, _) -> path.endsWith("kernel");
        Optimizer optimizer = new Optimizer(model, Optim.masked(Adam.of(0.1), kernels), Param.class);
        step(model, optimizer, X);
        assertThat(Nnx.state(optimizer, OptVariable.class).entries().stream().map(entry -> entry.path().toString()))
                .containsExactly("opt_state.inner_state.0.mu.first.kernel", "opt_state.inner_state.0.mu.last.kernel",
                        "opt_state.inner_state.0.nu.first.kernel", "opt_state.inner_state.0.nu.last.kernel");
    }

    @Test
    void gradientsOfOtherVariablesAreRefused() {
        Head model = new Head(new Rngs(0));
        Optimizer optimizer = new Optimizer(model, Adam.of(0.1), Param.class);
        State grads = Nnx.grad((Head m) -> loss(m, X)).apply(model).filter(Filter.path("last"));
        assertThatThrownBy(() -> optimizer.update(model, grads)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the trees differ").hasMessageContaining("first.kernel");
    }

    private record Bare() implements GradientTransformation<Tensor> {
        @Override
        public Tensor init(Object params) { return Tensors.scalar(0); }

        @Override
        public <P> Updated<P, Tensor> update(P updates, Tensor state, @Nullable P params) {
            return new Updated<>(updates, state);
        }
    }

    @Test
    void aStateWithoutNamesIsRefused() {
        Head model = new Head(new Rngs(0));
        assertThatThrownBy(() -> new Optimizer(model, new Bare(), Param.class)).hasMessage(
                "Optimizer: a state with a name for each of its tensors is expected; got a tensor alone. "
                        + "Put it in a record");
    }
}
