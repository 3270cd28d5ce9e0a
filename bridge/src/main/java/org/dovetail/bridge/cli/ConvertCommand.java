package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/** Converts a checkpoint. */
final class ConvertCommand implements Command {
    private final Console console;
    private final Usage usage = new Usage("convert", this)
            .about("Converts a checkpoint to the other library's names and layouts, in the format that OUT's name says.",
                    "",
                    "With --like, the result matches a checkpoint or structure of the target model. What can be matched in "
                            + "more than one way is refused, with the lines that settle it. A file that came from a "
                            + "conversion goes back to where it came from without further options.",
                    "",
                    "The state of an optax optimizer and averages of the parameters are moved as the parameters are; what "
                            + "would not be exact is refused.")
            .footer("Examples:", "  dovetail convert params.npz model.safetensors --like nnx_model.json",
                    "  dovetail convert model.safetensors params.npz",
                    "  dovetail convert params.npz model.safetensors --like nnx_model.json --report mapping.html",
                    "  dovetail convert params.pkl half.npz --to haiku --dtype bfloat16");
    private final Given<Path> in = usage.parameter("IN", Path::of, "The checkpoint to convert.");
    private final Given<Path> out = usage.parameter("OUT", Path::of, "The file or folder to make; an old file is "
            + "replaced in one step.");
    private final Given<Optional<Path>> like = Like.option(usage);
    private final Given<Optional<Path>> plan = usage.option("--plan", "FILE", Path::of, "Follow this plan, which "
            + "'dovetail plan' wrote and a person may have edited.");
    private final Given<Optional<Path>> page = PlanPage.option(usage);
    private final MappingOptions mapping = new MappingOptions(usage);
    private final Given<Optional<CheckpointFormat>> format = usage.option("--format", "FORMAT", Converters::format,
            "The format of OUT, whatever its name.");
    private final TargetOptions target = new TargetOptions(usage);
    private final Given<Optional<ByteSize>> shardSize = usage.option("--shard-size", "SIZE", Converters::size,
            "Make OUT a folder of safetensors files of at most this many bytes, as 5GB or 500MiB, and an index.");
    private final Given<Optional<NnxLayout>> nnxLayout = usage.option("--nnx-layout", "LAYOUT", Converters::layout,
            "Make OUT an Orbax checkpoint of a pure dict of arrays (pure), or of an nnx.State (state).");
    private final Given<Boolean> check = usage.flag("--check", "Read back what was written and compare it, bit by bit, "
            + "before OUT is replaced.");
    private final Given<Boolean> dryRun = usage.flag("--dry-run", "Print the plan and write nothing.");
    private final Given<Boolean> overwrite = usage.flag("--overwrite", "Replace OUT though it is a folder; files are "
            + "always replaced.");
    private final SourceOptions reading = new SourceOptions(usage);
    private final CommonOptions common = new CommonOptions(usage);

    ConvertCommand(Console console) { this.console = console; }

    @Override
    public Usage usage() { return usage; }

    @Override
    public Integer call() throws IOException, AlignmentException {
        Apart.check("OUT", Optional.of(out.value()), plan.value().stream().toList());
        Apart.check("--report", page.value(), Stream
                .of(Stream.of(in.value(), out.value()), like.value().stream(), plan.value().stream())
                .flatMap(paths -> paths).toList());
        CheckpointFormat outFormat = outFormat();
        try (Interruption unwritten = Interruption.before(out.value(), console);
                Source source = Source.open(in.value(), reading.source());
                Like model = Like.open(like.value(), reading.other())) {
            Mapping mapped = Mapping.of(new Mapping.Wish(source, model.checkpoint(), mapping, target,
                    Optional.of(outFormat), plan.value()));
            source.remarks().forEach(console::remark);
            mapped.remarks().forEach(console::remark);
            mapped.refuse();
            if (dryRun.value()) {
                print(mapped);
                report(source, model.checkpoint(), mapped, PlanText.counts(mapped.plan()),
                        FindingsText.sections(mapped.plan(), mapped.notes()));
            } else {
                unwritten.end();
                convert(source, model.checkpoint(), mapped, outFormat);
            }
            return 0;
        }
    }

    /** The format of OUT; an option that is about one format asks for it, too. */
    private CheckpointFormat outFormat() throws CheckpointException {
        if (shardSize.value().isPresent()) {
            return asked("--shard-size", CheckpointFormats.shards(shardSize.value().get().bytes()));
        }
        if (nnxLayout.value().isPresent()) {
            return asked("--nnx-layout", CheckpointFormats.orbax(nnxLayout.value().get()));
        }
        return format.value().isPresent() ? format.value().get() : CheckpointFormats.forName(out.value());
    }

    private CheckpointFormat asked(String option, CheckpointFormat asked) {
        Optional<CheckpointFormat> other = format.value().filter(named -> !named.name().equals(asked.name()));
        if (other.isPresent()) {
            throw new UsageException(option + " is for --format " + asked.name() + " alone, not for "
                    + other.get().name());
        }
        return asked;
    }

    private void print(Mapping mapped) {
        console.print(common.json.value()
                ? PlanJson.print(mapped.plan())
                : PlanText.of(mapped.plan(), console.paint()) + PlanText.counts(mapped.plan()) + "\n");
    }

    private void report(Source source, Optional<Checkpoint> model, Mapping mapped, String outcome,
            List<Page.Section> sections) throws IOException {
        if (page.value().isPresent()) {
            new PlanPage(source, model, mapped).write(page.value().get(), out.value(), outcome, sections);
        }
    }

    private void convert(Source source, Optional<Checkpoint> model, Mapping mapped, CheckpointFormat outFormat)
            throws IOException {
        Converted done;
        try (ProgressBar progress = new ProgressBar(console)) {
            Conversion.Options options = Conversion.Options.DEFAULT.withFormat(outFormat)
                    .withSkipped(mapped.skipped()).withCheck(check.value()).withOverwrite(overwrite.value())
                    .withProgress(progress);
            Conversion.Options shaped = model.map(file -> options.withLike(file.tree())).orElse(options);
            done = Conversion.of(source, mapped.plan(), shaped).write(out.value());
        }
        List<Page.Section> sections = new ArrayList<>(FindingsText.sections(mapped.plan(), mapped.notes()));
        sections.addAll(FindingsText.sections(done.findings()));
        report(source, model, mapped, ConvertedText.summary(done), sections);
        console.print(common.json.value()
                ? JsonPrinter.print(ConvertedJson.of(done, mapped.leftOutOfPlan(), mapped.notes()))
                : ConvertedText.of(done, mapped.leftOutOfPlan(), mapped.notes(), console.paint()));
    }
}
