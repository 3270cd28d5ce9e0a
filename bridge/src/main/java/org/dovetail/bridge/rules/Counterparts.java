package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.dovetail.core.TensorSpec;

/** The layers of the other library that layers can become. Layers of the same names and shapes are judged once. */
public final class Counterparts {
    /** What shapes make of a layer depends on this alone. */
    private record Alike(Style style, Map<String, TensorSpec> specs, List<LayerRule> namesakes) {}

    private final Kinds kinds;
    private final List<LayerRule> untold;
    private final Map<Alike, List<Counterpart>> known = new HashMap<>();

    /**
     * Nothing judged yet.
     *
     * @param kinds the kinds
     */
    public Counterparts(Kinds kinds) {
        this.kinds = kinds;
        this.untold = kinds.rules().stream().filter(rule -> !rule.onlyByName()).toList();
    }

    /**
     * The layers that a layer can become. Names tell the kind as in {@link Kinds#decide}; but that an attribute of NNX's is called like a class of Haiku's forbids nothing, since it is its
     * author's name.
     *
     * @param unit the layer
     * @param kind what the user said, as {@code BatchNorm(4)}
     * @return the layers; more than one when it is undecided, none when shapes do not tell or a name forbids what they tell
     */
    public List<Counterpart> of(Unit unit, Optional<String> kind) {
        List<LayerRule> namesakes = kinds.namesakes(unit);
        if (kind.isPresent()) {
            return told(byShapes(new Alike(unit.style(), unit.specs(), namesakes), kinds.named(kind.get()),
                    kinds.arguments(kind.get())), Kinds.Told.USER);
        }
        List<Counterpart> all = byShapes(unit, namesakes);
        List<Counterpart> named = all.stream().filter(other -> namesakes.contains(other.rule())).toList();
        if (!namesakes.isEmpty() && (unit.style() == Style.HAIKU || named.size() == 1)) {
            return told(named, all.size() == 1 ? Kinds.Told.SHAPE : Kinds.Told.NAME);
        }
        List<Counterpart> plain = all.stream().filter(other -> Kinds.isPlainConvolution(other.fit().kind())).toList();
        return all.size() > 1 && plain.size() == 1 && Kinds.tellsConvolution(unit)
                ? told(plain, Kinds.Told.NAME)
                : all;
    }

    /**
     * The kinds that a Haiku layer's shapes would allow, if it were not called after a class of other kinds.
     *
     * @param unit the layer
     * @return the kinds that the name forbids; none for an author's name
     */
    public List<String> forbidden(Unit unit) {
        List<LayerRule> namesakes = kinds.namesakes(unit);
        return unit.style() == Style.NNX || namesakes.isEmpty()
                ? List.of()
                : byShapes(unit, namesakes).stream().filter(other -> !namesakes.contains(other.rule()))
                        .map(other -> other.fit().kind()).toList();
    }

    private List<Counterpart> byShapes(Unit unit, List<LayerRule> namesakes) {
        return known.computeIfAbsent(new Alike(unit.style(), unit.specs(), namesakes),
                layer -> byShapes(layer, untold, List.of()));
    }

    /** Those that differ, of one layer before those of several along leading axes; the first of equals is that of a namesake, if there is one. */
    private static List<Counterpart> byShapes(Alike layer, List<LayerRule> rules, List<String> arguments) {
        List<Counterpart> distinct = new ArrayList<>();
        rules.stream().flatMap(rule -> of(layer, rule, arguments).stream())
                .sorted((a, b) -> Integer.compare(rank(a.rule(), layer), rank(b.rule(), layer)))
                .filter(other -> distinct.stream().noneMatch(other::isSame)).forEachOrdered(distinct::add);
        return distinct;
    }

    private static int rank(LayerRule rule, Alike layer) {
        return (layer.namesakes.contains(rule) ? 0 : 2) + (rule.accepts(layer.style, layer.specs) ? 0 : 1);
    }

    private static Optional<Counterpart> of(Alike layer, LayerRule rule, List<String> arguments) {
        Style from = layer.style;
        Map<String, TensorSpec> specs = layer.specs;
        if (!rule.roles(from).match(specs.keySet())) {
            return Optional.empty();
        }
        return Stacks.counterpart(rule, from, specs, arguments)
                .flatMap(other -> (from == Style.HAIKU
                        ? Stacks.fit(rule, specs, other)
                        : Stacks.fit(rule, other, specs))
                        .map(deep -> new Counterpart(rule, deep.fit(), ordered(rule.roles(from.other()), other),
                                Kinds.Told.SHAPE)));
    }

    private static SequencedMap<String, TensorSpec> ordered(Roles roles, Map<String, TensorSpec> specs) {
        SequencedMap<String, TensorSpec> ordered = new LinkedHashMap<>();
        roles.inOrder()
                .forEach(role -> Optional.ofNullable(specs.get(role)).ifPresent(spec -> ordered.put(role, spec)));
        return ordered;
    }

    private static List<Counterpart> told(List<Counterpart> all, Kinds.Told by) {
        return all.stream().map(other -> other.toldBy(by)).toList();
    }
}
