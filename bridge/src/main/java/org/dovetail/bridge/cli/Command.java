package org.dovetail.bridge.cli;

import java.util.concurrent.Callable;

/** A command; its call gives the exit status. */
interface Command extends Callable<Integer> {
    /** What may follow its name. */
    Usage usage();
}
