package org.dovetail.bridge.cli;

/** What every command takes. */
final class CommonOptions {
    /** How {@link Failures} finds out before anything is parsed. */
    static final String JSON = "--json";
    /** The same. */
    static final String DEBUG = "--debug";

    final Given<Boolean> json;

    CommonOptions(Usage usage) {
        json = usage.flag(JSON, "Print one JSON document for programs; errors too.");
        usage.flag(DEBUG, "Print the stack trace of an error.");
        usage.help();
    }
}
