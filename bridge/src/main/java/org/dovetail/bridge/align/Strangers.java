package org.dovetail.bridge.align;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.haiku.ModuleName;

/**
 * Layers of the two libraries that hold their numbers in different ways and have no rule. Renaming their arrays would give a file that loads nowhere, or one that computes something else.
 *
 * @param children the names that stand in each NNX scope
 * @param attentions the NNX scopes whose query keeps an axis of heads
 * @param kinds the kinds that have a rule
 */
record Strangers(Map<List<String>, Set<String>> children, Set<List<String>> attentions, Kinds kinds) {
    /**
     * A layer without a rule.
     *
     * @param scope where it stands
     * @param what what it is
     */
    record Stranger(List<String> scope, String what) {}

    private static final List<String> HAIKU = List.of("LSTM", "GRU", "VanillaRNN", "Conv1DLSTM", "Conv2DLSTM",
            "Conv3DLSTM", "MultiHeadAttention", "SpectralNorm", "ExponentialMovingAverage", "SNParamsTree",
            "EMAParamsTree", "VectorQuantizer", "VectorQuantizerEMA");
    private static final Set<String> AVERAGES = Set.of("ExponentialMovingAverage", "EMAParamsTree");
    private static final Map<Set<String>, String> CELLS = Map.of(Set.of("dense_i", "dense_h"), "recurrent cell",
            Set.of("ii", "if_", "ig", "io", "hi", "hf", "hg", "ho"), "LSTMCell");
    private static final Set<String> ATTENTION = Set.of("query", "key", "value", "out");
    private static final String KERNEL = "kernel";

    static Strangers among(List<Unit> units, Kinds kinds) {
        Map<List<String>, Set<String>> children = new HashMap<>();
        Set<List<String>> attentions = new HashSet<>();
        for (Unit unit : units) {
            List<String> path = unit.path();
            for (int i = 0; i < path.size(); i++) {
                children.computeIfAbsent(path.subList(0, i), _ -> new HashSet<>()).add(path.get(i));
            }
            List<String> modules = modules(unit);
            if (!modules.isEmpty() && modules.getLast().equals("query") && unit.members().values().stream()
                    .map(Entry::spec).anyMatch(spec -> spec.shape().rank() > 2)) {
                attentions.add(modules.subList(0, modules.size() - 1));
            }
        }
        attentions.removeIf(scope -> !children.getOrDefault(scope, Set.of()).containsAll(ATTENTION));
        return new Strangers(children, attentions, kinds);
    }

    /** The layer without a rule to which a unit belongs. */
    Optional<Stranger> of(Unit unit) {
        return unit.style() == Style.HAIKU ? haiku(unit, modules(unit)) : nnx(unit, modules(unit));
    }

    private Optional<Stranger> haiku(Unit unit, List<String> modules) {
        return IntStream.range(0, modules.size()).boxed().flatMap(i -> HAIKU.stream()
                .filter(name -> ModuleName.snakeCase(name).equals(ModuleName.of(modules.get(i)).base()))
                .filter(name -> i < modules.size() - 1 || !isKnown(unit, name))
                .map(name -> new Stranger(modules.subList(0, i + 1), what(name)))).findFirst();
    }

    private static String what(String name) {
        return "Haiku's " + name + (AVERAGES.contains(name)
                ? ", which corrects for its start, where nnx.EMA begins with a copy: make the average anew"
                : "");
    }

    /** Whether a rule took a layer for one of a class. */
    private boolean isKnown(Unit unit, String name) {
        return kinds.rules().stream().anyMatch(rule -> rule.haikuClasses().contains(name)
                && rule.roles(Style.HAIKU).match(unit.members().keySet()));
    }

    private Optional<Stranger> nnx(Unit unit, List<String> modules) {
        for (int i = 0; i < modules.size(); i++) {
            List<String> scope = modules.subList(0, i);
            String child = modules.get(i);
            if (attentions.contains(scope) && ATTENTION.contains(child)) {
                return Optional.of(new Stranger(scope, "NNX's MultiHeadAttention"));
            }
            Optional<String> cell = CELLS.entrySet().stream()
                    .filter(e -> children.getOrDefault(scope, Set.of()).containsAll(e.getKey())
                            && e.getKey().contains(child))
                    .map(Map.Entry::getValue).findFirst();
            if (cell.isPresent()) {
                return cell.map(name -> new Stranger(scope, "NNX's " + name));
            }
        }
        boolean unknown = unit.isRaw() && children.getOrDefault(modules, Set.of()).contains(KERNEL);
        return unknown ? Optional.of(new Stranger(modules, "a kernel of this shape")) : Optional.empty();
    }

    private static List<String> modules(Unit unit) {
        return unit.isRaw() ? unit.path().subList(0, unit.path().size() - 1) : unit.path();
    }
}
