package org.dovetail.parity.golden;

import java.util.List;
import java.util.stream.Stream;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random numbers of all distributions, dtypes and initializers from three keys: those of the real JAX and Haiku, bit for bit. */
class DistributionGoldenTests {
    private static final GoldenNumbers GOLDEN = GoldenNumbers.packed("distributions/distributions");
    private static final GoldenJudge JUDGE = GoldenJudge.of(DistributionGoldenTests::function);

    static Stream<GoldenPoint> cases() { return GOLDEN.points(); }

    private static F1<List<Tensor>, Tensor> function(GoldenPoint c) {
        return operands -> Tensors.stack(0, Prng.list(new Key(operands.getFirst())).stream()
                .map(key -> drawn(c, key, operands.subList(1, operands.size()))).toArray(Tensor[]::new));
    }

    private static Tensor drawn(GoldenPoint c, Key key, List<Tensor> operands) {
        return new GoldenDistributions(c.function(), c.parameters()).draw(key, operands)
                .orElseGet(() -> new GoldenInitializers(c.function(), c.parameters()).draw(key));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void numbersAreThoseOfPython(GoldenPoint c) { JUDGE.value(c); }
}
