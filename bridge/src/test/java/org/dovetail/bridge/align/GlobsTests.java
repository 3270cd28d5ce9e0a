package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

class GlobsTests {
    private static final List<Entry> ENTRIES = Stream.of(new EntryPath("params", List.of("net", "linear"), "w"),
            new EntryPath("params", List.of("net", "linear"), "b"),
            new EntryPath("params", List.of("net", "conv"), "w"),
            new EntryPath("state", List.of("net", "~", "ema"), "average"),
            new EntryPath("opt_state", List.of("0", "mu"), "w"))
            .map(path -> new Entry(path, TensorSpec.of(DType.FLOAT32))).toList();

    @Test
    void oneStarStaysWithinAComponentAndTwoCross() throws AlignmentException {
        assertSkipped("params/net/*/w", "params/net/linear/w", "params/net/conv/w");
        assertSkipped("params/*/w");
        assertSkipped("**/w", "params/net/linear/w", "params/net/conv/w", "opt_state/0/mu/w");
        assertSkipped("params/net/c?nv/w", "params/net/conv/w");
    }

    @Test
    void aScopeMeansEverythingInItAndTheCollectionMayBeLeftOut() throws AlignmentException {
        assertSkipped("net/linear", "params/net/linear/w", "params/net/linear/b");
        assertSkipped("opt_state", "opt_state/0/mu/w");
        assertSkipped("net/~", "state/net/~/ema/average");
        assertSkipped("opt_state.0.**", "opt_state/0/mu/w");
    }

    private static void assertSkipped(String glob, String... paths) throws AlignmentException {
        if (paths.length == 0) {
            assertThatThrownBy(() -> Globs.skipped(ENTRIES, List.of(), List.of(glob)))
                    .isInstanceOf(AlignmentException.class)
                    .hasMessage("--skip '" + glob + "' matches no array; the first is opt_state/0/mu/w");
        } else {
            assertThat(Globs.skipped(ENTRIES, List.of(), List.of(glob))).extracting(EntryPath::toString)
                    .containsExactlyInAnyOrder(paths);
        }
    }

    @Test
    void onlyKeepsWhatItNamesAndSkipGoesFirst() throws AlignmentException {
        assertThat(Globs.skipped(ENTRIES, List.of("net/linear", "state"), List.of("**/b")))
                .extracting(EntryPath::toString)
                .containsExactlyInAnyOrder("params/net/linear/b", "params/net/conv/w", "opt_state/0/mu/w");
        assertThat(Globs.skipped(ENTRIES, List.of(), List.of())).isEmpty();
        assertThatThrownBy(() -> Globs.skipped(ENTRIES, List.of(), List.of("**")))
                .hasMessage("--only and --skip leave nothing to convert");
    }
}
