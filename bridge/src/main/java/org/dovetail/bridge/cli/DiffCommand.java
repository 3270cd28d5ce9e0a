package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

/** Compares two checkpoints. */
final class DiffCommand implements Command {
    private final Console console;
    private final Usage usage = new Usage("diff", this)
            .about("Compares two checkpoints of any formats and styles, array by array, the worst first. The arrays of A "
                    + "are brought to B's names and layouts as 'convert --like B' would, unless names are equal.",
                    "", "Ends with status 1 when something differs or is missing.")
            .footer("Examples:", "  dovetail diff params.npz model.safetensors",
                    "  dovetail diff before.pkl after.pkl --atol 1e-6 --report differences.html");
    private final Given<Path> a = usage.parameter("A", Path::of, "A checkpoint.");
    private final Given<Path> b = usage.parameter("B", Path::of, "Another, whose names and layouts count.");
    private final Given<Optional<Double>> atol = usage.option("--atol", "X", Converters::number,
            "Numbers may differ by this much. Without any tolerance, bits must be equal.");
    private final Given<Optional<Double>> rtol = usage.option("--rtol", "X", Converters::number,
            "Numbers may differ by this part of B's.");
    private final Given<Optional<Path>> page = usage.option("--report", "OUT.html", Path::of, "Write a page that shows "
            + "both trees side by side, what matches, and where they differ. It needs nothing but a browser.");
    private final MappingOptions mapping = new MappingOptions(usage);
    private final SourceOptions reading = new SourceOptions(usage);
    private final CommonOptions common = new CommonOptions(usage);

    DiffCommand(Console console) { this.console = console; }

    @Override
    public Usage usage() { return usage; }

    @Override
    public Integer call() throws IOException, AlignmentException {
        double absolute = atol.value().orElse(0.0);
        double relative = rtol.value().orElse(0.0);
        if (!(absolute >= 0 && relative >= 0)) {
            throw new UsageException("--atol and --rtol must not be negative");
        }
        Apart.check("--report", page.value(), List.of(a.value(), b.value()));
        Differences differences = compare(absolute, relative);
        if (page.value().isPresent()) {
            Replacement.of(page.value().get(), file -> PageHtml.write(Page.of(differences), file));
        }
        console.print(common.json.value()
                ? JsonPrinter.print(DifferencesJson.of(differences))
                : DifferencesText.of(differences, console.paint()));
        return differences.isEqual() ? 0 : Failures.REFUSED;
    }

    private Differences compare(double absolute, double relative) throws IOException, AlignmentException {
        try (Source first = Source.open(a.value(), reading.other());
                Source second = Source.open(b.value(), reading.other());
                ProgressBar progress = new ProgressBar(console)) {
            return new Comparison(first, second, mapping,
                    page.value().isPresent() ? HeatMap::of : Comparison.Heat.NONE, progress).run(absolute, relative);
        }
    }
}
