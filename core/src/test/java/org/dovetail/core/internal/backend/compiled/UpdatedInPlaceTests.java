package org.dovetail.core.internal.backend.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Indexed;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.backend.Executable;
import org.dovetail.core.internal.trace.GraphTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates write into the operand's memory where nobody reads it any more, and nowhere else. */
final class UpdatedInPlaceTests {
    private static Array array(int size) { return Array.ofDoubles(TensorSpec.of(DType.FLOAT32, size), i -> i % 10); }

    private static Array indices(int size) {
        return Array.ofLongs(TensorSpec.of(DType.INT32, size), i -> (i * 7 + 3) % size);
    }

    private static Executable compiled(int size, Function<List<Tensor>, List<Tensor>> function) {
        List<TensorSpec> specs = List.of(TensorSpec.of(DType.FLOAT32, size), TensorSpec.of(DType.INT32, size));
        return Backends.named("compiled").compile(GraphTrace.run(function, specs).graph());
    }

    private static void givesWhatTheReferenceGives(int size, Function<List<Tensor>, List<Tensor>> function) {
        List<Tensor> expected = Backends.with(Backends.named("reference"),
                () -> function.apply(List.of(array(size), indices(size))));
        BitSet first = new BitSet();
        for (int donated = 0; donated < 2; donated++) {
            first.set(0, donated == 1);
            List<Array> got = compiled(size, function).run(List.of(array(size), indices(size)), first, "f");
            for (int i = 0; i < got.size(); i++) {
                assertThat(got.get(i).bitEquals(expected.get(i).array())).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void aDonatedOperandIsUpdatedWhereItIs(int size) {
        Executable f = compiled(size, x -> List.of(Indexed.at(x.get(0), 1).set(9)));
        Array x = array(size);
        MemorySegment memory = x.buffer().write();
        BitSet first = new BitSet();
        first.set(0);
        Array updated = f.run(List.of(x, indices(size)), first, "f").getFirst();
        assertThat(updated.buffer().write()).isEqualTo(memory);
        assertThat(updated.doubleAt(1)).isEqualTo(9);
        assertThat(updated.doubleAt(2)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void chainsOfUpdatesGiveWhatTheReferenceGives(int size) {
        givesWhatTheReferenceGives(size, x -> List.of(Indexed.at(Indexed.at(Indexed.at(x.get(0).mul(2), 0).set(5), x
                .get(1)).add(x.get(0)), -1).mul(3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void anOperandThatIsReadLaterIsCopied(int size) {
        givesWhatTheReferenceGives(size, x -> {
            Tensor doubled = x.get(0).mul(2);
            Tensor updated = Indexed.at(doubled, x.get(1)).set(7);
            return List.of(updated, doubled.add(updated), Indexed.at(x.get(0), 0).set(1), x.get(0));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void updatesOfATensorByItselfReadWhatItWas(int size) {
        givesWhatTheReferenceGives(size, x -> {
            Tensor doubled = x.get(0).mul(2);
            return List.of(Indexed.at(doubled, x.get(1)).set(doubled));
        });
        givesWhatTheReferenceGives(size, x -> {
            Tensor moved = x.get(1).add(1);
            return List.of(Indexed.at(moved, moved).set(moved));
        });
    }
}
