package org.dovetail.core.internal.backend.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dovetail.core.internal.backend.compiled.Planner.Life;
import org.dovetail.core.internal.backend.compiled.Planner.Plan;
import org.junit.jupiter.api.Test;

/** Where values lie in a block. */
final class PlannerTests {
    @Provide
    Arbitrary<List<Life>> lives() {
        Arbitrary<Life> life = Combinators
                .combine(Arbitraries.longs().between(0, 1000), Arbitraries.integers().between(-1, 40),
                        Arbitraries.integers().between(0, 15))
                .as((bytes, from, length) -> new Life(bytes, from, from + length));
        return life.list().ofMaxSize(60);
    }

    @Property
    void valuesThatLiveTogetherDoNotOverlap(@ForAll("lives") List<Life> lives) {
        Plan plan = Planner.plan(lives);
        for (int i = 0; i < lives.size(); i++) {
            Life a = lives.get(i);
            long start = plan.offsets().get(i);
            assertThat(start % 64).isZero();
            assertThat(start + a.bytes()).isLessThanOrEqualTo(plan.bytes());
            for (int j = 0; j < i; j++) {
                Life b = lives.get(j);
                long other = plan.offsets().get(j);
                boolean together = a.from() <= b.to() && b.from() <= a.to();
                assertThat(together && start < other + b.bytes() && other < start + a.bytes()
                        && a.bytes() > 0 && b.bytes() > 0).as("%s at %s and %s at %s", a, start, b, other).isFalse();
            }
        }
    }

    @Property
    void theBlockIsNoLargerThanAllValuesTogether(@ForAll("lives") List<Life> lives) {
        long sum = lives.stream().mapToLong(life -> Math.ceilDiv(life.bytes(), 64) * 64).sum();
        assertThat(Planner.plan(lives).bytes()).isLessThanOrEqualTo(sum);
    }

    @Test
    void aChainNeedsTwoPlaces() {
        List<Life> chain = new ArrayList<>();
        for (int step = 0; step < 10; step++) {
            chain.add(new Life(640, step, step + 1));
        }
        assertThat(Planner.plan(chain).bytes()).isEqualTo(2 * 640);
    }
}
