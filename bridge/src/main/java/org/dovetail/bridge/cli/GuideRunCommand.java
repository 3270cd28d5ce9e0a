package org.dovetail.bridge.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.dovetail.bridge.guide.GuideJson;
import org.dovetail.bridge.guide.GuideRun;
import org.dovetail.bridge.guide.GuideText;
import org.dovetail.bridge.guide.Section;
import org.dovetail.bridge.internal.json.JsonPrinter;

/** Runs a section of the migration guide. */
final class GuideRunCommand implements Command {
    /** Would tell that the vector kernels are not there: a section is too short to gain by them. */
    private static final Logger JIT = Logger.getLogger("org.dovetail.jit");

    private final Console console;
    private final Usage usage = new Usage("run", this)
            .about("Runs a section of the migration guide in both styles, and prints both programs' trees, what they "
                    + "compute, and how far they are from the real libraries' figures.",
                    "", "Ends with status 1 when a tree, a first bit or a result is not Python's.")
            .footer("Examples:", "  dovetail guide run 3", "  dovetail guide run layers --json");
    private final Given<Optional<String>> section = usage.optionalParameter("SECTION", text -> text, "A number or a "
            + "name; 'dovetail guide' lists them.");
    private final CommonOptions common = new CommonOptions(usage);

    GuideRunCommand(Console console) { this.console = console; }

    @Override
    public Usage usage() { return usage; }

    @Override
    public Integer call() {
        Section wanted = wanted();
        JIT.setLevel(Level.WARNING);
        GuideRun run = GuideRun.of(wanted);
        console.print(common.json.value()
                ? JsonPrinter.print(GuideJson.of(run))
                : GuideText.of(run, console.paint(), console.columns()));
        return run.isWithin() ? 0 : Failures.REFUSED;
    }

    private Section wanted() {
        Optional<String> asked = section.value();
        String problem = asked.map(text -> "there is no section '" + text + "'").orElse("a section is missing");
        return asked.flatMap(Section::find).orElseThrow(() -> new UsageException(problem + "; there are "
                + Arrays.stream(Section.values()).map(known -> known.number() + " " + known.label())
                        .collect(Collectors.joining(", "))));
    }
}
