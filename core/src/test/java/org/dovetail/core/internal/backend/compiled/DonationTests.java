package org.dovetail.core.internal.backend.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.backend.Executable;
import org.dovetail.core.internal.trace.GraphTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results in the memory of donated arguments, on the heap and outside of it. */
final class DonationTests {
    private static Executable compiled(int size, int inputs, Function<List<Tensor>, List<Tensor>> function) {
        TensorSpec spec = TensorSpec.of(DType.FLOAT32, size);
        return Backends.named("compiled")
                .compile(GraphTrace.run(function, Collections.nCopies(inputs, spec)).graph());
    }

    private static Array array(int size, double first) {
        return Array.ofDoubles(TensorSpec.of(DType.FLOAT32, size), i -> first + i % 10);
    }

    private static BitSet set(int... numbers) {
        BitSet set = new BitSet();
        for (int number : numbers) {
            set.set(number);
        }
        return set;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void aResultTakesTheMemoryOfAnArgument(int size) {
        Executable f = compiled(size, 2, x -> List.of(x.get(0).add(x.get(1))));
        Array x = array(size, 1);
        MemorySegment memory = x.buffer().write();
        Array sum = f.run(List.of(x, array(size, 2)), set(0), "f").getFirst();
        assertThat(sum.buffer().write()).isEqualTo(memory);
        assertThat(sum.doubleAt(2)).isEqualTo(7);
        assertThatThrownBy(x::data).hasMessageContaining("donated to f");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void anArgumentThatIsReadLaterIsOverwrittenAtTheEnd(int size) {
        Executable f = compiled(size, 1, x -> {
            Tensor doubled = x.getFirst().mul(2).flip(0);
            return List.of(doubled, doubled.add(x.getFirst()).sum());
        });
        Array x = array(size, 1);
        MemorySegment memory = x.buffer().write();
        double expected = 3 * sum(x);
        List<Array> results = f.run(List.of(x), set(0), "f");
        assertThat(results.getFirst().buffer().write()).isEqualTo(memory);
        assertThat(results.getFirst().doubleAt(size - 1)).isEqualTo(2);
        assertThat(results.get(1).doubleAt(0)).isEqualTo(expected);
    }

    private static double sum(Array x) {
        double sum = 0;
        for (long i = 0; i < x.size(); i++) {
            sum += x.doubleAt(i);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void argumentsChangePlaces(int size) {
        Executable f = compiled(size, 2, x -> List.of(x.get(1), x.get(0), x.get(0), x.get(0).add(1)));
        List<Array> results = f.run(List.of(array(size, 1), array(size, 2)), set(0, 1), "f");
        assertThat(results.stream().map(result -> result.doubleAt(1))).containsExactly(3.0, 2.0, 2.0, 3.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void anArgumentThatComesBackIsNotCopied(int size) {
        Executable f = compiled(size, 1, x -> List.of(x.getFirst().reshape(Shape.of(1, size))));
        Array x = array(size, 1);
        Array same = f.run(List.of(x), set(), "f").getFirst();
        assertThat(same.buffer()).isSameAs(x.buffer());
        assertThat(same.shape()).isEqualTo(Shape.of(1, size));
        assertThat(x.buffer().take()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void memoryThatOthersKnowIsNotOverwritten(int size) {
        Executable f = compiled(size, 1, x -> List.of(x.getFirst().mul(2)));
        MemorySegment mine = MemorySegment.ofArray(new float[size]).fill((byte) 0);
        Array foreign = Array.of(TensorSpec.of(DType.FLOAT32, size), mine);
        f.run(List.of(foreign), set(0), "f");
        assertThatThrownBy(foreign::data).hasMessageContaining("donated to f");
        Array viewed = array(size, 1);
        Array view = viewed.at(0);
        f.run(List.of(viewed), set(0), "f");
        assertThat(view.item()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void anArrayThatIsDonatedAndPassedTwiceIsRefused(int size) {
        Executable f = compiled(size, 3, x -> List.of(x.get(0).add(x.get(1)).add(x.get(2))));
        Array x = array(size, 1);
        assertThatThrownBy(() -> f.run(List.of(x, array(size, 2), x), set(0), "jit(Train.java:12)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jit(Train.java:12): tensor 1 of the arguments, f32[" + size
                        + "], is donated and is tensor 3, too. Pass a copy of it, or do not donate it");
        assertThat(x.doubleAt(0)).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void aCallThatFailsBeforeItWritesLosesNothing(int size) {
        Executable f = compiled(size, 2, x -> List.of(x.get(0).add(x.get(1))));
        Array x = array(size, 1);
        Array gone = array(size, 2);
        gone.donate("g");
        assertThatThrownBy(() -> f.run(List.of(x, gone), set(0, 1), "f")).hasMessageContaining("donated to g");
        assertThat(x.doubleAt(0)).isOne();
        assertThat(f.run(List.of(x, array(size, 2)), set(0), "f").getFirst().doubleAt(0)).isEqualTo(3);
    }
}
