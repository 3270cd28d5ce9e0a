package org.dovetail.bridge.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.TensorSpec;

/** Finds the layers of a checkpoint. */
public final class Units {
    private static final Set<String> CONVERTIBLE = Set.of("", EntryPath.PARAMS, EntryPath.STATE,
            EntryPath.MODEL);

    private Units() {}

    /**
     * Finds the layers of a checkpoint. Parameters and state of one module make one layer; what no rule knows stands for itself.
     *
     * <p>
     * Below a {@code __layer_stack_…} scope of Haiku's, arrays are layers along their first axis; those of a stack in a stack keep their second axis.
     *
     * @param style the library
     * @param entries the arrays, in any order
     * @param rules the rules
     * @param byThemselves arrays that shall stand for themselves whatever the rules say
     * @return the layers in the order of their paths
     */
    public static List<Unit> recognise(Style style, List<Entry> entries, List<LayerRule> rules,
            Set<EntryPath> byThemselves) {
        return recognise(style, entries, rules, byThemselves, Map.of());
    }

    /**
     * Finds the layers of a checkpoint, of which some are told.
     *
     * @param style the library
     * @param entries the arrays, in any order
     * @param rules the rules
     * @param byThemselves arrays that shall stand for themselves whatever the rules say
     * @param told scopes, and the rule of the layer there; a scope that holds none is passed over
     * @return the layers in the order of their paths
     */
    public static List<Unit> recognise(Style style, List<Entry> entries, List<LayerRule> rules,
            Set<EntryPath> byThemselves, Map<List<String>, LayerRule> told) {
        return Recognition.of(style,
                entries.stream().filter(entry -> CONVERTIBLE.contains(entry.path().collection())).toList(), rules,
                byThemselves, told);
    }

    /**
     * Whether a first component is a collection of a model's arrays.
     *
     * @param collection the collection
     * @return true for {@code params}, {@code state} and {@code model}
     */
    public static boolean isModel(String collection) {
        return !collection.isEmpty() && CONVERTIBLE.contains(collection);
    }

    /**
     * The arrays of other collections than parameters and state, as {@code opt_state}: they are no layers.
     *
     * @param entries the arrays of a checkpoint
     * @return those that {@link #recognise} passes over, in the order of their paths
     */
    public static List<Entry> unconvertible(List<Entry> entries) {
        return entries.stream().filter(entry -> !CONVERTIBLE.contains(entry.path().collection()))
                .sorted(Entry::inOrder).toList();
    }

    /**
     * A layer as single arrays, for a module of a user's that only has the names of a known kind.
     *
     * @param unit the layer
     * @return its arrays, each standing for itself
     */
    public static List<Unit> apart(Unit unit) {
        return unit.members().entrySet().stream().map(member -> {
            List<String> role = member.getKey().isEmpty() ? List.of() : List.of(member.getKey().split("/", -1));
            SequencedMap<String, Entry> self = new LinkedHashMap<>();
            self.put(Unit.SELF, member.getValue());
            return new Unit(unit.style(), Stream.concat(unit.path().stream(), role.stream()).toList(), self,
                    unit.layers());
        }).toList();
    }

    /**
     * The random streams of an NNX checkpoint.
     *
     * @param entries the arrays
     * @param rules the rules
     * @return the streams in the order of their paths, each with its key and its count
     */
    public static List<Unit> randomStreams(List<Entry> entries, List<LayerRule> rules) {
        return recognise(Style.NNX, entries, rules, Set.of()).stream().filter(unit -> leftOut(unit, rules)
                .filter(fit -> fit.kind().equals(NnxOnlyRule.RNG_STREAM)).isPresent()).toList();
    }

    /**
     * Whether a layer is of a kind that only NNX has, and that is left out because no source can give it.
     *
     * @param nnx the NNX layer
     * @param rules the rules
     * @return how, or empty for a layer that needs a counterpart
     */
    public static Optional<Fit> leftOut(Unit nnx, List<LayerRule> rules) {
        Map<String, TensorSpec> specs = nnx.specs();
        return rules.stream().filter(rule -> rule.roles(Style.HAIKU).match(Set.of())
                && rule.roles(Style.NNX).match(specs.keySet()))
                .flatMap(rule -> rule.fit(Map.of(), specs).stream())
                .filter(fit -> fit.links().isEmpty() && fit.haikuOnly().isEmpty()).findFirst();
    }
}
