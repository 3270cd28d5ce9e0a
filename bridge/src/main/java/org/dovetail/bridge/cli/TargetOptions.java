package org.dovetail.bridge.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.core.DType;
import picocli.CommandLine.Option;

/** What the user says of the file to make. */
final class TargetOptions {
    @Option(names = "--like", paramLabel = "FILE", order = 1, description = "A checkpoint or structure of the target "
            + "model: its names, shapes, dtypes and key scheme are matched. Its numbers are not used.")
    Optional<Path> like = Optional.empty();

    @Option(names = "--report", paramLabel = "OUT.html", order = 4, description = "Write a page that shows both trees "
            + "side by side, what matches, and what each match rests on. It needs nothing but a browser.")
    Optional<Path> report = Optional.empty();

    @Option(names = "--scheme", paramLabel = "SCHEME", order = 41, description = "How keys are spelled: module//name, "
            + "module/name, dotted, two-level or nested.")
    Optional<KeyScheme> scheme = Optional.empty();

    @Option(names = "--dtype", paramLabel = "DTYPE", order = 42, description = "Cast floats (or, given an integer "
            + "type, integers) to this dtype, even if bits are lost.")
    Optional<DType> dtype = Optional.empty();
}
