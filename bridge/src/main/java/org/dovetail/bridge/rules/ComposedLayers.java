package org.dovetail.bridge.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;

/**
 * Layers made of children that any module may have, under an author's name: {@code core/linear} is a linear layer, or all of an LSTM called {@code core}. The other side tells them.
 *
 * <p>
 * Where the other side has at least as many layers of the kind as there are such modules, each of them is one, since nothing else can fill those layers; elsewhere those are whose parts
 * fit nothing by themselves.
 */
public final class ComposedLayers {
    private ComposedLayers() {}

    /**
     * Finds such layers.
     *
     * @param entries Haiku's arrays
     * @param units Haiku's layers, as they are recognised without these
     * @param others NNX's layers
     * @param kinds the kinds
     * @return their scopes, and the rule of the layer there
     */
    public static Map<List<String>, LayerRule> among(List<Entry> entries, List<Unit> units, List<Unit> others,
            Kinds kinds) {
        Map<List<String>, LayerRule> found = new HashMap<>();
        for (LayerRule rule : kinds.rules()) {
            List<Unit> wanted = others.stream()
                    .filter(other -> rule.roles(Style.NNX).match(other.members().keySet())).toList();
            if (rule.needsHaikuName() && !wanted.isEmpty()) {
                List<Unit> candidates = candidates(entries, units, rule).stream()
                        .filter(unit -> needed(rule, unit, wanted) > 0).toList();
                int needed = Stream.concat(candidates.stream(), ofKind(units, rule).stream())
                        .mapToInt(unit -> needed(rule, unit, wanted)).sum();
                boolean all = needed <= wanted.size();
                candidates.stream().filter(unit -> all || !standsApart(unit, units, others, kinds))
                        .forEach(unit -> found.put(unit.path(), rule));
            }
        }
        return found;
    }

    /** The modules that have the arrays of a kind and are not known to be of it. */
    private static List<Unit> candidates(List<Entry> entries, List<Unit> units, LayerRule rule) {
        Map<List<String>, LayerRule> scopes = units.stream()
                .flatMap(
                        unit -> IntStream.range(0, unit.path().size()).mapToObj(depth -> unit.path().subList(0, depth)))
                .distinct()
                .collect(Collectors.toMap(scope -> scope, _ -> rule));
        Set<List<String>> known = ofKind(units, rule).stream().map(Unit::path).collect(Collectors.toSet());
        return ofKind(Units.recognise(Style.HAIKU, entries, List.of(), Set.of(), scopes), rule).stream()
                .filter(unit -> !known.contains(unit.path())).toList();
    }

    private static List<Unit> ofKind(List<Unit> units, LayerRule rule) {
        return units.stream().filter(unit -> rule.roles(Style.HAIKU).match(unit.members().keySet())).toList();
    }

    /** How many of the wanted layers a module fills: one, or as many as its stack has layers; none when it fits none. */
    private static int needed(LayerRule rule, Unit unit, List<Unit> wanted) {
        boolean whole = wanted.stream()
                .anyMatch(other -> (unit.layers() == 0 ? Optional.of(other) : other.withLayers(unit.layers()))
                        .filter(it -> Stacks.fit(rule, unit.specs(), it.specs()).isPresent()).isPresent());
        if (whole) {
            return 1;
        }
        return wanted.stream().anyMatch(other -> Stacks.fit(rule, unit.specs(), other.specs()).isPresent())
                ? unit.layers()
                : 0;
    }

    /** Whether the parts of a module may all be layers of their own. */
    private static boolean standsApart(Unit module, List<Unit> units, List<Unit> others, Kinds kinds) {
        Set<EntryPath> entries = paths(module);
        return units.stream().filter(unit -> entries.containsAll(paths(unit)))
                .allMatch(part -> others.stream().anyMatch(other -> OwnModules.fits(part, other, kinds)));
    }

    private static Set<EntryPath> paths(Unit unit) {
        return unit.members().values().stream().map(Entry::path).collect(Collectors.toSet());
    }
}
