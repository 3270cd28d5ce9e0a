package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.dovetail.core.TensorSpec;

/**
 * The layer of the other library that a layer becomes when there is no target structure to fit.
 *
 * @param rule the rule that says so
 * @param fit how the numbers travel
 * @param specs dtypes and shapes of one layer by role, in the order in which messages print them
 * @param by what told the kind
 */
public record Counterpart(LayerRule rule, Fit fit, SequencedMap<String, TensorSpec> specs, Kinds.Told by) {
    /** Copies the specs. */
    public Counterpart {
        specs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(specs));
    }

    /**
     * The layers that a layer can become. Names tell the kind as in {@link Kinds#decide}; but that an attribute of NNX's is called like a class of Haiku's forbids nothing, since it is its
     * author's name.
     *
     * @param unit the layer
     * @param kind what the user said, as {@code BatchNorm(4)}
     * @param kinds the kinds
     * @return the layers; more than one when it is undecided, none when shapes do not tell or a name forbids what they tell
     */
    public static List<Counterpart> of(Unit unit, Optional<String> kind, Kinds kinds) {
        List<LayerRule> namesakes = kinds.namesakes(unit);
        if (kind.isPresent()) {
            return told(byShapes(unit, kinds.named(kind.get()), kinds.arguments(kind.get()), namesakes),
                    Kinds.Told.USER);
        }
        List<Counterpart> all = byShapes(unit, kinds);
        List<Counterpart> named = all.stream().filter(other -> namesakes.contains(other.rule)).toList();
        if (!namesakes.isEmpty() && (unit.style() == Style.HAIKU || named.size() == 1)) {
            return told(named, all.size() == 1 ? Kinds.Told.SHAPE : Kinds.Told.NAME);
        }
        List<Counterpart> plain = all.stream().filter(other -> Kinds.isPlainConvolution(other.fit.kind())).toList();
        return all.size() > 1 && plain.size() == 1 && Kinds.tellsConvolution(unit)
                ? told(plain, Kinds.Told.NAME)
                : all;
    }

    /**
     * The kinds that a Haiku layer's shapes would allow, if it were not called after a class of other kinds.
     *
     * @param unit the layer
     * @param kinds the kinds
     * @return the kinds that the name forbids; none for an author's name
     */
    public static List<String> forbidden(Unit unit, Kinds kinds) {
        List<LayerRule> namesakes = kinds.namesakes(unit);
        return unit.style() == Style.NNX || namesakes.isEmpty()
                ? List.of()
                : byShapes(unit, kinds).stream().filter(other -> !namesakes.contains(other.rule))
                        .map(other -> other.fit.kind()).toList();
    }

    private static List<Counterpart> byShapes(Unit unit, Kinds kinds) {
        return byShapes(unit, kinds.rules().stream().filter(rule -> !rule.onlyByName()).toList(), List.of(),
                kinds.namesakes(unit));
    }

    /** Those that differ, of one layer before those of several along leading axes; the first of equals is that of a namesake, if there is one. */
    private static List<Counterpart> byShapes(Unit unit, List<LayerRule> rules, List<String> arguments,
            List<LayerRule> namesakes) {
        List<Counterpart> distinct = new ArrayList<>();
        rules.stream().flatMap(rule -> of(unit, rule, arguments).stream())
                .sorted((a, b) -> Integer.compare(a.rank(unit, namesakes), b.rank(unit, namesakes)))
                .filter(other -> distinct.stream().noneMatch(other::isSame)).forEachOrdered(distinct::add);
        return distinct;
    }

    private int rank(Unit unit, List<LayerRule> namesakes) {
        return (namesakes.contains(rule) ? 0 : 2) + (rule.accepts(unit.style(), unit.specs()) ? 0 : 1);
    }

    private static Optional<Counterpart> of(Unit unit, LayerRule rule, List<String> arguments) {
        Style from = unit.style();
        Map<String, TensorSpec> specs = unit.specs();
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

    private boolean isSame(Counterpart other) { return specs.equals(other.specs) && fit.sameNumbers(other.fit); }

    private static List<Counterpart> told(List<Counterpart> all, Kinds.Told by) {
        return all.stream().map(other -> new Counterpart(other.rule, other.fit, other.specs, by)).toList();
    }
}
