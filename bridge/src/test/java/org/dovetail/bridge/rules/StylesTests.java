package org.dovetail.bridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.format.KeyScheme;
import org.junit.jupiter.api.Test;

class StylesTests {
    @Test
    void theNamesOfArraysTell() {
        assertThat(detect("linear w [3,4]", "linear b [4]")).contains(Style.HAIKU);
        assertThat(detect("embed embeddings [3,4]")).contains(Style.HAIKU);
        assertThat(detect("norm offset [4]", "norm scale [4]")).contains(Style.HAIKU);
        assertThat(detect("linear kernel [3,4]", "linear bias [4]")).contains(Style.NNX);
        assertThat(detect("bn mean [4]", "bn var [4]")).contains(Style.NNX);
        assertThat(detect("embed embedding [3,4]")).contains(Style.NNX);
        assertThat(detect("rngs key u32[2]", "rngs count u32[]")).contains(Style.NNX);
    }

    @Test
    void whatOnlyOneLibraryCanHaveDecidesAgainstNames() {
        assertThat(detect("a/~/b kernel [3,4]")).contains(Style.HAIKU);
        assertThat(detect("a/~encode/b gain [3]")).contains(Style.HAIKU);
        assertThat(detect("__layer_stack_no_per_layer/b gain [3]")).contains(Style.HAIKU);
        assertThat(detect("blocks.0 w [3,4]")).contains(Style.NNX);
        assertThat(Styles.detect(Entries.variables("Param", "a w [3]"), KeyScheme.NESTED)).contains(Style.NNX);
        assertThat(Styles.detect(Entries.of("a/b kernel [3]"), KeyScheme.DOUBLE_SLASH)).contains(Style.HAIKU);
        assertThat(Styles.detect(Entries.of("a/b gain [3]"), KeyScheme.TWO_LEVEL)).contains(Style.HAIKU);
    }

    @Test
    void nothingIsGuessedWhereNothingOrBothTell() {
        assertThat(detect("a scale [3]")).isEmpty();
        assertThat(detect("a w [3,4]", "b kernel [3,4]")).isEmpty();
        assertThat(detect("a/~/b w [3,4]", "blocks/0 kernel [3,4]")).isEmpty();
        assertThat(Styles.detect(List.of(), KeyScheme.DOTTED)).isEmpty();
    }

    @Test
    void realNetworksAreHaikus() {
        assertThat(Styles.detect(Entries.network("resnet18"), KeyScheme.DOTTED)).contains(Style.HAIKU);
        assertThat(Styles.detect(Entries.network("mobilenet_v1"), KeyScheme.DOTTED)).contains(Style.HAIKU);
    }

    private static Optional<Style> detect(String... lines) {
        return Styles.detect(Entries.of(lines), KeyScheme.DOTTED);
    }
}
