package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.TensorSpec;
import org.dovetail.haiku.ModuleName;

/** One search for the layers of a checkpoint: rules claim arrays, those with children first; what is left stands for itself. */
final class Recognition {
    private static final String LAYER_STACK = "__layer_stack_";
    private static final String VALUE = "value";

    /**
     * What a rule looks for.
     *
     * @param rule the rule
     * @param roles its arrays
     * @param children the scopes in which it has arrays, relative to the layer's
     */
    private record Parts(LayerRule rule, Roles roles, Set<List<String>> children) {
        static Parts of(LayerRule rule, Style style) {
            Roles roles = rule.roles(style);
            return new Parts(rule, roles, roles.inOrder().stream().map(role -> List.of(role.split("/", -1)))
                    .map(role -> role.subList(0, role.size() - 1))
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
        }

        boolean accept(Style style, Map<String, TensorSpec> specs) {
            return !specs.isEmpty() && roles.match(specs.keySet()) && Stacks.accepts(rule, style, specs);
        }
    }

    /**
     * Arrays that may be a layer's.
     *
     * @param byRole the arrays
     * @param layers how many layers they hold along their first axis; 0 when they hold one, without such an axis
     * @param specs dtypes and shapes of one layer
     */
    private record Found(Map<String, Entry> byRole, int layers, Map<String, TensorSpec> specs) {
        private static final Found NOTHING = new Found(Map.of(), 0, Map.of());

        /** The arrays in the order in which messages print them. */
        SequencedMap<String, Entry> inOrder(Roles roles) {
            SequencedMap<String, Entry> members = new LinkedHashMap<>();
            roles.inOrder().forEach(
                    role -> Optional.ofNullable(byRole.get(role)).ifPresent(entry -> members.put(role, entry)));
            return members;
        }
    }

    private final Style style;
    private final boolean valuesEverywhere;
    /** The arrays that no rule has claimed, by scope in order, and by name. */
    private final SequencedMap<List<String>, NavigableMap<String, List<Entry>>> scopes;
    private final List<Unit> units = new ArrayList<>();

    private Recognition(Style style, List<Entry> entries, Set<EntryPath> byThemselves) {
        this.style = style;
        this.valuesEverywhere = style == Style.NNX && entries.stream()
                .allMatch(entry -> entry.path().name().equals(VALUE) && !entry.path().scope().isEmpty());
        NavigableMap<List<String>, NavigableMap<String, List<Entry>>> ordered = new TreeMap<>(
                EntryPath::compareComponents);
        for (Entry entry : entries) {
            List<String> place = place(entry.path());
            if (byThemselves.contains(entry.path())) {
                units.add(raw(place, entry));
            } else {
                ordered.computeIfAbsent(place.subList(0, place.size() - 1), _ -> new TreeMap<>())
                        .computeIfAbsent(place.getLast(), _ -> new ArrayList<>()).add(entry);
            }
        }
        this.scopes = new LinkedHashMap<>(ordered);
    }

    static List<Unit> of(Style style, List<Entry> entries, List<LayerRule> rules, Set<EntryPath> byThemselves,
            Map<List<String>, LayerRule> told) {
        Recognition search = new Recognition(style, entries, byThemselves);
        told.forEach((scope, rule) -> search.claim(scope, Parts.of(rule, style)));
        List<Parts> parts = rules.stream().map(rule -> Parts.of(rule, style)).toList();
        parts.forEach(search::claimWithChildren);
        search.claimLeafSets(parts);
        search.takeTheRest();
        search.units.sort(Unit::inOrder);
        return List.copyOf(search.units);
    }

    /** Where an array stands once the level is dropped that a saved {@code nnx.State} has between a Variable and its array. */
    private List<String> place(EntryPath path) {
        boolean stream = style == Style.NNX && path.name().equals(VALUE) && !path.scope().isEmpty()
                && Set.of("key", "count").contains(path.scope().getLast());
        return valuesEverywhere || stream ? path.scope() : path.components();
    }

    private void claimWithChildren(Parts parts) {
        LayerRule rule = parts.rule();
        List<List<String>> children = parts.children().stream().filter(child -> !child.isEmpty()).toList();
        Set<List<String>> candidates = new LinkedHashSet<>();
        for (List<String> scope : scopes.keySet()) {
            for (List<String> child : children) {
                int depth = scope.size() - child.size();
                if (depth >= 0 && scope.subList(depth, scope.size()).equals(child)) {
                    candidates.add(scope.subList(0, depth));
                }
            }
        }
        candidates.stream().filter(scope -> !isUntold(rule) || isNamedAfter(scope, rule))
                .forEach(scope -> claim(scope, parts));
    }

    private void claimLeafSets(List<Parts> all) {
        List<Parts> flat = all.stream()
                .filter(parts -> !isUntold(parts.rule()))
                .filter(parts -> parts.children().equals(Set.of(List.<String>of()))
                        && !parts.roles().required().contains(Unit.SELF))
                .toList();
        Map<Map<String, TensorSpec>, Optional<Parts>> known = new HashMap<>();
        for (List<String> scope : List.copyOf(scopes.keySet())) {
            Found found = found(scope, Set.of(List.of()));
            known.computeIfAbsent(found.specs,
                    specs -> flat.stream().filter(parts -> parts.accept(style, specs)).findFirst())
                    .ifPresent(parts -> claim(scope, parts, found));
        }
    }

    private void takeTheRest() {
        scopes.forEach((scope, leaves) -> leaves.forEach(
                (name, entries) -> entries.forEach(entry -> units.add(raw(plus(scope, List.of(name)), entry)))));
    }

    /** Whether names of arrays do not tell a kind. */
    private boolean isUntold(LayerRule rule) {
        return style == Style.HAIKU && rule.needsHaikuName();
    }

    /** Whether Haiku named the module in a scope after a class of a rule's. */
    private static boolean isNamedAfter(List<String> scope, LayerRule rule) {
        return !scope.isEmpty() && rule.haikuClasses().stream()
                .anyMatch(name -> ModuleName.snakeCase(name).equals(ModuleName.of(scope.getLast()).base()));
    }

    /** What stands in children of a scope; nothing where two arrays have one name, or those of a stack are not of as many layers. */
    private Found found(List<String> scope, Set<List<String>> children) {
        Map<String, Entry> byRole = new HashMap<>();
        Map<String, TensorSpec> specs = new HashMap<>();
        for (List<String> child : children) {
            for (var leaf : leaves(plus(scope, child)).entrySet()) {
                if (leaf.getValue().size() > 1) {
                    return Found.NOTHING;
                }
                String role = String.join("/", plus(child, List.of(leaf.getKey())));
                Entry entry = leaf.getValue().getFirst();
                byRole.put(role, entry);
                specs.put(role, entry.spec());
            }
        }
        if (!isStacked(scope)) {
            return new Found(byRole, 0, specs);
        }
        return Stacks.extent(specs).map(layers -> new Found(byRole, layers, Stacks.withoutFirst(specs)))
                .orElse(Found.NOTHING);
    }

    private void claim(List<String> scope, Parts parts) {
        Found found = found(scope, parts.children());
        if (parts.accept(style, found.specs)) {
            claim(scope, parts, found);
        }
    }

    /** Makes a unit of the arrays that stand in a scope and the children that a rule touches; not of those that belong to no module. */
    private void claim(List<String> scope, Parts parts, Found found) {
        if (!isNoModule(scope)) {
            parts.children().forEach(child -> scopes.remove(plus(scope, child)));
            units.add(new Unit(style, scope, found.inOrder(parts.roles()), found.layers));
        }
    }

    private Map<String, List<Entry>> leaves(List<String> scope) {
        NavigableMap<String, List<Entry>> leaves = scopes.get(scope);
        return leaves == null ? Map.of() : leaves;
    }

    /** Arrays under {@code ~} belong to no module. */
    private boolean isNoModule(List<String> scope) {
        return style == Style.HAIKU && (scope.isEmpty() || scope.getLast().equals("~"));
    }

    private boolean isStacked(List<String> path) {
        return style == Style.HAIKU && path.stream().anyMatch(component -> component.startsWith(LAYER_STACK));
    }

    private Unit raw(List<String> path, Entry entry) {
        SequencedMap<String, Entry> members = new LinkedHashMap<>();
        members.put(Unit.SELF, entry);
        Unit unit = new Unit(style, path, members, 0);
        Map<String, TensorSpec> specs = unit.specs();
        return isStacked(path) ? Stacks.extent(specs).flatMap(unit::withLayers).orElse(unit) : unit;
    }

    private static List<String> plus(List<String> scope, List<String> more) {
        return Stream.concat(scope.stream(), more.stream()).toList();
    }
}
