package org.dovetail.core.internal.backend.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.internal.trace.GraphTrace;
import org.junit.jupiter.api.Test;

/** What is left of a graph before it is lowered, and of its equations after. */
final class PassesTests {
    private static Graph graph(Function<Tensor, List<Tensor>> function) {
        return GraphTrace.run(x -> function.apply(x.getFirst()), List.of(TensorSpec.of(DType.FLOAT32, 4, 6))).graph();
    }

    private static List<String> primitives(Graph graph) {
        return graph.equations().stream().map(equation -> equation.primitive().toString()).toList();
    }

    @Test
    void whatNoOutputNeedsIsLeftOut() {
        assertThat(primitives(Pruning.of(graph(x -> {
            Tensor unused = x.exp();
            assertThat(unused.shape()).isEqualTo(x.shape());
            return List.of(x.neg());
        })))).containsExactly("neg");
    }

    @Test
    void whatIsComputedTwiceIsComputedOnce() {
        assertThat(primitives(Sharing.of(graph(x -> List.of(x.exp().mul(2).add(x.exp().mul(2)))))))
                .containsExactly("exp", "broadcast[[4,6], axes=[]]", "mul", "add");
    }

    @Test
    void constantsAreComputedWhenTheGraphIsCompiled() {
        Graph graph = Folding.of(graph(x -> List.of(x.add(Tensors.arange(6).cast(DType.FLOAT32).mul(2)))),
                new CompiledBackend());
        assertThat(primitives(Pruning.of(graph))).containsExactly("add");
    }

    @Test
    void aRepeatedNumberCostsNothing() {
        Graph graph = graph(x -> List.of(x.mul(2).add(Tensors.ones(DType.FLOAT32, x.shape()).mul(3))));
        Lowered lowered = Lowering.of(Pruning.of(Folding.of(graph, new CompiledBackend())));
        assertThat(lowered.steps()).hasSize(2).allMatch(Step.Pointwise.class::isInstance);
    }

    @Test
    void theTransposeOfAProductMovesNothing() {
        Graph graph = graph(x -> List.of(x.matmul(Tensors.ones(DType.FLOAT32, Shape.of(6, 5))).transpose()));
        assertThat(primitives(Pruning.of(Swapping.of(graph)))).containsExactly("broadcast[[6,5], axes=[]]",
                "dot_general[contract=[0]x[1]]");
    }

    @Test
    void reshapesShareTheirOperandsMemory() {
        Lowered lowered = Lowering.of(graph(x -> List.of(x.neg().reshape(24).expandDims(0).transpose().neg())));
        assertThat(lowered.steps()).hasSize(2);
    }
}
