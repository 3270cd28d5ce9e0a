package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.rules.Entries;
import org.dovetail.bridge.rules.Style;
import org.junit.jupiter.api.Test;

class OwnModulesTests {
    @Test
    void arraysOfAnAuthorsModuleAreAlignedByThemselves() throws AlignmentException {
        assertThat(align(List.of("net/my w [3,4]", "net/my b [4]", "net/linear w [4,5]"),
                List.of("my w [3,4]", "my b [4]", "out kernel [4,5]"))).containsExactlyInAnyOrder("net/my/w -> my.w",
                        "net/my/b -> my.b", "net/linear -> out");
        assertThat(align(List.of("bias b [4]", "linear w [4,5]"), List.of("shift bias [4]", "out kernel [4,5]")))
                .containsExactlyInAnyOrder("bias/b -> shift.bias", "linear -> out");
        assertThat(align(List.of("my scale [4]"), List.of("my gain [4]"))).containsExactly("my/scale -> my.gain");
        assertThat(align(List.of("a/__layer_stack_no_per_layer/my scale [2,3]"),
                List.of("my.0 gain [3]", "my.1 gain [3]")))
                .containsExactly("a/__layer_stack_no_per_layer/my/scale -> my.0.gain .. my.1.gain");
    }

    @Test
    void whatItsKindWouldMoveIsNeverCopiedAsPlainNumbers() throws AlignmentException {
        assertThat(align(List.of("conv2_d_transpose w [3,3,4,8]"), List.of("my w [3,3,4,8]"))).isEmpty();
        assertThat(align(List.of("my w [3,3,4,8]"), List.of("my w [3,3,4,8]"))).isEmpty();
        assertThat(align(List.of("norm scale [1,4]"), List.of("norm scale2 [1,4]"))).isEmpty();
        assertThat(align(List.of("a w [3,4]", "~ x u32[2]", "~ y u32[]"),
                List.of("b kernel [3,4]", "rngs key u32[2]", "rngs count u32[]"))).isEmpty();
    }

    /** The matched layers; none when the alignment is refused. */
    private static List<String> align(List<String> haiku, List<String> nnx) throws AlignmentException {
        Alignment.Options options = new Alignment.Options(List.of(), List.of(), false, Optional.empty(), Set.of());
        return switch (Alignment.align(Style.HAIKU, Entries.of(haiku.toArray(String[]::new)), KeyScheme.SLASH,
                Style.NNX, Entries.of(nnx.toArray(String[]::new)), KeyScheme.DOTTED, options)) {
            case Alignment.Mapped mapped -> mapped.plan().steps().stream()
                    .map(step -> step.source() + " -> " + step.target()).toList();
            case Alignment.Refused _ -> List.of();
        };
    }
}
