package org.dovetail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dovetail.core.ControlFlow.associativeScan;
import static org.dovetail.core.ControlFlow.cond;
import static org.dovetail.core.ControlFlow.foriLoop;
import static org.dovetail.core.ControlFlow.scan;
import static org.dovetail.core.ControlFlow.switchCase;
import static org.dovetail.core.ControlFlow.whileLoop;
import static org.dovetail.core.Tensors.ones;
import static org.dovetail.core.Tensors.scalar;
import static org.dovetail.core.Tensors.stack;
import static org.dovetail.core.Tensors.zeros;
import static org.dovetail.core.Transforms.checkpoint;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.graphOf;
import static org.dovetail.core.Transforms.hessian;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dovetail.core.fn.F1;
import org.dovetail.core.graph.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops are judged by the same program without a loop, under every transformation. */
class ControlFlowTests {
    private static final Tensor W = of(0.5f, -0.3f, 0.8f, 0.1f).reshape(2, 2);
    private static final Tensor XS = of(0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f).reshape(3, 2);
    private static final Tensor H = of(0.1f, 0.2f);
    private static final Tensor WEIGHTS = of(1, 2, 3, 4).reshape(2, 2);

    private static Tensor of(float... values) { return Tensors.of(values); }

    private static Tensor rnn(Tensor w) {
        return scan((Tensor h, Tensor x) -> {
            Tensor next = h.matmul(w).add(x).tanh();
            return new Carry<>(next, next);
        }, H, XS).out().mul(of(1, 2)).sum();
    }

    private static Tensor checkpointed(Tensor w) {
        return scan((Tensor h, Tensor x) -> {
            Tensor next = checkpoint((Tensor q) -> q.matmul(w).add(x).tanh()).apply(h);
            return new Carry<>(next, next);
        }, H, XS).out().mul(of(1, 2)).sum();
    }

    private static Tensor counted(Tensor w) {
        return foriLoop(0, 3, (Tensor i, List<Tensor> carry) -> {
            Tensor x = Tensors.where(i.eq(0), XS.at(0), Tensors.where(i.eq(1), XS.at(1), XS.at(2)));
            Tensor next = carry.get(0).matmul(w).add(x).tanh();
            return List.of(next, carry.get(1).add(next.mul(of(1, 2)).sum()));
        }, List.of(H, scalar(0.0))).get(1);
    }

    private static Tensor unrolled(Tensor w) {
        Tensor h = H;
        Tensor sum = scalar(0.0);
        for (int i = 0; i < 3; i++) {
            h = h.matmul(w).add(XS.at(i)).tanh();
            sum = sum.add(h.mul(of(1, 2)).sum());
        }
        return sum;
    }

    static Stream<F1<Tensor, Tensor>> loops() {
        return Stream.of(ControlFlowTests::rnn, ControlFlowTests::checkpointed, ControlFlowTests::counted);
    }

    private static void assertSame(Tensor found, Tensor expected) {
        assertThat(found.spec()).isEqualTo(expected.spec());
        float[] numbers = expected.toFloats();
        for (int i = 0; i < numbers.length; i++) {
            assertThat(found.toFloats()[i]).isCloseTo(numbers[i], within(1e-5f * Math.max(1, Math.abs(numbers[i]))));
        }
    }

    private static F1<Tensor, Tensor> secondOrder(F1<Tensor, Tensor> f) {
        return w -> grad(f).apply(w).mul(WEIGHTS).sum();
    }

    @ParameterizedTest
    @MethodSource("loops")
    void aLoopIsItsStepsUnderEveryTransformation(F1<Tensor, Tensor> loop) {
        F1<Tensor, Tensor> steps = ControlFlowTests::unrolled;
        assertSame(loop.apply(W), steps.apply(W));
        assertSame(jit(loop).apply(W), steps.apply(W));
        assertSame(grad(loop).apply(W), grad(steps).apply(W));
        assertSame(jit(grad(loop)).apply(W), grad(steps).apply(W));
        assertSame(grad(jit(loop)).apply(W), grad(steps).apply(W));
        assertSame(jvp(loop, W, ones(2, 2)).tangent(), jvp(steps, W, ones(2, 2)).tangent());
        assertSame(grad(secondOrder(loop)).apply(W), grad(secondOrder(steps)).apply(W));
        assertSame(jit(grad(secondOrder(jit(loop)))).apply(W), grad(secondOrder(steps)).apply(W));
        Tensor many = stack(0, W, W.mul(2), W.neg());
        Tensor each = stack(0, grad(steps).apply(W), grad(steps).apply(W.mul(2)), grad(steps).apply(W.neg()));
        assertSame(vmap(grad(loop)).apply(many), each);
        assertSame(jit(vmap(grad(loop))).apply(many), each);
        assertSame(grad((Tensor ws) -> vmap(loop).apply(ws).sum()).apply(many), each);
    }

    @Test
    void aScanOfScansIsDifferentiated() {
        F1<Tensor, Tensor> nested = w -> scan((Tensor h, Tensor row) -> {
            Tensor next = scan((Tensor k, Tensor x) -> {
                Tensor inner = k.mul(w).add(x).sin();
                return new Carry<>(inner, inner);
            }, h, row).carry();
            return new Carry<>(next, next);
        }, scalar(0.3), XS).out().sum();
        F1<Tensor, Tensor> flat = w -> {
            Tensor h = scalar(0.3);
            Tensor sum = scalar(0.0);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 2; j++) {
                    h = h.mul(w).add(XS.at(i).at(j)).sin();
                }
                sum = sum.add(h);
            }
            return sum;
        };
        assertSame(grad(nested).apply(scalar(0.7)), grad(flat).apply(scalar(0.7)));
        assertSame(hessian(nested).apply(scalar(0.7)), hessian(flat).apply(scalar(0.7)));
    }

    @Test
    void aCarryThatBecomesUnknownIsHandedOver() {
        F1<Tensor, Tensor> swapping = x -> scan((List<Tensor> h, Tensor t) -> new Carry<>(
                List.of(h.get(1), h.get(0).add(x.mul(t))), h.get(0)), List.of(scalar(0.0), scalar(1.0)), of(1, 2, 3))
                .out().sum();
        assertThat(swapping.apply(scalar(3.0)).item()).isEqualTo(4);
        assertThat(grad(swapping).apply(scalar(3.0)).item()).isEqualTo(1);
    }

    /** The tangent of its carry is a zero that does not depend on the step. */
    @Test
    void aCarryThatIsRoundedSendsNoCotangent() {
        Tensor first = of(1.5f, 2.5f);
        F1<List<Tensor>, Tensor> rounded = operands -> scan(
                (Tensor c, Tensor x) -> new Carry<>(c.floor(), c.floor().mul(x)), operands.get(0), operands.get(1))
                .out().sum();
        List<Tensor> gradient = grad(rounded).apply(List.of(first, XS));
        assertSame(gradient.get(0), zeros(2));
        assertSame(gradient.get(1), of(1, 2, 1, 2, 1, 2).reshape(3, 2));
    }

    @Test
    void reverseModeKeepsWhatDependsOnTheWeightsAloneOnce() {
        Graph graph = graphOf(grad(ControlFlowTests::rnn), W);
        assertThat(graph.toString()).as("the weights are handed over as they are, not once a step")
                .doesNotContain("f32[3,2,2]");
    }

    @Test
    void lanesHaveNoDerivativeInBranchesThatTheyDoNotTake() {
        Tensor xs = of(4, 0, -1);
        F1<Tensor, Tensor> root = x -> cond(x.gt(0), (Tensor a) -> a.sqrt(), (Tensor a) -> a.mul(3), x);
        assertThat(grad((Tensor v) -> vmap(root).apply(v).sum()).apply(xs).toFloats()).containsExactly(0.25f, 3, 3);
        assertThat(vmap(grad(root)).apply(xs).toFloats()).containsExactly(0.25f, 3, 3);
    }

    @Test
    void elementsComeFromTheLastWhenReversed() {
        var result = scan((Tensor h, Tensor x) -> new Carry<>(h.add(x), h), scalar(0.0), of(1, 2, 3),
                ScanOptions.DEFAULT.reversed());
        assertThat(result.out().toFloats()).containsExactly(5, 3, 0);
        assertThat(result.carry().item()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 7, 100})
    void unrollingChangesNoBit(int unroll) {
        Tensor xs = Tensors.arange(14).cast(DType.FLOAT32).mul(0.07).sin().reshape(7, 2);
        Function<ScanOptions, List<float[]>> results = options -> {
            F1<Tensor, Tensor> loss = w -> {
                var all = scan((Tensor h, Tensor x) -> {
                    Tensor next = h.matmul(w).add(x).tanh();
                    return new Carry<>(next, List.of(h, next.sum()));
                }, H, xs, options);
                return all.out().get(0).mul(xs).sum().add(all.out().get(1).sum()).add(all.carry().sum());
            };
            return Stream.of(loss, jit(grad(loss)), grad(checkpoint(loss)),
                    (Tensor w) -> vmap(grad(loss)).apply(stack(0, w, w.mul(2))),
                    (Tensor w) -> jvp(loss, w, w).tangent())
                    .map(f -> f.apply(W).toFloats()).toList();
        };
        for (ScanOptions options : List.of(ScanOptions.DEFAULT, ScanOptions.DEFAULT.reversed())) {
            assertThat(results.apply(options.withUnroll(unroll))).usingRecursiveComparison()
                    .isEqualTo(results.apply(options));
        }
    }

    @Test
    void roundsOfNoStepAreRefused() {
        assertThatThrownBy(() -> ScanOptions.DEFAULT.withUnroll(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scan: unroll must be at least 1; got 0");
    }

    @Test
    void nothingScannedNeedsALength() {
        var five = scan((Tensor h, List<Tensor> none) -> new Carry<>(h.mul(2), h), scalar(1.0), List.of(),
                ScanOptions.DEFAULT.withLength(5));
        assertThat(five.carry().item()).isEqualTo(32);
        assertThat(five.out().toFloats()).containsExactly(1, 2, 4, 8, 16);
        assertThatThrownBy(() -> scan((Tensor h, List<Tensor> none) -> new Carry<>(h, h), scalar(1.0), List.of()))
                .hasMessage("scan: nothing tells the number of steps; pass ScanOptions.DEFAULT.withLength(steps)");
    }

    @Test
    void aScanOfNothingGivesTheFirstCarry() {
        var none = scan((Tensor h, Tensor x) -> new Carry<>(h.add(x), x), scalar(7.0), zeros(0));
        assertThat(none.carry().item()).isEqualTo(7);
        assertThat(none.out().shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void aCarryThatChangesIsRefusedByPath() {
        assertThatThrownBy(
                () -> scan((List<Tensor> h, Tensor x) -> new Carry<>(List.of(h.get(0), h.get(1).reshape(1)), x),
                        List.of(scalar(0.0), scalar(1.0)), of(1, 2)))
                .hasMessage(
                        "scan: the carry at [1] is f32[] before a step and f32[1] after it; cast or reshape it to stay the same");
        assertThatThrownBy(() -> whileLoop((Tensor c) -> c, (Tensor c) -> c, scalar(1.0)))
                .hasMessage("whileLoop: the condition must give one truth value, bool[]; got [f32[]]");
        assertThatThrownBy(
                () -> scan((Tensor h, List<Tensor> x) -> new Carry<>(h, x), scalar(0.0), List.of(of(1, 2), of(1))))
                .hasMessageStartingWith(
                        "scan: 2 elements along the first axis is expected of what is scanned; got f32[1] at [1]");
    }

    @Test
    void aBatchedWhileRunsEachLaneToItsOwnEnd() {
        F1<Tensor, Tensor> loop = x -> whileLoop((Tensor c) -> c.lt(100), (Tensor c) -> c.mul(x), x);
        assertThat(vmap(loop).apply(of(1.5f, 2, 7)).toFloats()).containsExactly(129.74634f, 128, 343);
        assertThat(jit(vmap(loop)).apply(of(1.5f, 2, 7)).toFloats()).containsExactly(129.74634f, 128, 343);
        // x^12, x^7, x^3
        assertSame(vmap((Tensor x) -> jvp(loop, x, scalar(1.0)).tangent()).apply(of(1.5f, 2, 7)),
                of(1037.9707f, 448, 147));
    }

    @Test
    void reverseModeOfAWhileIsRefusedWithTheReason() {
        F1<Tensor, Tensor> loop = x -> whileLoop((Tensor c) -> c.lt(100), (Tensor c) -> c.mul(x), x);
        assertThatThrownBy(() -> grad(loop).apply(scalar(2.0))).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Write foriLoop with int bounds, or scan; jvp works as it is");
    }

    @Test
    void tracedBoundsRunForward() {
        F1<Tensor, Tensor> sum = n -> foriLoop(scalar(0), n, (Tensor i, Tensor c) -> c.add(i), scalar(0));
        assertThat(jit(sum).apply(scalar(5)).item()).isEqualTo(10);
        assertThat(vmap(sum).apply(Tensors.arange(4)).toFloats()).containsExactly(0, 0, 1, 3);
    }

    @Test
    void aConditionPicksOneBranchAndItsDerivative() {
        F1<Tensor, Tensor> choice = x -> cond(x.gt(1), (Tensor y) -> y.mul(y).mul(x), (Tensor y) -> y.sin(), x);
        assertThat(choice.apply(scalar(2.0)).item()).isEqualTo(8);
        assertThat(grad(choice).apply(scalar(2.0)).item()).isEqualTo(12);
        assertSame(vmap(grad(choice)).apply(of(2, 0.5f)), of(12, (float) Math.cos(0.5)));
        assertSame(jit(vmap(grad(jit(choice)))).apply(of(2, 0.5f)), of(12, (float) Math.cos(0.5)));
        F1<Tensor, Tensor> cube = x -> cond(x.sum().gt(0), (Tensor y) -> y.mul(y).mul(y).sum(),
                (Tensor y) -> y.sin().sum(), x);
        assertSame(hessian(cube).apply(of(1, 2)), of(6, 0, 0, 12).reshape(2, 2));
    }

    @Test
    void aNumberOutOfRangePicksTheNearestBranch() {
        List<F1<Tensor, Tensor>> branches = List.of(x -> x, x -> x.mul(x), x -> x.neg());
        assertThat(switchCase(scalar(-3), branches, scalar(5.0)).item()).isEqualTo(5);
        assertThat(switchCase(scalar(1), branches, scalar(5.0)).item()).isEqualTo(25);
        assertThat(switchCase(scalar(9), branches, scalar(5.0)).item()).isEqualTo(-5);
        assertThat(vmap((Tensor i) -> switchCase(i, branches, scalar(5.0))).apply(Tensors.arange(3)).toFloats())
                .containsExactly(5, 25, -5);
    }

    @Test
    void branchesThatDifferAreRefused() {
        assertThatThrownBy(() -> cond(scalar(1).gt(0), (Tensor x) -> x, (Tensor x) -> x.reshape(1), scalar(1.0)))
                .hasMessage(
                        "cond: the branches must give the same structure, dtypes and shapes; got [f32[1]] and [f32[]]");
        assertThatThrownBy(() -> cond(of(1, 2).gt(0), (Tensor x) -> x, (Tensor x) -> x, scalar(1.0)))
                .hasMessageContaining("For a choice per element write where(condition, yes, no)");
    }

    @Test
    void partialResultsOfAnAssociativeFunctionAreThoseOfALoop() {
        for (int count = 0; count < 9; count++) {
            Tensor xs = Tensors.arange(count).add(1).cast(DType.FLOAT32);
            float[] sums = new float[count];
            for (int i = 0; i < count; i++) {
                sums[i] = (i == 0 ? 0 : sums[i - 1]) + i + 1;
            }
            assertThat(associativeScan((Tensor x, Tensor y) -> x.add(y), xs).toFloats()).containsExactly(sums);
        }
        assertSame(grad((Tensor x) -> associativeScan((Tensor a, Tensor b) -> a.mul(b), x).sum()).apply(of(1, 2, 3)),
                of(9, 4, 2));
    }
}
