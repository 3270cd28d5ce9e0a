package org.dovetail.bridge.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.dovetail.bridge.convert.Progress;
import org.dovetail.bridge.report.Amounts;

/** Shows on a terminal how far work is that takes longer than a second; elsewhere nothing. */
final class ProgressBar implements Progress, AutoCloseable {
    private static final long DELAY = 1_000_000_000L;
    private static final long INTERVAL = 100_000_000L;
    private static final int CELLS = 30;
    /** Back to the beginning of the line, and clear it. */
    private static final String ERASE = "\r\u001b[K";

    private final Console console;
    private final long started;
    private String what = "";
    private long total;
    private long done;
    private long shownAt;
    private boolean shown;
    private volatile boolean interrupted;

    ProgressBar(Console console) {
        this.console = console;
        this.started = console.nanos().getAsLong();
        this.shownAt = started;
    }

    @Override
    public void begin(String work, long bytes) {
        what = work;
        total = bytes;
        done = 0;
    }

    @Override
    public void advance(long bytes) {
        done += bytes;
        long now = console.nanos().getAsLong();
        if (!interrupted && console.errIsTerminal() && now - started >= DELAY && now - shownAt >= INTERVAL) {
            shownAt = now;
            shown = true;
            console.err().print(ERASE + line());
            console.err().flush();
        }
    }

    @Override
    public void interrupted(Path out) {
        interrupted = true;
        console.err().print(console.errIsTerminal() ? ERASE : "");
        Interruption.say(console, out);
    }

    private String line() {
        double part = total == 0 ? 1 : Math.min(1, (double) done / total);
        int full = (int) (part * CELLS);
        return String.format(Locale.ROOT, "%s [%s%s] %3d%%  %s of %s", what, "#".repeat(full), ".".repeat(CELLS - full),
                (int) (part * 100), Amounts.bytes(done), Amounts.bytes(total));
    }

    /** Removes the bar. */
    @Override
    public void close() {
        if (shown) {
            console.err().print(ERASE);
            console.err().flush();
        }
    }
}
