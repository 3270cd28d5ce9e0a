package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.convert.Replacement;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.JsonFormat;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.report.Inspection;
import org.dovetail.bridge.report.InspectionJson;
import org.dovetail.bridge.report.InspectionText;
import org.dovetail.bridge.rules.Style;

/** Prints what is in checkpoints. */
final class InspectCommand implements Command {
    private final Console console;
    private final Usage usage = new Usage("inspect", this)
            .about("Prints what is in a checkpoint: names, shapes, dtypes, sizes and layers. A tree on a terminal, one "
                    + "line for each module elsewhere.")
            .footer("Examples:", "  dovetail inspect params.npz --stats",
                    "  dovetail inspect nnx_model.safetensors --as like.json");
    private final Given<List<Path>> files = usage.parameters("FILE", Path::of, "Checkpoints, of any format.");
    private final Given<Boolean> stats = usage.flag("--stats",
            "Add mean, standard deviation, minimum, maximum, and how many are NaN or infinite.");
    private final Given<Optional<Path>> structure = usage.option("--as", "LIKE.json", Path::of, "Write the structure "
            + "alone, for --like.");
    private final Given<Optional<Style>> from = usage.option("--from", "STYLE", Converters::style, "The library whose "
            + "names these are: haiku or nnx. Told by the names unless they fit both.");
    private final AssumeOptions assume = new AssumeOptions(usage);
    private final CommonOptions common = new CommonOptions(usage);

    InspectCommand(Console console) { this.console = console; }

    @Override
    public Usage usage() { return usage; }

    @Override
    public Integer call() throws IOException {
        Optional<Path> like = structure.value();
        if (like.isPresent() && files.value().size() > 1) {
            throw new UsageException("--as writes the structure of one file, here are " + files.value().size());
        }
        Apart.check("--as", like, files.value());
        ReadOptions options = assume.readOptions();
        List<Json> documents = new ArrayList<>();
        for (Path file : files.value()) {
            try (Checkpoint checkpoint = Source.look(file, options)) {
                Optional<Style> style = from.value().or(() -> LibraryNames.find(checkpoint));
                if (like.isPresent()) {
                    write(checkpoint, style, like.get());
                }
                Inspection inspection = inspect(checkpoint, style);
                if (common.json.value()) {
                    documents.add(InspectionJson.of(inspection));
                } else if (like.isEmpty()) {
                    console.print(console.outIsTerminal()
                            ? InspectionText.tree(inspection, console.paint())
                            : InspectionText.lines(inspection));
                }
            }
        }
        if (common.json.value()) {
            console.print(JsonPrinter.print(Json.object().put("files", new Json.Arr(documents)).build()));
        }
        return 0;
    }

    private Inspection inspect(Checkpoint checkpoint, Optional<Style> style) throws IOException {
        try (ProgressBar progress = new ProgressBar(console)) {
            return Inspection.of(checkpoint, style, stats.value(), progress);
        }
    }

    private void write(Checkpoint checkpoint, Optional<Style> style, Path out) throws IOException {
        Replacement.of(out, file -> JsonFormat.writeStructure(checkpoint.entries(), checkpoint.scheme(),
                style.map(Style::label).orElse(null), file));
        if (!common.json.value()) {
            console.print(out + "  structure of " + checkpoint.entries().size() + " arrays\n");
        }
    }
}
