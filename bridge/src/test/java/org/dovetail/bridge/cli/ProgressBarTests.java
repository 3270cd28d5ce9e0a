package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTests {
    private final AtomicLong clock = new AtomicLong();
    private final StringWriter err = new StringWriter();

    private ProgressBar bar(boolean terminal) {
        PrintWriter none = new PrintWriter(new StringWriter());
        return new ProgressBar(new Console(none, new PrintWriter(err), terminal, terminal, true, 0, clock::get));
    }

    @Test
    void workOfASecondShowsNothing() {
        try (ProgressBar bar = bar(true)) {
            bar.begin("writing", 100);
            clock.set(900_000_000L);
            bar.advance(90);
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void longerWorkShowsABarThatGoesAway() {
        try (ProgressBar bar = bar(true)) {
            bar.begin("writing", 3_000_000);
            clock.set(1_500_000_000L);
            bar.advance(1_000_000);
            clock.addAndGet(50_000_000L);
            bar.advance(1);
            assertThat(err.toString())
                    .isEqualTo("\r\u001b[Kwriting [##########....................]  33%  1.0 MB of 3.0 MB");
            clock.addAndGet(60_000_000L);
            bar.advance(1_999_999);
        }
        assertThat(err.toString())
                .endsWith("\r\u001b[Kwriting [##############################] 100%  3.0 MB of 3.0 MB\r\u001b[K");
    }

    @Test
    void elsewhereThanOnATerminalThereIsNone() {
        try (ProgressBar bar = bar(false)) {
            bar.begin("writing", 100);
            clock.set(9_000_000_000L);
            bar.advance(90);
        }
        assertThat(err.toString()).isEmpty();
    }
}
