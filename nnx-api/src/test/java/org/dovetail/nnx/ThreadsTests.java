package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.nnx.Models.Weight;
import org.junit.jupiter.api.Test;

/** Models that several threads train and serve, and the memory of their Variables. */
class ThreadsTests {
    private static final int STEPS = 300;

    /** A weight large enough to be overwritten in place; all elements are always equal. */
    static final class Large extends Module {
        final Param w = new Param(Tensors.zeros(64, 256));
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static boolean isUniform(Tensor tensor) {
        float[] values = tensor.toFloats();
        for (float value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    @Test
    void trainingAndServingSeeWholeNumbers() throws Exception {
        Large model = new Large();
        var train = Nnx.jit((Large m) -> m.w.set(m.w.get().add(1)));
        var serve = Nnx.jit((Large m, Tensor x) -> m.w.get().add(x));
        Callable<Boolean> training = () -> {
            for (int i = 0; i < STEPS; i++) {
                train.apply(model);
            }
            return true;
        };
        Callable<Boolean> reading = () -> {
            boolean all = true;
            for (int i = 0; i < STEPS; i++) {
                all &= isUniform(model.w.get());
            }
            return all;
        };
        Callable<Boolean> serving = () -> {
            boolean all = true;
            for (int i = 0; i < STEPS; i++) {
                all &= isUniform(serve.apply(model, Tensors.zeros()));
            }
            return all;
        };
        assertThat(together(List.of(training, reading, serving, reading))).containsOnly(true);
        assertThat(model.w.get().toFloats()[0]).isEqualTo(STEPS);
    }

    @Test
    void aThreadThatRetracesShowsNoTracers() throws Exception {
        Large model = new Large();
        var train = Nnx.jit((Large m, Integer step) -> m.w.set(m.w.get().add(step)));
        Callable<Boolean> retracing = () -> {
            for (int i = 0; i < STEPS; i++) {
                train.apply(model, i % 100);
            }
            return true;
        };
        Callable<Boolean> serving = () -> {
            boolean all = true;
            for (int i = 0; i < STEPS; i++) {
                all &= model.w.get() instanceof Array array && isUniform(array) && isUniform(Nnx.state(model).get("w"));
            }
            return all;
        };
        assertThat(together(List.of(retracing, serving))).containsOnly(true);
    }

    @Test
    void anotherThreadSeesNumbersDuringATrace() throws Exception {
        Weight weight = new Weight(3);
        Set<Object> seen = new HashSet<>();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Nnx.jit((Weight w) -> {
                w.w.set(w.w.get().add(1));
                try {
                    seen.add(thread.submit(() -> w.w.get()).get().toFloats()[0]);
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }).apply(weight);
        }
        assertThat(seen).containsExactly(3f);
        assertThat(weight.w.get().toFloats()).containsExactly(4, 4);
    }

    @Test
    void twoThreadsThatTrainLoseOrKeepWholeSteps() throws Exception {
        Large model = new Large();
        var train = Nnx.jit((Large m) -> m.w.set(m.w.get().add(1)));
        Callable<Boolean> training = () -> {
            for (int i = 0; i < STEPS; i++) {
                train.apply(model);
            }
            return true;
        };
        together(List.of(training, training));
        assertThat(isUniform(model.w.get())).isTrue();
        assertThat(model.w.get().toFloats()[0]).isBetween(1f, 2f * STEPS);
    }

    @Test
    void aSteadyStepWritesInPlace() {
        Large model = new Large();
        var train = Nnx.jit((Large m) -> m.w.set(m.w.get().add(1)));
        train.apply(model);
        Set<MemorySegment> places = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            train.apply(model);
            places.add(model.w.peek().array().data());
        }
        assertThat(places).hasSize(1);
        Tensor held = model.w.get();
        train.apply(model);
        assertThat(held.toFloats()[0]).isEqualTo(6);
        assertThat(model.w.get().toFloats()[0]).isEqualTo(7);
    }

    @Test
    void aCallThatFailsGivesBackWhatItTook() {
        Large model = new Large();
        var train = Nnx.jit((Large m, Tensor x) -> m.w.set(m.w.get().add(x)));
        train.apply(model, Tensors.zeros());
        Array donated = Tensors.full(DType.FLOAT32, Shape.of(), 1).array();
        donated.donate("another call");
        assertThatThrownBy(() -> train.apply(model, donated))
                .hasMessageContaining("donated to another call");
        assertThat(model.w.get().toFloats()[0]).isZero();
        train.apply(model, Tensors.ones());
        assertThat(model.w.get().toFloats()[0]).isEqualTo(1);
    }
}
