package org.dovetail.core.internal.backend.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Transforms;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F4;
import org.dovetail.core.internal.memory.MemoryUse;
import org.junit.jupiter.api.Test;

/** Many steps of the guide's model. */
final class SteadyStepTests {
    private static final int BATCH = 4;
    private static final Tensor IMAGES = GuideModel.images(BATCH);
    private static final Tensor LABELS = GuideModel.labels(BATCH);
    private static final Tensor KEY = Prng.key(1).data();

    private final F4<Map<String, Map<String, Tensor>>, Tensor, Tensor, Tensor, GuideModel.Result> step = GuideModel
            .donated();
    private Map<String, Map<String, Tensor>> params = GuideModel.init(Prng.key(0));

    private void steps(int count) {
        for (int i = 0; i < count; i++) {
            params = step.apply(params, IMAGES, LABELS, KEY).params();
        }
    }

    @Test
    void aDonatedStepAllocatesTheHandlesOfItsResultsAlone() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        // Until the compiler has seen the loops, objects of the Vector API are on the heap.
        for (int round = 0; round < 30 && allocated >= 4096; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            steps(200);
            allocated = (threads.getCurrentThreadAllocatedBytes() - before) / 200;
        }
        assertThat(allocated).isLessThan(4096);
    }

    @Test
    void donatedStepsTakeNoNewMemoryOutsideOfTheHeap() {
        steps(3);
        long address = weights().data().address();
        steps(40);
        assertThat(weights().data().address()).isEqualTo(address);
    }

    private Array weights() { return GuideModel.named(params, "hidden", "w").array(); }

    @Test
    void stepsThatAreNotDonatedStayWithinTheBudget() {
        F4<Map<String, Map<String, Tensor>>, Tensor, Tensor, Tensor, GuideModel.Result> plain = Transforms
                .jit(GuideModel::step);
        for (int i = 0; i < 500; i++) {
            params = plain.apply(params, IMAGES, LABELS, KEY).params();
        }
        MemoryUse use = MemoryUse.now();
        assertThat(use.used() + use.cached()).isLessThanOrEqualTo(use.budget());
    }

    @Test
    void manyThreadsCallOneExecutable() throws InterruptedException, ExecutionException {
        F1<Tensor, Tensor> f = Transforms.jit((Tensor x) -> x.matmul(x.transpose()).tanh().mul(2).add(x.sum()));
        List<Array> inputs = IntStream.range(0, 8)
                .mapToObj(i -> Array.ofDoubles(IMAGES.spec(), j -> (j * 31 + i * 17L) % 23 / 23.0)).toList();
        List<Array> expected = inputs.stream().map(input -> f.apply(input).array()).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> all = IntStream.range(0, 8).mapToObj(i -> threads.submit(() -> Collections
                    .nCopies(50, inputs.get(i)).stream().allMatch(x -> f.apply(x).array().bitEquals(expected.get(i)))))
                    .toList();
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }
    }
}
