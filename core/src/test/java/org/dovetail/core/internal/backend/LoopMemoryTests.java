package org.dovetail.core.internal.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.dovetail.core.ControlFlow.cond;
import static org.dovetail.core.ControlFlow.foriLoop;
import static org.dovetail.core.ControlFlow.scan;
import static org.dovetail.core.ControlFlow.whileLoop;
import static org.dovetail.core.Transforms.jit;

import java.util.List;
import java.util.function.Supplier;
import org.dovetail.core.Array;
import org.dovetail.core.Carry;
import org.dovetail.core.DType;
import org.dovetail.core.Pair;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops write into the memory of values that nobody else has, and of no others. */
class LoopMemoryTests {
    /** So many elements that arrays are outside of the heap. */
    private static final int MANY = 5000;

    private static Array full(double value) { return Array.ofDoubles(TensorSpec.of(DType.FLOAT32, MANY), _ -> value); }

    private static Array rows(int count) {
        return Array.ofDoubles(TensorSpec.of(DType.FLOAT32, count, MANY), i -> Math.floorDiv(i, (long) MANY));
    }

    private static void assertFull(Tensor tensor, double value) {
        assertThat(tensor.array().toFloats()).hasSize(MANY).containsOnly((float) value);
    }

    private static <R> R on(String backend, Supplier<R> body) { return Backends.with(Backends.named(backend), body); }

    @ParameterizedTest
    @ValueSource(strings = {"compiled", "reference"})
    void carriesThatChangePlacesLeaveTheFirstOnesAsTheyWere(String backend) {
        Array one = full(1);
        Array two = full(2);
        // The inner loop makes the body one of several segments, which hand arguments on as they are.
        F1<Pair<Tensor, Tensor>, Pair<Tensor, Tensor>> run = first -> foriLoop(0, 5,
                (Tensor i, Pair<Tensor, Tensor> c) -> new Pair<>(c.second(),
                        foriLoop(0, 2, (j, x) -> x.add(1), c.first())),
                first);
        Pair<Tensor, Tensor> last = on(backend, () -> run.apply(new Pair<>(one, two)));
        assertFull(last.first(), 2 + 4);
        assertFull(last.second(), 1 + 6);
        assertFull(one, 1);
        assertFull(two, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compiled", "reference"})
    void aLoopThatDoesNotRunGivesWhatItWasGiven(String backend) {
        Array x = full(3);
        F1<Tensor, List<Tensor>> run = y -> List.of(foriLoop(0, 0, (i, z) -> z.add(1), y),
                whileLoop((Tensor z) -> z.at(0).lt(0), z -> z.mul(2), y), y.add(1));
        List<Tensor> made = on(backend, () -> jit(run).apply(x));
        assertFull(made.get(0), 3);
        assertFull(made.get(1), 3);
        assertFull(made.get(2), 4);
        assertFull(x, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compiled", "reference"})
    void anElementThatIsCarriedOutlivesWhatWasScanned(String backend) {
        F1<Tensor, Tensor> run = xs -> {
            Tensor last = scan((Tensor c, Tensor x) -> new Carry<>(x, List.of()), xs.at(0), xs.mul(2)).carry();
            Tensor other = xs.mul(5); // may take the memory of what was scanned
            return last.add(other.at(0));
        };
        Array xs = rows(4);
        assertFull(on(backend, () -> jit(run).apply(xs)), 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compiled", "reference"})
    void elementsAndConstantsThatAreStackedAreCopied(String backend) {
        Array xs = rows(3);
        Array constant = full(7);
        F1<Tensor, List<Tensor>> run = all -> {
            var made = scan((Tensor c, Tensor x) -> new Carry<>(c.add(x), List.of(x, constant, c)), constant, all);
            List<Tensor> stacked = made.out();
            return List.of(made.carry(), stacked.get(0), stacked.get(1), stacked.get(2));
        };
        List<Tensor> made = on(backend, () -> jit(run).apply(xs));
        assertFull(made.get(0), 10);
        for (int i = 0; i < 3; i++) {
            assertFull(made.get(1).at(i), i);
            assertFull(made.get(2).at(i), 7);
            assertFull(made.get(3).at(i), List.of(7, 7, 8).get(i));
        }
        assertFull(constant, 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compiled", "reference"})
    void whatAConditionReadsIsNotOverwritten(String backend) {
        F1<Tensor, Pair<Tensor, Tensor>> run = x -> {
            Tensor limit = x.mul(4);
            return whileLoop((Pair<Tensor, Tensor> c) -> c.first().at(0).lt(limit.at(0)),
                    c -> new Pair<>(c.second(), c.first().add(3)), new Pair<>(x, limit));
        };
        Pair<Tensor, Tensor> made = on(backend, () -> jit(run).apply(full(1)));
        assertFull(made.first(), 4);
        assertFull(made.second(), 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compiled", "reference"})
    void aBranchThatGivesItsOperandBackLeavesItToOthers(String backend) {
        F1<Tensor, Tensor> run = x -> {
            Tensor doubled = x.mul(2);
            Tensor chosen = cond(x.at(0).gt(0), (Tensor y) -> y, (Tensor y) -> y.add(1), doubled);
            Tensor next = foriLoop(0, 3, (i, y) -> y.add(1), chosen);
            return next.add(doubled).add(chosen);
        };
        assertFull(on(backend, () -> jit(run).apply(full(1))), 5 + 2 + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compiled", "reference"})
    void donatedArgumentsOfLoopsAreOverwrittenAndSayByWhom(String backend) {
        Array x = full(1);
        Tensor made = on(backend, () -> jit((Tensor y) -> foriLoop(0, 3, (i, z) -> z.add(1), y.mul(2))).donate(0)
                .apply(x));
        assertFull(made, 5);
        assertThat(catchThrowable(x::toFloats)).hasMessageContaining("donated to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compiled", "reference"})
    void anEmptyScanStacksNothing(String backend) {
        var made = on(backend, () -> scan((Tensor c, Tensor x) -> new Carry<>(c.add(x.sum()), x), full(1),
                Tensors.zeros(DType.FLOAT32, Shape.of(0, 3))));
        assertFull(made.carry(), 1);
        assertThat(made.out().shape()).isEqualTo(Shape.of(0, 3));
    }
}
