package org.dovetail.bridge.rules;

import java.util.Collection;
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
     * @param style the library
     * @param entries the arrays
     * @param units the layers that were recognised without them
     * @param others the layers of the other side, of the other library
     * @param kinds the kinds
     * @return their scopes, and the rule of the layer there
     */
    public static Map<List<String>, LayerRule> among(Style style, List<Entry> entries, List<Unit> units,
            List<Unit> others, Kinds kinds) {
        Map<List<String>, LayerRule> found = new HashMap<>();
        for (LayerRule rule : kinds.rules()) {
            List<Unit> wanted = others.stream()
                    .filter(other -> rule.roles(style.other()).match(other.members().keySet())).toList();
            if (rule.needsName(style) && !wanted.isEmpty()) {
                List<Unit> candidates = candidates(style, entries, units, rule).stream()
                        .filter(unit -> wanted.stream().anyMatch(other -> fits(rule, unit, other))).toList();
                boolean all = layers(candidates) + layers(ofKind(units, rule)) <= layers(wanted);
                candidates.stream().filter(unit -> all || !standsApart(unit, units, others, kinds))
                        .forEach(unit -> found.put(unit.path(), rule));
            }
        }
        return found;
    }

    /** The modules that have the arrays of a kind and are not known to be of it. */
    private static List<Unit> candidates(Style style, List<Entry> entries, List<Unit> units, LayerRule rule) {
        Map<List<String>, LayerRule> scopes = units.stream()
                .flatMap(unit -> IntStream.range(0, unit.path().size()).mapToObj(depth -> unit.path().subList(0, depth))).distinct()
                .collect(Collectors.toMap(scope -> scope, _ -> rule));
        Set<List<String>> known = ofKind(units, rule).stream().map(Unit::path).collect(Collectors.toSet());
        return ofKind(Units.recognise(style, entries, List.of(), Set.of(), scopes), rule).stream()
                .filter(unit -> !known.contains(unit.path())).toList();
    }

    private static List<Unit> ofKind(List<Unit> units, LayerRule rule) {
        return units.stream().filter(unit -> rule.roles(unit.style()).match(unit.members().keySet())).toList();
    }

    private static int layers(Collection<Unit> units) {
        return units.stream().mapToInt(unit -> Math.max(1, unit.layers())).sum();
    }

    private static boolean fits(LayerRule rule, Unit unit, Unit other) {
        Unit haiku = unit.style() == Style.HAIKU ? unit : other;
        Unit nnx = unit.style() == Style.HAIKU ? other : unit;
        Optional<Unit> whole = haiku.layers() == 0 ? Optional.of(nnx) : nnx.withLayers(haiku.layers());
        return Stream.of(Optional.of(nnx), whole).flatMap(Optional::stream)
                .anyMatch(it -> Stacks.fit(rule, haiku.specs(), it.specs()).isPresent());
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
