package org.dovetail.bridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

class ClosenessTests {
    private static final EntryPath PATH = new EntryPath("", List.of("net"), "w");

    private static int level(Optional<TensorDifference> difference) {
        TensorSpec spec = TensorSpec.of(DType.FLOAT32);
        return Closeness.level(new Differences.Pair(List.of(PATH), PATH, new Match("", Basis.NAME, List.of()), spec,
                spec, difference, Optional.empty()));
    }

    private static int ulps(long ulps) { return level(Optional.of(new TensorDifference(1, 1, 1, 1, ulps, 1))); }

    private static int relative(double rel) { return level(Optional.of(new TensorDifference(1, 1, 1, rel, -1, 1))); }

    @Test
    void aFactorOf8InUlpIsALevel() {
        assertThat(List.of(ulps(0), ulps(1), ulps(7), ulps(8), ulps(63), ulps(64), ulps(1L << 24),
                ulps(Long.MAX_VALUE))).containsExactly(0, 1, 1, 2, 2, 3, 9, 9);
    }

    @Test
    void withoutUlpAFactorOf10OfTheRelativeDifferenceIsALevel() {
        assertThat(List.of(relative(0), relative(1e-12), relative(2e-7), relative(0.5), relative(Double.NaN),
                relative(Double.POSITIVE_INFINITY))).containsExactly(0, 1, 2, 8, 9, 9);
    }

    @Test
    void anotherShapeIsAsFarAsCanBe() { assertThat(level(Optional.empty())).isEqualTo(9); }
}
