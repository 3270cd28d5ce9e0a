package org.dovetail.core.internal.backend.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dovetail.core.Array;
import org.dovetail.core.graph.Graph;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.internal.backend.Executable;

/** Whole programs against the reference backend, bit for bit. */
final class CompiledProgramsTests {
    @Property(tries = 300)
    void aProgramGivesWhatTheReferenceGives(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int equations) {
        RandomPrograms programs = new RandomPrograms(seed, equations);
        Graph graph = programs.graph();
        Executable compiled = Backends.named("compiled").compile(graph);
        Executable reference = Backends.named("reference").compile(graph);
        BitSet donated = programs.donated();
        for (long numbers = 0; numbers < 3; numbers++) {
            BitSet given = numbers == 1 ? new BitSet() : donated;
            List<Array> arguments = programs.arguments(numbers);
            List<Array> expected = reference.run(programs.arguments(numbers), new BitSet(), "reference");
            List<Array> got = compiled.run(arguments, given, "compiled");
            for (int i = 0; i < expected.size(); i++) {
                assertThat(Same.bits(expected.get(i), got.get(i))).as("output %d of%n%s", i, graph).isTrue();
            }
            checkArguments(arguments, programs.arguments(numbers), given);
        }
    }

    private static void checkArguments(List<Array> arguments, List<Array> before, BitSet donated) {
        for (int i = 0; i < arguments.size(); i++) {
            Array argument = arguments.get(i);
            if (donated.get(i)) {
                assertThatThrownBy(argument::data).hasMessageContaining("was donated to compiled");
            } else {
                assertThat(argument.bitEquals(before.get(i))).isTrue();
            }
        }
    }
}
