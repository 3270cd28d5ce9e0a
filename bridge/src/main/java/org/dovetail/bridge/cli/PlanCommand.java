package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.convert.Replacement;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.plan.PlanJson;
import org.dovetail.bridge.report.FindingsText;
import org.dovetail.bridge.report.PlanText;

/** Prints or writes the plan of a conversion. */
final class PlanCommand implements Command {
    private final Console console;
    private final Usage usage = new Usage("plan", this)
            .about("Prints where every array of a checkpoint goes, by which operation, and what the match rests on; or "
                    + "writes it as JSON that a person can edit and 'dovetail convert --plan' follows.")
            .footer("Examples:", "  dovetail plan params.npz --like nnx_model.json",
                    "  dovetail plan params.npz --like nnx_model.json -o plan.json",
                    "  dovetail plan params.npz --like nnx_model.json --report mapping.html");
    private final Given<Path> in = usage.parameter("IN", Path::of, "The checkpoint to convert.");
    private final Given<Optional<Path>> like = Like.option(usage);
    private final Given<Optional<Path>> output = usage.option("-o", "--output", "PLAN.json", Path::of, "Write the plan "
            + "to this file, also when targets are open: each then names its candidates.");
    private final Given<Optional<Path>> page = PlanPage.option(usage);
    private final MappingOptions mapping = new MappingOptions(usage);
    private final TargetOptions target = new TargetOptions(usage);
    private final SourceOptions reading = new SourceOptions(usage);
    private final CommonOptions common = new CommonOptions(usage);

    PlanCommand(Console console) { this.console = console; }

    @Override
    public Usage usage() { return usage; }

    @Override
    public Integer call() throws IOException, AlignmentException {
        List<Path> read = Stream.concat(Stream.of(in.value()), like.value().stream()).toList();
        Apart.check("--output", output.value(), read);
        Apart.check("--report", page.value(), Stream.concat(read.stream(), output.value().stream()).toList());
        try (Source source = Source.open(in.value(), reading.source());
                Like model = Like.open(like.value(), reading.other())) {
            Mapping mapped = Mapping.of(
                    new Mapping.Wish(source, model.checkpoint(), mapping, target, Optional.empty(), Optional.empty()));
            source.remarks().forEach(console::remark);
            mapped.remarks().forEach(console::remark);
            Optional<Path> file = output.value();
            if (file.isPresent()) {
                String json = PlanJson.print(mapped.plan());
                Replacement.of(file.get(), place -> Files.writeString(place, json));
            }
            if (page.value().isPresent()) {
                new PlanPage(source, model.checkpoint(), mapped).write(page.value().get(),
                        like.value().orElse(Path.of("(to be written)")), PlanText.counts(mapped.plan()),
                        FindingsText.sections(mapped.plan(), mapped.notes()));
            }
            mapped.refuse();
            if (common.json.value()) {
                console.print(PlanJson.print(mapped.plan()));
            } else if (file.isEmpty()) {
                console.print(PlanText.of(mapped.plan(), console.paint()) + PlanText.counts(mapped.plan()) + "\n");
            } else {
                console.print(file.get() + "  plan of " + mapped.plan().steps().size() + " layers; "
                        + PlanText.counts(mapped.plan()) + "\n");
            }
            return 0;
        }
    }
}
