package org.dovetail.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.junit.jupiter.api.Test;

final class GraphTests {
    private static final TensorSpec VECTOR = TensorSpec.of(DType.FLOAT32, 3);

    @Test
    void itPrintsAsJaxPrints() {
        Tensor scale = Tensors.of(1, 2, 3);
        Graph graph = Transforms.graphOf((List<Tensor> xs) -> xs.get(0).mul(scale).add(xs.get(1)).sum(),
                List.of(Tensors.zeros(3), Tensors.scalar(1.0)));
        assertThat(graph).hasToString("""
                { lambda a:f32[3] b:f32[] . let
                    c:f32[3] = mul a const:f32[3]
                    d:f32[3] = broadcast[[3], axes=[]] b
                    e:f32[3] = add c d
                    f:f32[] = reduce_sum[axes=[0]] e
                  in (f) }""");
    }

    @Test
    void callsPrintTheirGraphWithin() {
        var jitted = Transforms.jit((Tensor x) -> x.sin().mul(2));
        String text = Transforms.graphOf(jitted, Tensors.zeros(3)).toString();
        assertThat(text.replaceAll("GraphTests.java:\\d+", "here")).isEqualTo("""
                { lambda a:f32[3] . let
                    b:f32[3] = jit(here)[{ lambda a:f32[3] . let
                        b:f32[3] = sin a
                        c:f32[3] = broadcast[[3], axes=[]] 2.0:f32[]
                        d:f32[3] = mul b c
                      in (d) }] a
                  in (b) }""");
    }

    @Test
    void namesGoOnAfterTheAlphabet() {
        Graph graph = Transforms.graphOf((Tensor x) -> {
            Tensor y = x;
            for (int i = 0; i < 27; i++) {
                y = y.neg();
            }
            return y;
        }, Tensors.zeros(3));
        assertThat(graph.toString().lines().map(String::strip).filter(line -> line.startsWith("z:")
                || line.startsWith("aa:") || line.startsWith("ab:")).collect(Collectors.joining("; ")))
                .isEqualTo("z:f32[3] = neg y; aa:f32[3] = neg z; ab:f32[3] = neg aa");
    }

    @Test
    void itRunsOnOtherArguments() {
        Graph graph = Transforms.graphOf((Tensor x) -> x.mul(x), Tensors.zeros(3));
        assertThat(graph.evaluate(List.of(Tensors.of(1, 2, 3))).getFirst().toFloats()).containsExactly(1, 4, 9);
        assertThat(graph.outputSpecs()).containsExactly(VECTOR);
    }

    @Test
    void variablesAreBoundOnceAndBeforeTheyAreRead() {
        Var a = new Var(VECTOR);
        Var b = new Var(VECTOR);
        Eqn negated = new Eqn(List.of(b), Unary.NEG, List.of(a));
        assertThatThrownBy(() -> new Graph(List.of(a, a), List.of(), List.of()))
                .hasMessage("graph: var:f32[3] is bound twice");
        assertThatThrownBy(() -> new Graph(List.of(a), List.of(negated, negated), List.of(b)))
                .hasMessage("graph: var:f32[3] is bound twice");
        assertThatThrownBy(() -> new Graph(List.of(), List.of(negated), List.of(b)))
                .hasMessage("graph: var:f32[3] is read before it is bound");
        assertThatThrownBy(() -> new Graph(List.of(a), List.of(), List.of(b)))
                .hasMessage("graph: var:f32[3] is read before it is bound");
    }

    @Test
    void equationsBindWhatTheirPrimitiveGives() {
        Var a = new Var(VECTOR);
        Var b = new Var(VECTOR.withDtype(DType.INT32));
        assertThatThrownBy(() -> new Graph(List.of(a), List.of(new Eqn(List.of(b), Unary.NEG, List.of(a))),
                List.of(b))).hasMessage("graph: neg gives [f32[3]], its equation binds [var:i32[3]]");
        assertThatThrownBy(() -> new Graph(List.of(a, b), List.of(new Eqn(List.of(new Var(VECTOR)), Binary.ADD,
                List.of(a, b))), List.of()))
                .hasMessage("add: operands of one dtype are expected; got [f32[3], i32[3]]");
    }
}
