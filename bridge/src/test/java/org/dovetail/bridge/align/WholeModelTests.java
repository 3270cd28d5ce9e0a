package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.rules.Entries;
import org.dovetail.bridge.rules.Style;
import org.junit.jupiter.api.Test;

class WholeModelTests {
    private final List<Entry> haiku = Entries.of("linear w [3,4]", "linear b [4]");
    private final List<Entry> nnx = Entries.of(". kernel [3,4]", ". bias [4]");

    @Test
    void aModelThatIsOneLayerIsAligned() throws AlignmentException {
        assertThat(align(Style.HAIKU, haiku, nnx).plan().steps()).singleElement()
                .hasFieldOrPropertyWithValue("source", "linear").hasFieldOrPropertyWithValue("target", ".");
        assertThat(align(Style.NNX, nnx, haiku).plan().steps()).singleElement()
                .hasFieldOrPropertyWithValue("source", ".").hasFieldOrPropertyWithValue("target", "linear");
    }

    @Test
    void linesCanNameIt() throws AlignmentException {
        Alignment.Options options = new Alignment.Options(List.of("linear=."), List.of(".=Linear"), false,
                Optional.empty(), Set.of());
        assertThat(Alignment.align(Style.HAIKU, haiku, KeyScheme.SLASH, Style.NNX, nnx, KeyScheme.DOTTED, options))
                .isInstanceOf(Alignment.Mapped.class);
    }

    private static Alignment.Result align(Style from, List<Entry> source, List<Entry> target)
            throws AlignmentException {
        return Alignment.align(from, source, KeyScheme.SLASH, from.other(), target, KeyScheme.DOTTED,
                Alignment.Options.DEFAULT);
    }
}
