package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.plan.Steps;
import org.dovetail.bridge.rules.Counterpart;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/**
 * Layers with the names that they get in the other library.
 *
 * @param layers the layers, in the order of their new names
 */
record NamedLayers(List<Named> layers) {
    /**
     * A layer of the source, and what it becomes.
     *
     * @param unit the layer
     * @param counterpart its kind, and the arrays that it has there
     * @param collection where Haiku keeps a raw array; parameters of layers stand with the parameters
     */
    record Judged(Unit unit, Counterpart counterpart, String collection) {
        String collection(String role) { return counterpart.rule().isState(role) ? EntryPath.STATE : collection; }
    }

    /** A layer with its new names. */
    record Named(Unit unit, Unit target, Counterpart counterpart) {}

    static NamedLayers toNnx(List<Judged> judged, NnxNames names) {
        return of(judged.stream().map(layer -> named(layer, Style.NNX, names.path(layer.unit()), _ -> "")));
    }

    /** Where there is state, parameters and state are collections. */
    static NamedLayers toHaiku(List<Judged> judged) {
        boolean state = judged.stream().anyMatch(layer -> layer.counterpart().specs().keySet().stream()
                .anyMatch(role -> layer.collection(role).equals(EntryPath.STATE)));
        return of(judged.stream().map(layer -> named(layer, Style.HAIKU,
                HaikuNames.path(layer.unit(), layer.counterpart()), role -> state ? layer.collection(role) : "")));
    }

    private static NamedLayers of(Stream<Named> layers) {
        return new NamedLayers(layers.sorted((a, b) -> Unit.inOrder(a.target, b.target)).toList());
    }

    private static Named named(Judged layer, Style to, List<String> path,
            UnaryOperator<String> collection) {
        int layers = layer.unit().layers();
        SequencedMap<String, Entry> members = new LinkedHashMap<>();
        layer.counterpart().specs().forEach((role, spec) -> {
            List<String> place = new ArrayList<>(path);
            if (!role.equals(Unit.SELF)) {
                place.addAll(List.of(role.split("/", -1)));
            }
            String name = place.removeLast();
            TensorSpec whole = layers == 0 ? spec : spec.withShape(spec.shape().withFirst(layers));
            members.put(role, new Entry(new EntryPath(collection.apply(role), place, name), whole));
        });
        return new Named(layer.unit(), new Unit(to, path, members, layers), layer.counterpart());
    }

    /** Layers whose arrays would have one name, or in a tree the name of a module, by that name. */
    Map<String, List<Unit>> collisions(Style to) {
        Map<EntryPath, Set<Unit>> byPath = new HashMap<>();
        layers.forEach(layer -> layer.target.members().values()
                .forEach(entry -> byPath.computeIfAbsent(entry.path(), _ -> new HashSet<>()).add(layer.unit)));
        SequencedMap<String, List<Unit>> collisions = new LinkedHashMap<>();
        for (Named layer : layers) {
            for (Entry entry : layer.target.members().values()) {
                Set<Unit> meeting = new HashSet<>(byPath.getOrDefault(entry.path(), Set.of()));
                if (to == Style.NNX) {
                    List<String> scope = entry.path().scope();
                    for (int i = 1; i <= scope.size(); i++) {
                        meeting.addAll(byPath.getOrDefault(
                                new EntryPath("", scope.subList(0, i - 1), scope.get(i - 1)), Set.of()));
                    }
                }
                if (meeting.size() > 1) {
                    collisions.put(entry.path().toString(), meeting.stream()
                            .sorted(Comparator.comparing(Unit::first))
                            .toList());
                }
            }
        }
        return collisions;
    }

    List<Step> steps(Optional<DType> dtype) {
        return layers.stream()
                .map(layer -> Steps.of(layer.unit, Outcome.withDtypes(layer.target, dtype), layer.counterpart.fit(),
                        switch (layer.counterpart.by()) {
                            case SHAPE, MODEL -> Basis.SHAPE;
                            case NAME -> Basis.NAME;
                            case USER -> Basis.MAP;
                        }))
                .toList();
    }
}
