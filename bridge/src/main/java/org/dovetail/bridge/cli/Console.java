package org.dovetail.bridge.cli;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.dovetail.bridge.report.Paint;
import org.dovetail.bridge.report.Paths;

/**
 * Where a command prints, and what its surroundings are like.
 *
 * @param out for results
 * @param err for errors and progress
 * @param outIsTerminal whether a person reads the results as they come
 * @param errIsTerminal whether a person reads the errors as they come
 * @param colours whether colours are wanted on a terminal
 * @param columns how wide the terminal of the results is; 0 where that is not known, or no terminal
 * @param nanos a clock
 */
record Console(PrintWriter out, PrintWriter err, boolean outIsTerminal, boolean errIsTerminal, boolean colours,
        int columns, LongSupplier nanos) {
    /** What the launcher says of the standard streams: {@code out}, {@code err}, both or neither. The JVM knows of standard error what it cannot tell. */
    private static final String TERMINALS = "dovetail.terminals";
    /** How wide the launcher found the terminal. */
    private static final String COLUMNS = "dovetail.columns";

    /** The streams of the process. */
    static Console system() {
        String told = System.getProperty(TERMINALS);
        boolean guess = told == null
                && Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
        return new Console(writer(System.out), writer(System.err), told == null ? guess : told.contains("out"),
                told == null ? guess : told.contains("err"), wantsColours(System.getenv()),
                Integer.getInteger(COLUMNS, 0), System::nanoTime);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(stream, stream.charset())), false);
    }

    /** Colours are off with {@code NO_COLOR} set to anything, and on terminals that have none. */
    static boolean wantsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    /** The colours for results. */
    Paint paint() { return new Paint(colours && outIsTerminal); }

    /** The colours for errors. */
    Paint errorPaint() { return new Paint(colours && errIsTerminal); }

    /** Prints a result. */
    void print(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints a remark on one line, whatever names are in it. */
    void remark(String text) {
        warn(Paths.printable(text).replace('\n', ' '));
    }

    /** Prints a line about an error. */
    void warn(String line) {
        err.println(line);
        err.flush();
    }
}
