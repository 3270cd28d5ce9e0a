package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dovetail.bridge.format.DescribedModule;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Style;

/**
 * What a live model tells of the target's layers beside their arrays.
 *
 * @param modules the model's modules, in the order of definition; none when the like file does not come from a live model
 * @param order whether that order may settle what nothing else does
 */
public record Described(List<DescribedModule> modules, Order order) {
    /** What the order of definition is taken for. */
    public enum Order {
        /** It decides nothing. */
        UNUSED,
        /** Layers that Haiku numbered are taken to have been made in the order in which NNX's attributes are defined. */
        ASSUMED
    }

    /** Nothing is told. */
    public static final Described NOTHING = new Described(List.of(), Order.UNUSED);

    private static final String TRANSPOSED = "transpose_kernel";
    private static final Pattern SETTING = Pattern.compile("\\b(\\w+)=");
    private static final int SHOWN = 4;

    /** Copies the list. */
    public Described {
        modules = List.copyOf(modules);
    }

    /** The kinds of a side's items, as {@code --kind} would tell them; none for classes without a rule. */
    Map<Integer, String> kinds(Side side, Kinds kinds) {
        Map<Integer, String> told = new HashMap<>();
        each(side, (item, module) -> {
            String kind = module.type().contains("Transpose") && "True".equals(module.settings().get(TRANSPOSED))
                    ? module.type() + "(" + TRANSPOSED + ")"
                    : module.type();
            if (!kinds.named(kind).isEmpty()) {
                told.put(item, kind);
            }
        });
        return told;
    }

    /** For every item of a side, the position of its module in the order of definition; -1 where that is not told. */
    int[] ranks(Side side) {
        int[] ranks = new int[side.size()];
        Map<List<String>, Integer> positions = new HashMap<>();
        modules.forEach(module -> positions.put(module.path(), positions.size()));
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = positions.getOrDefault(side.items().get(i).unit().path(), -1);
        }
        return ranks;
    }

    /** Refuses an order that nobody tells, or that the other side does not number. */
    void check(Style from, Style to) throws AlignmentException {
        if (order == Order.UNUSED) {
            return;
        }
        if (from != Style.HAIKU || to != Style.NNX) {
            throw new AlignmentException("--assume-order compares the numbers of Haiku's names with the order of an "
                    + "NNX model's attributes, so it is for conversions from haiku to nnx, not from " + from + " to "
                    + to);
        }
        if (modules.isEmpty()) {
            throw new AlignmentException("--assume-order needs a like file that tells the order of definition: a "
                    + "structure that docs/dump_structure.py made of the live model");
        }
    }

    /** The values that the model has for the settings that a note names, a line for each set of values. */
    List<String> settings(String kind, String note, List<Item> items) {
        Map<String, List<String>> layers = new HashMap<>();
        Map<List<String>, DescribedModule> byPath = byPath();
        List<String> names = SETTING.matcher(note).results().map(found -> found.group(1)).distinct().toList();
        for (Item item : items) {
            Optional.ofNullable(byPath.get(item.unit().path())).ifPresent(module -> {
                String values = names.stream().filter(module.settings()::containsKey)
                        .map(name -> name + "=" + module.settings().get(name)).collect(Collectors.joining(", "));
                if (!values.isEmpty()) {
                    layers.computeIfAbsent(values, _ -> new ArrayList<>()).add(item.unit().name());
                }
            });
        }
        return layers.entrySet().stream().map(entry -> kind + ": the target has " + entry.getKey() + " in "
                + entry.getValue().stream().distinct().limit(SHOWN).collect(Collectors.joining(", "))
                + (entry.getValue().size() > SHOWN ? " and " + (entry.getValue().size() - SHOWN) + " more" : ""))
                .sorted().toList();
    }

    /** Takes an item and its module. */
    @FunctionalInterface
    private interface Taker {
        void take(int item, DescribedModule module);
    }

    private void each(Side side, Taker taker) {
        Map<List<String>, DescribedModule> byPath = byPath();
        for (int i = 0; i < side.size(); i++) {
            DescribedModule module = byPath.get(side.items().get(i).unit().path());
            if (module != null) {
                taker.take(i, module);
            }
        }
    }

    private Map<List<String>, DescribedModule> byPath() {
        Map<List<String>, DescribedModule> byPath = new HashMap<>();
        modules.forEach(module -> byPath.put(module.path(), module));
        return byPath;
    }
}
