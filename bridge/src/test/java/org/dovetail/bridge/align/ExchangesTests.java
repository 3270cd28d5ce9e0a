package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dovetail.bridge.align.Networks.Layer;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.rules.Style;

class ExchangesTests {
    @Provide
    Arbitrary<List<Layer>> networks() { return Networks.ALL; }

    @Property(tries = 200)
    void aKnownMappingLeavesTheSameTargetsForced(@ForAll("networks") List<Layer> network, @ForAll Set<Law> some)
            throws AlignmentException {
        Problem problem = Matching.of(new Request(Style.HAIKU, Networks.haiku(network), KeyScheme.SLASH, Style.NNX,
                Networks.nnx(network), KeyScheme.DOTTED, Alignment.Options.DEFAULT)).unpinned();
        Set<Law> fewer = some.isEmpty() ? EnumSet.noneOf(Law.class) : EnumSet.copyOf(some);
        Verdict all = Verdict.of(problem, EnumSet.allOf(Law.class), false);
        if (all.exists()) {
            int[] mapping = IntStream.range(0, problem.size()).map(all::source).toArray();
            assertThat(Verdict.around(problem, fewer, mapping).undecided())
                    .isEqualTo(Verdict.of(problem, fewer, false).undecided());
        }
    }
}
