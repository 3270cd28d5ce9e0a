package org.dovetail.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.bridge.align.Alignment;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.align.DefaultNames;
import org.dovetail.bridge.align.RefusedException;
import org.dovetail.bridge.convert.CarriedArrays;
import org.dovetail.bridge.convert.PlanMismatchException;
import org.dovetail.bridge.convert.Plans;
import org.dovetail.bridge.convert.SideData;
import org.dovetail.bridge.format.ArraysInMemory;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;

/**
 * What was decided of carrying some arrays, by alignment, by default names, or by a plan.
 *
 * @param source the arrays
 * @param plan what goes where
 * @param notes what must be set on the other side
 * @param skipped source arrays that are left out on purpose
 */
record Decision(ArraysInMemory source, Plan plan, List<String> notes, Set<EntryPath> skipped) {
    /** Aligned to the structure of the other library's model, as {@code --like} does; {@code untouched} are source arrays that stay. */
    static Decision aligned(ArraysInMemory source, Style from, List<Entry> like, Set<EntryPath> untouched,
            BridgeOptions options) {
        try {
            Alignment.Options said = options.alignment(source.entries(), untouched);
            return decided(source, said, Alignment.align(from, source.entries(), source.scheme(), from.other(), like,
                    scheme(from.other()), said));
        } catch (AlignmentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** By the names that the other library would give. */
    static Decision named(ArraysInMemory source, Style from, BridgeOptions options) {
        try {
            Alignment.Options said = options.alignment(source.entries(), Set.of());
            return decided(source, said, DefaultNames.plan(from, source.entries(), source.scheme(), from.other(),
                    scheme(from.other()), said));
        } catch (AlignmentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** As a plan says that somebody made; {@code untouched} are source arrays that it need not name. */
    static Decision given(ArraysInMemory source, Style from, Plan plan, Set<EntryPath> untouched,
            BridgeOptions options) {
        if (plan.from() != from || plan.to() == from) {
            throw new PlanMismatchException("the plan goes from " + plan.from() + " to " + plan.to() + ", not from "
                    + from + " to " + from.other() + "; its inverse() is the plan of the way back");
        }
        if (options.strict() || !options.maps().isEmpty() || !options.kinds().isEmpty()) {
            throw new IllegalArgumentException("a plan decides what goes where: only --skip and --dtype go with it");
        }
        try {
            Set<EntryPath> skipped = new HashSet<>(options.skipped(source.entries()));
            skipped.addAll(untouched);
            Plan kept = Plans.without(plan, skipped);
            Plan cast = options.dtype().map(dtype -> Plans.cast(kept, dtype)).orElse(kept);
            return new Decision(source, cast, Alignment.notes(cast), skipped);
        } catch (AlignmentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Decision decided(ArraysInMemory source, Alignment.Options said, Alignment.Result result) {
        return switch (result) {
            case Alignment.Mapped(var plan, _, var notes) -> new Decision(source, plan, notes, said.skipped());
            case Alignment.Refused refused ->
                throw new RefusedException(refused.message() + inJava(refused.lines()), refused.lines());
        };
    }

    private static String inJava(List<String> lines) {
        return lines.isEmpty()
                ? ""
                : lines.stream().collect(Collectors.joining("\", \"", "\nIn Java:   BridgeOptions.of(\"", "\")"));
    }

    /** How a library spells keys in memory. */
    static KeyScheme scheme(Style style) {
        return switch (style) {
            case HAIKU -> KeyScheme.TWO_LEVEL;
            case NNX -> KeyScheme.NESTED;
        };
    }

    /** Computes the arrays; side data is what an earlier way kept of the source. */
    CarriedArrays carry(Optional<SideData> known) {
        try {
            return CarriedArrays.of(source, known, plan, skipped);
        } catch (IOException e) {
            throw new UncheckedIOException("arrays in memory are read without files", e);
        }
    }

    /** The arrays that the plan fills. */
    List<Entry> targets() {
        return plan.steps().stream().flatMap(step -> step.targets().stream()).toList();
    }

    /** The source arrays that go nowhere: those of layers that the other library does not have, and those that are skipped. */
    List<EntryPath> leftOut() {
        Set<EntryPath> used = plan.steps().stream().filter(step -> !step.moves().isEmpty())
                .flatMap(step -> step.sources().stream()).map(Entry::path).collect(Collectors.toSet());
        return without(source.entries(), used);
    }

    /** The arrays of the other model that nothing fills. */
    static List<EntryPath> unfilled(List<Entry> wanted, CarriedArrays carried) {
        return without(wanted,
                carried.arrays().keySet().stream().map(Entry::path).collect(Collectors.toSet()));
    }

    private static List<EntryPath> without(List<Entry> entries, Set<EntryPath> some) {
        Set<EntryPath> paths = new HashSet<>(some);
        return entries.stream().map(Entry::path).filter(paths::add).sorted().toList();
    }
}
