package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dovetail.bridge.convert.Replacement;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.report.NamedTree;
import org.dovetail.bridge.report.Page;
import org.dovetail.bridge.report.PageHtml;

/**
 * The page of a plan.
 *
 * @param source the source
 * @param like the like file, if there is one
 * @param mapped the plan
 */
record PlanPage(Source source, Optional<Checkpoint> like, Mapping mapped) {
    /** The option that asks for it. */
    static Given<Optional<Path>> option(Usage usage) {
        return usage.option("--report", "OUT.html", Path::of, "Write a page that shows both trees side by side, what "
                + "matches, and what each match rests on. It needs nothing but a browser.");
    }

    /** Writes it; {@code target} is what the other side is called. */
    void write(Path file, Path target, String outcome, List<Page.Section> sections) throws IOException {
        Map<EntryPath, String> unfilled = mapped.leftOut().stream().distinct().collect(Collectors
                .toMap(Function.identity(), _ -> "Not in the new file, because nothing fills it."));
        NamedTree from = new NamedTree(source.checkpoint().file().toString(), mapped.plan().from(),
                source.checkpoint().entries());
        NamedTree to = new NamedTree(target.toString(), mapped.plan().to(),
                like.map(Checkpoint::entries).orElse(List.of()), unfilled);
        Page page = Page.of(mapped.plan(), from, to, outcome, sections);
        Replacement.of(file, place -> PageHtml.write(page, place));
    }
}
