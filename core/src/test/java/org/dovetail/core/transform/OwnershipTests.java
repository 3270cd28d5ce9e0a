package org.dovetail.core.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.internal.backend.Backends;
import org.junit.jupiter.api.Test;

class OwnershipTests {
    private static final BitSet NONE = new BitSet();

    private static Jit.Prepared<String> prepare(Function<List<Tensor>, List<Tensor>> function, List<Tensor> arguments) {
        return new Jit("step").prepare("key", arguments, tracers -> new Jit.Traced<>(function.apply(tracers), "rest"));
    }

    /** Runs on the backend whose results may be arguments, constants and one another. */
    private static List<Tensor> run(Jit.Prepared<String> prepared, List<Tensor> arguments, BitSet donated) {
        return Backends.with(Backends.named("reference"), () -> prepared.run(arguments, donated));
    }

    private static Array number() { return Tensors.ones(3).add(1).array(); }

    @Test
    void aNewResultIsItsReceiversAlone() {
        List<Tensor> arguments = List.of(number());
        Array result = run(prepare(x -> List.of(x.getFirst().add(1)), arguments), arguments, NONE).getFirst().array();
        assertThat(Ownership.take(result)).isTrue();
        assertThat(Ownership.take(result)).as("taken twice").isFalse();
        assertThat(Ownership.share(result)).as("shared while taken").isFalse();
        Ownership.release(result);
        assertThat(Ownership.share(result)).isTrue();
        assertThat(Ownership.take(result)).as("taken once shared").isFalse();
    }

    @Test
    void aResultThatIsAnArgumentIsShared() {
        List<Tensor> arguments = List.of(number());
        Array result = run(prepare(x -> x, arguments), arguments, NONE).getFirst().array();
        assertThat(Ownership.take(result)).isFalse();
    }

    @Test
    void twoResultsThatAreOneAreShared() {
        List<Tensor> arguments = List.of(number());
        List<Tensor> results = run(prepare(x -> {
            Tensor sum = x.getFirst().add(1);
            return List.of(sum, sum);
        }, arguments), arguments, NONE);
        assertThat(Ownership.take(results.get(1).array())).isFalse();
    }

    @Test
    void manyResultsAreToldApartToo() {
        List<Tensor> arguments = List.of(number());
        List<Tensor> results = run(prepare(x -> IntStream.range(0, 40)
                .mapToObj(i -> i == 39 ? x.getFirst() : x.getFirst().add(i)).toList(), arguments), arguments, NONE);
        assertThat(Ownership.take(results.get(39).array())).isFalse();
        assertThat(Ownership.take(results.get(38).array())).isTrue();
    }

    @Test
    void aConstantOfAGraphIsShared() {
        Array constant = number();
        List<Tensor> arguments = List.of(number());
        Array result = run(prepare(x -> List.of(constant), arguments), arguments, NONE).getFirst().array();
        assertThat(Ownership.take(result)).isFalse();
        assertThat(Ownership.take(constant)).isFalse();
    }

    @Test
    void aTakenArgumentStaysItsHoldersWhenDonated() {
        Array held = number();
        assertThat(Ownership.take(held)).isTrue();
        BitSet donated = new BitSet();
        donated.set(0);
        List<Tensor> arguments = List.of(held);
        List<Tensor> results = run(prepare(x -> List.of(x.getFirst().add(1)), arguments), arguments, donated);
        Ownership.release(held);
        assertThat(results.getFirst().toFloats()).containsExactly(3, 3, 3);
        assertThat(Ownership.share(held)).isTrue();
    }

    @Test
    void aDonatedArgumentThatIsTwoResultsIsNotOverwritten() {
        for (String backend : List.of("reference", "compiled")) {
            Array held = number();
            assertThat(Ownership.take(held)).isTrue();
            BitSet donated = new BitSet();
            donated.set(0);
            List<Tensor> arguments = List.of(held);
            List<Tensor> results = Backends.with(Backends.named(backend),
                    () -> prepare(x -> List.of(x.getFirst(), x.getFirst()), arguments).run(arguments, donated));
            Ownership.release(held);
            Array first = results.get(0).array();
            Array second = results.get(1).array();
            if (Ownership.take(first)) {
                first.buffer().write().fill((byte) 0);
            }
            assertThat(second.toFloats()).as(backend).containsExactly(2, 2, 2);
        }
    }

    @Test
    void theFunctionIsPreparedOnceForAKey() {
        Jit jit = new Jit("step");
        int[] traced = {0};
        Function<List<Tensor>, Jit.Traced<Integer>> function = x -> new Jit.Traced<>(x, ++traced[0]);
        List<Tensor> arguments = List.of(number());
        assertThat(jit.prepare("a", arguments, function).rest()).isEqualTo(1);
        assertThat(jit.prepare("a", arguments, function).rest()).isEqualTo(1);
        assertThat(jit.prepare("b", arguments, function).rest()).isEqualTo(2);
        assertThat(jit.cached()).isEqualTo(2);
    }
}
