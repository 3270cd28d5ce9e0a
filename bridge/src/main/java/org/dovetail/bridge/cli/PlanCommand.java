package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.convert.Replacement;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.plan.PlanJson;
import org.dovetail.bridge.report.FindingsText;
import org.dovetail.bridge.report.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints or writes the plan of a conversion. */
@Command(name = "plan", sortOptions = false, description = {
        "Prints where every array of a checkpoint goes, by which operation, and what the match rests on; or writes it "
                + "as JSON that a person can edit and 'dovetail convert --plan' follows.",
        ""}, footer = {"", "Examples:", "  dovetail plan params.npz --like nnx_model.json",
                "  dovetail plan params.npz --like nnx_model.json -o plan.json",
                "  dovetail plan params.npz --like nnx_model.json --report mapping.html"})
final class PlanCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "IN", description = "The checkpoint to convert.")
    private Path in = Path.of("");

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private MappingOptions mapping = new MappingOptions();

    @Option(names = {"-o", "--output"}, paramLabel = "PLAN.json", order = 3, description = "Write the plan to this "
            + "file, also when targets are open: each then names its candidates.")
    private Optional<Path> output = Optional.empty();

    @Mixin
    private CommonOptions common = new CommonOptions();

    PlanCommand(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException, AlignmentException {
        List<Path> read = Stream.concat(Stream.of(in), target.like.stream()).toList();
        Apart.check("--output", output, read);
        Apart.check("--report", target.report, Stream.concat(read.stream(), output.stream()).toList());
        try (Source source = Source.open(in, mapping.source());
                Like like = Like.open(target.like, mapping.assume.readOptions())) {
            Mapping mapped = Mapping.of(
                    new Mapping.Wish(source, like.checkpoint(), mapping, target, Optional.empty(), Optional.empty()));
            source.remarks().forEach(console::remark);
            mapped.remarks().forEach(console::remark);
            if (output.isPresent()) {
                String json = PlanJson.print(mapped.plan());
                Replacement.of(output.get(), file -> Files.writeString(file, json));
            }
            if (target.report.isPresent()) {
                new PlanPage(source, like.checkpoint(), mapped).write(target.report.get(),
                        target.like.orElse(Path.of("(to be written)")), PlanText.counts(mapped.plan()),
                        FindingsText.sections(mapped.plan(), mapped.notes()));
            }
            mapped.refuse();
            if (common.json) {
                console.print(PlanJson.print(mapped.plan()));
            } else if (output.isEmpty()) {
                console.print(PlanText.of(mapped.plan(), console.paint()) + PlanText.counts(mapped.plan()) + "\n");
            } else {
                console.print(output.get() + "  plan of " + mapped.plan().steps().size() + " layers; "
                        + PlanText.counts(mapped.plan()) + "\n");
            }
            return 0;
        }
    }
}
