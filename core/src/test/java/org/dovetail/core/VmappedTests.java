package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dovetail.core.AxisTree.parts;
import static org.dovetail.core.Axis.BROADCAST;
import static org.dovetail.core.Axis.axis;
import static org.dovetail.core.Collectives.pmean;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dovetail.core.fn.F1;
import org.junit.jupiter.api.Test;

final class VmappedTests {
    private static final Tensor X = Tensors.of(1, 2, 3);
    private static final Tensor GRID = Array.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

    private record Layer(Tensor w, Tensor b) {}

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static Tensor at(Map<String, Tensor> map, String key) { return Objects.requireNonNull(map.get(key)); }

    @Test
    void partsOfMapsListsAndRecordsHaveAxesOfTheirOwn() {
        Tensor ofMap = vmap((Map<String, Tensor> m, Tensor x) -> at(m, "a").mul(at(m, "b")).sum().add(x))
                .in(parts(Map.of("a", axis(0), "b", BROADCAST)), axis(0)).apply(Map.of("a", X, "b", X), X);
        assertThat(ofMap.toFloats()).containsExactly(7, 14, 21);
        Tensor ofRecord = vmap((Layer layer) -> layer.w().mul(layer.b()).sum())
                .in(parts(Map.of("w", axis(1), "b", BROADCAST))).apply(new Layer(GRID, Tensors.of(1, 10)));
        assertThat(ofRecord.toFloats()).containsExactly(41, 52, 63);
        Tensor nested = vmap((List<List<Tensor>> all) -> all.get(0).get(1).sum().mul(all.get(1).get(0)))
                .in(parts(parts(BROADCAST, axis(-1)), axis(0))).apply(List.of(List.of(X, GRID), List.of(X)));
        assertThat(nested.toFloats()).containsExactly(5, 14, 27);
    }

    @Test
    void resultsPutTheirLanesWhereTheyAreWanted() {
        F1<Tensor, List<Tensor>> f = row -> List.of(row, row.sum(), pmean(row, "i"));
        List<Tensor> all = vmap(f).named("i").out(parts(axis(-1), axis(0), BROADCAST)).apply(GRID);
        assertThat(all.get(0).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(all.get(0).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(all.get(1).toFloats()).containsExactly(6, 15);
        assertThat(all.get(2).toFloats()).containsExactly(2.5f, 3.5f, 4.5f);
        assertThat(vmap((Tensor x) -> Tensors.scalar(2.0)).out(BROADCAST).apply(X).item()).isEqualTo(2);
        assertThat(vmap((Tensor x) -> Tensors.of(1, 2)).out(axis(1)).apply(X).shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void transformationsTakeBatchedFunctionsAsOthers() {
        Vmapped.Of2<Layer, Tensor, Tensor> lines = vmap((Layer l, Tensor x) -> l.w().mul(x).sum().add(l.b()))
                .in(parts(Map.of("w", BROADCAST, "b", axis(0))), axis(1));
        Layer layer = new Layer(Tensors.of(1, 2), X);
        Layer gradient = jit(grad((Layer l) -> lines.apply(l, GRID).sum())).apply(layer);
        assertThat(gradient.w().toFloats()).containsExactly(6, 15);
        assertThat(gradient.b().toFloats()).containsExactly(1, 1, 1);
    }

    @Test
    void functionsOfFourAndFiveArgumentsAreBatchedToo() {
        assertThat(vmap((Tensor a, Tensor b, Tensor c, Tensor d) -> a.add(b).add(c).add(d)).apply(X, X, X, X)
                .toFloats()).containsExactly(4, 8, 12);
        assertThat(vmap((Tensor a, Tensor b, Tensor c, Tensor d, Integer times) -> a.add(b).add(c).add(d).mul(times))
                .in(axis(0), BROADCAST, axis(0), axis(0), BROADCAST).apply(X, Tensors.scalar(1.0), X, X, 2).toFloats())
                .containsExactly(8, 14, 20);
    }

    @Test
    void resultsThatDifferBetweenLanesHaveAnAxis() {
        refused(() -> vmap((Tensor x) -> Map.of("loss", List.of(x))).out(BROADCAST).apply(X),
                "vmap: BROADCAST is expected to be the axis of what is the same for all lanes; the result.loss[0] is f32[3], "
                        + "along axis 0 one for each. Give it an axis with out(...), or make it the same with psum, pmean "
                        + "or pmax");
        refused(() -> vmap((Tensor x) -> x).out(axis(1)).apply(X),
                "vmap: the result: f32[3] has no axis 1; its axes are -1 to 0");
    }

    @Test
    void extentsThatDisagreeAreNamedByTheirPaths() {
        refused(() -> vmap((Map<String, Tensor> m, Layer layer) -> layer.w()).in(axis(0), axis(1))
                .apply(Map.of("x", Tensors.zeros(2)), new Layer(GRID, GRID)),
                "vmap: all batched tensors must have one extent along their axis, 2 since argument 1.x is f32[2] along axis "
                        + "0; got 3: argument 2.w is f32[2,3] along axis 1. Choose the axes with in(...), where BROADCAST "
                        + "gives a tensor whole to every lane");
        refused(() -> vmap((Tensor x) -> x).size(4).apply(X),
                "vmap: all batched tensors must have one extent along their axis, 4 since size(4) was asked for; got 3: "
                        + "argument 1 is f32[3] along axis 0. Choose the axes with in(...), where BROADCAST "
                        + "gives a tensor whole to every lane");
    }

    @Test
    void axesThatDoNotMatchTheTreeAreRefusedByTheirPath() {
        Map<String, Object> tree = Map.of("a", X, "b", List.of(X, X));
        refused(() -> vmap((Map<String, Object> m) -> X).in(parts(Map.of("a", axis(0)))).apply(tree),
                "vmap: in(...) must have an axis for each part of argument 1, [a, b]; got [a]");
        refused(() -> vmap((Map<String, Object> m) -> X)
                .in(parts(Map.of("a", axis(0), "b", parts(axis(0))))).apply(tree),
                "vmap: in(...) must have an axis for each part of argument 1.b, [[0], [1]]; got [[0]]");
        refused(() -> vmap((Tensor x) -> x).out(parts(axis(0), axis(0))).apply(X),
                "vmap: out(...) has the parts [[0], [1]] for the result, which is no list, map or record. Give one axis");
        refused(() -> vmap((Tensor x) -> x).in(axis(0), axis(0)),
                "vmap: in(...) takes an axis for each of the function's 1 arguments; got [axis(0), axis(0)]");
    }
}
