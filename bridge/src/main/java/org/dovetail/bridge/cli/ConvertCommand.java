package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.convert.Conversion;
import org.dovetail.bridge.convert.Converted;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.NnxLayout;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.plan.PlanJson;
import org.dovetail.bridge.report.ConvertedJson;
import org.dovetail.bridge.report.ConvertedText;
import org.dovetail.bridge.report.FindingsText;
import org.dovetail.bridge.report.Page;
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
        "",
        "The state of an optax optimizer and averages of the parameters are moved as the parameters are; what would "
                + "not be exact is refused.",
        ""}, footer = {"", "Examples:", "  dovetail convert params.npz model.safetensors --like nnx_model.json",
                "  dovetail convert model.safetensors params.npz",
                "  dovetail convert params.npz model.safetensors --like nnx_model.json --report mapping.html",
                "  dovetail convert params.pkl half.npz --to haiku --dtype bfloat16"})
final class ConvertCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "IN", description = "The checkpoint to convert.")
    private Path in = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "The file or folder to make; an old file is "
            + "replaced in one step.")
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

    @Option(names = "--overwrite", order = 52, description = "Replace OUT though it is a folder; files are always "
            + "replaced.")
    private boolean overwrite;

    @Option(names = "--shard-size", paramLabel = "SIZE", order = 43, description = "Make OUT a folder of safetensors "
            + "files of at most this many bytes, as 5GB or 500MiB, and an index.")
    private Optional<ByteSize> shardSize = Optional.empty();

    @Option(names = "--nnx-layout", paramLabel = "LAYOUT", order = 44, description = "Make OUT an Orbax checkpoint of "
            + "a pure dict of arrays (pure), or of an nnx.State (state).")
    private Optional<NnxLayout> nnxLayout = Optional.empty();

    @Mixin
    private CommonOptions common = new CommonOptions();

    ConvertCommand(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException, AlignmentException {
        Apart.check("OUT", Optional.of(out), plan.stream().toList());
        Apart.check("--report", target.report, Stream
                .of(Stream.of(in, out), target.like.stream(), plan.stream()).flatMap(paths -> paths).toList());
        CheckpointFormat outFormat = outFormat();
        try (Source source = Source.open(in, mapping.source());
                Like like = Like.open(target.like, mapping.assume.readOptions())) {
            Mapping mapped = Mapping.of(new Mapping.Wish(source, like.checkpoint(), mapping, target,
                    Optional.of(outFormat), plan));
            source.remarks().forEach(console::remark);
            mapped.remarks().forEach(console::remark);
            mapped.refuse();
            if (dryRun) {
                print(mapped);
                report(source, like.checkpoint(), mapped, PlanText.counts(mapped.plan()),
                        FindingsText.sections(mapped.plan(), mapped.notes()));
            } else {
                convert(source, like.checkpoint(), mapped, outFormat);
            }
            return 0;
        }
    }

    /** The format of OUT; an option that is about one format asks for it, too. */
    private CheckpointFormat outFormat() throws CheckpointException {
        if (shardSize.isPresent()) {
            return asked("--shard-size", CheckpointFormats.shards(shardSize.get().bytes()));
        }
        if (nnxLayout.isPresent()) {
            return asked("--nnx-layout", CheckpointFormats.orbax(nnxLayout.get()));
        }
        return format.isPresent() ? format.get() : CheckpointFormats.forName(out);
    }

    private CheckpointFormat asked(String option, CheckpointFormat asked) {
        if (format.isPresent() && !format.get().name().equals(asked.name())) {
            throw new UsageException(option + " is for --format " + asked.name() + " alone, not for "
                    + format.get().name());
        }
        return asked;
    }

    private void print(Mapping mapped) {
        console.print(common.json
                ? PlanJson.print(mapped.plan())
                : PlanText.of(mapped.plan(), console.paint()) + PlanText.counts(mapped.plan()) + "\n");
    }

    private void report(Source source, Optional<Checkpoint> like, Mapping mapped, String outcome,
            List<Page.Section> sections) throws IOException {
        if (target.report.isPresent()) {
            new PlanPage(source, like, mapped).write(target.report.get(), out, outcome, sections);
        }
    }

    private void convert(Source source, Optional<Checkpoint> like, Mapping mapped, CheckpointFormat outFormat)
            throws IOException {
        Converted done;
        try (ProgressBar progress = new ProgressBar(console)) {
            Conversion.Options options = Conversion.Options.DEFAULT.withFormat(outFormat)
                    .withSkipped(mapped.skipped()).withCheck(check).withOverwrite(overwrite)
                    .withProgress(progress);
            Conversion.Options shaped = like.map(file -> options.withLike(file.tree())).orElse(options);
            done = Conversion.of(source, mapped.plan(), shaped).write(out);
        }
        List<Page.Section> sections = new ArrayList<>(FindingsText.sections(mapped.plan(), mapped.notes()));
        sections.addAll(FindingsText.sections(done.findings()));
        report(source, like, mapped, ConvertedText.summary(done), sections);
        console.print(common.json
                ? JsonPrinter.print(ConvertedJson.of(done, mapped.leftOutOfPlan(), mapped.notes()))
                : ConvertedText.of(done, mapped.leftOutOfPlan(), mapped.notes(), console.paint()));
    }
}
