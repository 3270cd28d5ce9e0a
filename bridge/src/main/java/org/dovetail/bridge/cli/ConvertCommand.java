package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.convert.Conversion;
import org.dovetail.bridge.convert.Converted;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.plan.PlanJson;
import org.dovetail.bridge.report.ConvertedJson;
import org.dovetail.bridge.report.ConvertedText;
import org.dovetail.bridge.report.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Converts a checkpoint. */
@Command(name = "convert", sortOptions = false, description = {
        "Converts a checkpoint to the other library's names and layouts, in the format that OUT's name says.",
        "",
        "With --like, the result matches a checkpoint or structure of the target model. What can be matched in more "
                + "than one way is refused, with the lines that settle it. A file that came from a conversion goes back "
                + "to where it came from without further options.",
        ""}, footer = {"", "Examples:", "  dovetail convert params.npz model.safetensors --like nnx_model.json",
                "  dovetail convert model.safetensors params.npz",
                "  dovetail convert params.pkl half.npz --to haiku --dtype bfloat16"})
final class ConvertCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "IN", description = "The checkpoint to convert.")
    private Path in = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to make; an old one is replaced in one step.")
    private Path out = Path.of("");

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private MappingOptions mapping = new MappingOptions();

    @Option(names = "--plan", paramLabel = "FILE", order = 2, description = "Follow this plan, which 'dovetail plan' "
            + "wrote and a person may have edited.")
    private Optional<Path> plan = Optional.empty();

    @Option(names = "--format", paramLabel = "FORMAT", order = 40, description = "The format of OUT, whatever its name.")
    private Optional<CheckpointFormat> format = Optional.empty();

    @Option(names = "--check", order = 50, description = "Read back what was written and compare it, bit by bit, before "
            + "OUT is replaced.")
    private boolean check;

    @Option(names = "--dry-run", order = 51, description = "Print the plan and write nothing.")
    private boolean dryRun;

    /** Files are always replaced; folders, which this is for, are of formats to come. */
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--overwrite", hidden = true)
    private boolean overwrite;

    @Mixin
    private CommonOptions common = new CommonOptions();

    ConvertCommand(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException, AlignmentException {
        CheckpointFormat outFormat = format.isPresent() ? format.get() : CheckpointFormats.forName(out);
        try (Source source = Source.open(in, mapping.assume.readOptions());
                Like like = Like.open(target.like, mapping.assume.readOptions())) {
            Mapping mapped = Mapping.of(new Mapping.Wish(source, like.checkpoint(), mapping, target,
                    Optional.of(outFormat), plan));
            source.remarks().forEach(console::remark);
            mapped.remarks().forEach(console::remark);
            mapped.refuse();
            if (dryRun) {
                print(mapped);
            } else {
                convert(source, like.checkpoint(), mapped, outFormat);
            }
            return 0;
        }
    }

    private void print(Mapping mapped) {
        console.print(common.json
                ? PlanJson.print(mapped.plan())
                : PlanText.of(mapped.plan(), console.paint()) + PlanText.counts(mapped.plan()) + "\n");
    }

    private void convert(Source source, Optional<Checkpoint> like, Mapping mapped, CheckpointFormat outFormat)
            throws IOException {
        Converted done;
        try (ProgressBar progress = new ProgressBar(console)) {
            Conversion.Options options = Conversion.Options.DEFAULT.withFormat(outFormat)
                    .withSkipped(mapped.skipped()).withCheck(check).withProgress(progress);
            Conversion.Options shaped = like.map(file -> options.withLike(file.tree())).orElse(options);
            done = Conversion.of(source, mapped.plan(), shaped).write(out);
        }
        console.print(common.json
                ? JsonPrinter.print(ConvertedJson.of(done, mapped.leftOutOfPlan(), mapped.notes()))
                : ConvertedText.of(done, mapped.leftOutOfPlan(), mapped.notes(), console.paint()));
    }
}
