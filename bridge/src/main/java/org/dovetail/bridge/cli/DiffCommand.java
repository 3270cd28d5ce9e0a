package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.convert.Replacement;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.report.Differences;
import org.dovetail.bridge.report.DifferencesJson;
import org.dovetail.bridge.report.DifferencesText;
import org.dovetail.bridge.report.HeatMap;
import org.dovetail.bridge.report.Page;
import org.dovetail.bridge.report.PageHtml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two checkpoints. */
@Command(name = "diff", sortOptions = false, description = {
        "Compares two checkpoints of any formats and styles, array by array, the worst first. The arrays of A are "
                + "brought to B's names and layouts as 'convert --like B' would, unless names are equal.",
        "", "Ends with status 1 when something differs or is missing.",
        ""}, footer = {"", "Examples:", "  dovetail diff params.npz model.safetensors",
                "  dovetail diff before.pkl after.pkl --atol 1e-6 --report differences.html"})
final class DiffCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "A", description = "A checkpoint.")
    private Path a = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "Another, whose names and layouts count.")
    private Path b = Path.of("");

    @Option(names = "--atol", paramLabel = "X", order = 1, description = "Numbers may differ by this much. "
            + "Without any tolerance, bits must be equal.")
    private double atol;

    @Option(names = "--rtol", paramLabel = "X", order = 2, description = "Numbers may differ by this part of B's.")
    private double rtol;

    @Option(names = "--report", paramLabel = "OUT.html", order = 3, description = "Write a page that "
            + "shows both trees side by side, what matches, and where they differ. It needs nothing but a browser.")
    private Optional<Path> page = Optional.empty();

    @Mixin
    private MappingOptions mapping = new MappingOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    DiffCommand(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException, AlignmentException {
        if (!(atol >= 0 && rtol >= 0)) {
            throw new UsageException("--atol and --rtol must not be negative");
        }
        Apart.check("--report", page, List.of(a, b));
        Differences differences = compare();
        if (page.isPresent()) {
            Replacement.of(page.get(), file -> PageHtml.write(Page.of(differences), file));
        }
        console.print(common.json
                ? JsonPrinter.print(DifferencesJson.of(differences))
                : DifferencesText.of(differences, console.paint()));
        return differences.isEqual() ? 0 : Failures.REFUSED;
    }

    private Differences compare() throws IOException, AlignmentException {
        try (Source first = Source.open(a, mapping.assume.readOptions());
                Source second = Source.open(b, mapping.assume.readOptions());
                ProgressBar progress = new ProgressBar(console)) {
            return new Comparison(first, second, mapping,
                    page.isPresent() ? HeatMap::of : Comparison.Heat.NONE, progress).run(atol, rtol);
        }
    }
}
