package org.dovetail.bridge.cli;

import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
    /** How {@link Failures} finds out before anything is parsed. */
    static final String JSON = "--json";
    /** The same. */
    static final String DEBUG = "--debug";

    @Option(names = JSON, order = 90, description = "Print one JSON document for programs; errors too.")
    boolean json;

    @Option(names = DEBUG, order = 91, description = "Print the stack trace of an error.")
    boolean debug;

    @Option(names = {"-h", "--help"}, usageHelp = true, order = 92, description = "Print this help.")
    boolean help;
}
