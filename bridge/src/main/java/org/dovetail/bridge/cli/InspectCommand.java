package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what is in checkpoints. */
@Command(name = "inspect", sortOptions = false, description = {
        "Prints what is in a checkpoint: names, shapes, dtypes, sizes and layers. A tree on a terminal, one line for "
                + "each module elsewhere.",
        ""}, footer = {"", "Examples:", "  dovetail inspect params.npz --stats",
                "  dovetail inspect nnx_model.safetensors --as like.json"})
final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Checkpoints, of any format.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--stats", order = 1, description = "Add mean, standard deviation, minimum, maximum, and how many "
            + "are NaN or infinite.")
    private boolean stats;

    @Option(names = "--as", paramLabel = "LIKE.json", order = 2, description = "Write the structure alone, for --like.")
    private Optional<Path> structure = Optional.empty();

    @Option(names = "--from", paramLabel = "STYLE", order = 10, description = "The library whose names these are: "
            + "haiku or nnx. Told by the names unless they fit both.")
    private Optional<Style> from = Optional.empty();

    @Mixin
    private AssumeOptions assume = new AssumeOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    InspectCommand(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        if (structure.isPresent() && files.size() > 1) {
            throw new UsageException("--as writes the structure of one file, here are " + files.size());
        }
        Apart.check("--as", structure, files);
        ReadOptions options = assume.readOptions();
        List<Json> documents = new ArrayList<>();
        for (Path file : files) {
            try (Checkpoint checkpoint = Source.look(file, options)) {
                Optional<Style> style = from.or(() -> LibraryNames.find(checkpoint));
                if (structure.isPresent()) {
                    write(checkpoint, style, structure.get());
                }
                Inspection inspection = inspect(checkpoint, style);
                if (common.json) {
                    documents.add(InspectionJson.of(inspection));
                } else if (structure.isEmpty()) {
                    console.print(console.outIsTerminal()
                            ? InspectionText.tree(inspection, console.paint())
                            : InspectionText.lines(inspection));
                }
            }
        }
        if (common.json) {
            console.print(JsonPrinter.print(Json.object().put("files", new Json.Arr(documents)).build()));
        }
        return 0;
    }

    private Inspection inspect(Checkpoint checkpoint, Optional<Style> style) throws IOException {
        try (ProgressBar progress = new ProgressBar(console)) {
            return Inspection.of(checkpoint, style, stats, progress);
        }
    }

    private void write(Checkpoint checkpoint, Optional<Style> style, Path out) throws IOException {
        Replacement.of(out, file -> JsonFormat.writeStructure(checkpoint.entries(), checkpoint.scheme(),
                style.map(Style::label).orElse(null), file));
        if (!common.json) {
            console.print(out + "  structure of " + checkpoint.entries().size() + " arrays\n");
        }
    }
}
