package org.dovetail.bridge.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.internal.text.TypedOption;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;

/**
 * Arrays that might belong together: one of those that an open target can be filled from.
 *
 * @param from an array of the source
 * @param to the array of the target that has its place in the layer
 * @param line the line that says it is this one
 */
public record Candidate(EntryPath from, EntryPath to, String line) {
    /** More than anybody looks through on a page; the plan has them all. */
    private static final int DRAWN = 12;

    /** The candidates of a target, array by array. */
    static Stream<Candidate> of(Plan.Open open, NamedTree source, NamedTree target) {
        List<Entry> to = within(open.target(), target);
        return open.candidates().stream().limit(DRAWN).flatMap(name -> {
            List<Entry> left = new ArrayList<>(within(name, source));
            String line = TypedOption.of("--map", name + "=" + open.target());
            return to.stream().flatMap(entry -> partner(entry, left).stream().map(from -> {
                left.remove(from);
                return new Candidate(from.path(), entry.path(), line);
            }));
        });
    }

    /** Of the arrays that are left of a layer, the first with as many numbers. */
    private static Optional<Entry> partner(Entry entry, List<Entry> left) {
        return left.stream().filter(other -> other.spec().shape().size() == entry.spec().shape().size()).findFirst()
                .or(() -> left.stream().findFirst());
    }

    /** The arrays of a layer, a scope or an array that a plan names; of a slice, those of its stack. */
    private static List<Entry> within(String name, NamedTree tree) {
        String separator = tree.style() == Style.HAIKU ? "/" : ".";
        String layer = name.replaceFirst("\\[\\d+]$", "");
        return tree.entries().stream()
                .filter(entry -> Stream.of(Paths.text(entry.path(), tree.style()),
                        Paths.text(entry.path().in(""), tree.style()))
                        .anyMatch(path -> path.equals(layer) || path.startsWith(layer + separator)))
                .sorted(Entry::inOrder).toList();
    }
}
