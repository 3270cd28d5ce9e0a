package org.dovetail.bridge.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Fallback;
import org.dovetail.bridge.rules.Rules;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.bridge.rules.Units;

/** What becomes of NNX's random streams, of which Haiku has none. */
public sealed interface RandomStreams {
    /** They are copied bit for bit where both sides have them, and kept in side data where the target is Haiku's. */
    record Keep() implements RandomStreams {}

    /** They are left out, of side data too. */
    record Drop() implements RandomStreams {}

    /**
     * Those of the target start anew, each with the next draw of one seed in the order of their paths.
     *
     * @param value the seed
     */
    record Seed(long value) implements RandomStreams {}

    /**
     * The arrays of random streams.
     *
     * @param style the library of the arrays
     * @param entries the arrays
     * @return the paths of keys and counts; none for Haiku
     */
    static Set<EntryPath> among(Style style, List<Entry> entries) {
        return streams(style, entries).stream().flatMap(unit -> unit.members().values().stream()).map(Entry::path)
                .collect(Collectors.toSet());
    }

    /**
     * A plan whose target's random streams start anew.
     *
     * @param plan the plan
     * @param target the arrays of the target, as a like file has them; the plan's own where there is none
     * @param seed the seed
     * @return the plan
     */
    static Plan seeded(Plan plan, List<Entry> target, long seed) {
        Map<EntryPath, Entry> all = new LinkedHashMap<>();
        plan.steps().forEach(step -> step.targets().forEach(entry -> all.put(entry.path(), entry)));
        target.forEach(entry -> all.putIfAbsent(entry.path(), entry));
        List<Unit> streams = streams(plan.to(), List.copyOf(all.values()));
        Set<EntryPath> paths = streams.stream().flatMap(unit -> unit.members().values().stream()).map(Entry::path)
                .collect(Collectors.toSet());
        List<Step> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            List<Move> kept = step.moves().stream()
                    .filter(move -> move.to().stream().noneMatch(entry -> paths.contains(entry.path()))).toList();
            List<Aside> replaced = step.moves().stream().filter(move -> !kept.contains(move))
                    .flatMap(move -> move.from().stream())
                    .map(entry -> new Aside(entry.path().name(), entry, new Fallback.LeaveOut())).toList();
            Step rest = new Step(step.kind(), step.source(), step.target(), step.basis(), kept,
                    Stream.concat(step.sourceOnly().stream(), replaced.stream()).toList(), step.targetOnly().stream()
                            .filter(aside -> !paths.contains(aside.entry().path())).toList());
            if (!rest.sources().isEmpty() || !rest.targets().isEmpty()) {
                steps.add(rest);
            }
        }
        for (int draw = 0; draw < streams.size(); draw++) {
            Unit stream = streams.get(draw);
            Fallback anew = new Fallback.Seeded(seed, draw);
            steps.add(new Step("RngStream", "", stream.name(), Basis.SHAPE, List.of(), List.of(),
                    stream.members().entrySet().stream()
                            .map(member -> new Aside(member.getKey(), member.getValue(), anew)).toList()));
        }
        return new Plan(plan.from(), plan.fromScheme(), plan.to(), plan.toScheme(), steps, plan.open());
    }

    private static List<Unit> streams(Style style, List<Entry> entries) {
        return style == Style.HAIKU ? List.of() : Units.randomStreams(entries, Rules.all());
    }
}
