package org.dovetail.bridge.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * What a command did.
 *
 * @param status its exit status
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 */
record Ran(int status, String out, String err) {
    /** Runs a command with pipes for standard streams. */
    static Ran command(Object... args) {
        return command(false, false, () -> 0, args);
    }

    /** Runs a command on a terminal with colours. */
    static Ran onTerminal(Object... args) {
        return command(true, true, () -> 0, args);
    }

    /** Runs a command. */
    static Ran command(boolean terminal, boolean colours, LongSupplier clock, Object... args) {
        return command(terminal, colours, terminal ? 80 : 0, clock, args);
    }

    /** Runs a command on a terminal of some width, without colours. */
    static Ran onTerminalOf(int columns, Object... args) {
        return command(true, false, columns, () -> 0, args);
    }

    private static Ran command(boolean terminal, boolean colours, int columns, LongSupplier clock, Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), terminal, terminal, colours, columns,
                clock);
        int status = Dovetail.run(console, Arrays.stream(args).map(Ran::text).toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }

    private static String text(Object arg) { return arg instanceof Path path ? path.toString() : String.valueOf(arg); }

    /** The only line on standard error, if nothing was printed to standard output. */
    String onlyError() {
        if (!out.isEmpty() || err.lines().count() != 1) {
            throw new AssertionError("expected one line on standard error, got\n" + this);
        }
        return err.strip();
    }
}
