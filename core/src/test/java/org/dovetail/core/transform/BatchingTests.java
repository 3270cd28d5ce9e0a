package org.dovetail.core.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.junit.jupiter.api.Test;

class BatchingTests {
    private static List<Tensor> sumAndSecond(List<Tensor> arguments) {
        return List.of(arguments.get(0).add(arguments.get(1)), arguments.get(1));
    }

    @Test
    void whatIsTheSameForAllIsToldApart() {
        List<Tensor> arguments = List.of(Tensors.arange(3), Tensors.scalar(10));
        Batching.Results apart = Batching.apart(3, BatchingTests::sumAndSecond, arguments, List.of(true, false));
        assertThat(apart.batched()).containsExactly(true, false);
        assertThat(apart.values().get(1).shape().extents()).isEmpty();
        assertThat(Batching.run(3, BatchingTests::sumAndSecond, arguments, List.of(true, false)))
                .extracting(result -> result.shape().extents()).containsExactly(List.of(3), List.of(3));
    }
}
