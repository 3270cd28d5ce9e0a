package org.dovetail.bridge.cli;

import java.nio.file.Path;

/** Says, when the process is told to end before a file is begun, that it is as it was; once it is begun, whoever writes it says so. */
final class Interruption implements AutoCloseable {
    private final Thread atExit;

    private Interruption(Console console, Path out) { this.atExit = new Thread(() -> say(console, out)); }

    /** Hears of an end from now on. */
    static Interruption before(Path out, Console console) {
        Interruption interruption = new Interruption(console, out);
        Runtime.getRuntime().addShutdownHook(interruption.atExit);
        return interruption;
    }

    /** Tells the user. */
    static void say(Console console, Path out) {
        console.remark("dovetail convert: " + out + ": interrupted before it was complete, so it is as it was");
    }

    /** Hears of it no more; a second time does nothing. While the process is ending, it was heard of already. */
    void end() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            return;
        }
    }

    @Override
    public void close() { end(); }
}
