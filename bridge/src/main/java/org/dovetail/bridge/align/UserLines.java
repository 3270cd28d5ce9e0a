package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.internal.text.TypedOption;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.LayerRule;

/** Reads the lines {@code --map SRC=DST} and {@code --kind PATH=Kind} against both sides. */
final class UserLines {
    /**
     * A line that names layers or scopes.
     *
     * @param sources the source items that it names
     * @param targets the target items that it names
     */
    record Pin(List<Integer> sources, List<Integer> targets) {
        /** Whether both match one layer with one, and no mapping can do both. */
        boolean contradicts(Pin other) {
            return namesOne() && other.namesOne() && sources.equals(other.sources) != targets.equals(other.targets);
        }

        private boolean namesOne() { return sources.size() == 1 && targets.size() == 1; }
    }

    /**
     * A line that names two arrays.
     *
     * @param source the source array
     * @param target the target array
     */
    record ArrayPin(EntryPath source, EntryPath target) {}

    private UserLines() {}

    /** Both sides of a line. */
    static String[] split(String option, String line) throws AlignmentException {
        int cut = line.indexOf('=');
        if (cut <= 0 || cut == line.length() - 1) {
            throw new AlignmentException(option + " '" + line + "': expected "
                    + (option.equals("--map") ? "SOURCE=TARGET" : "PATH=KIND") + ", as in "
                    + (option.equals("--map")
                            ? "--map 'critic/linear_2=value.left'"
                            : "--kind 'decoder/up=Conv2DTranspose'"));
        }
        return new String[]{line.substring(0, cut).strip(), line.substring(cut + 1).strip()};
    }

    /** The lines that name arrays which no layer's own name is: those arrays are matched by themselves. */
    static List<ArrayPin> arrays(List<String> maps, Side source, Side target) throws AlignmentException {
        List<ArrayPin> pins = new ArrayList<>();
        for (String line : maps) {
            String[] parts = split("--map", line);
            Optional<EntryPath> from = source.entry(parts[0]);
            Optional<EntryPath> to = target.entry(parts[1]);
            boolean layers = namesLayers(source, parts[0]) || namesLayers(target, parts[1]);
            if (!layers && from.isPresent() && to.isPresent()) {
                pins.add(new ArrayPin(from.get(), to.get()));
            }
        }
        return pins;
    }

    /** Whether a path names layers, and not one array that stands by itself. */
    private static boolean namesLayers(Side side, String path) {
        return side.named(path).stream().anyMatch(item -> !side.items().get(item).unit().isRaw());
    }

    /** The lines that name layers and scopes, and arrays that are matched by themselves. */
    static List<Pin> pins(List<String> maps, Side source, Side target) throws AlignmentException {
        List<Pin> pins = new ArrayList<>();
        for (String line : maps) {
            String[] parts = split("--map", line);
            if (source.named(parts[0]).isEmpty() && !source.named(parts[1]).isEmpty()
                    && !target.named(parts[0]).isEmpty()) {
                throw new AlignmentException("--map '" + line + "': the source comes first: "
                        + TypedOption.of("--map", parts[1] + "=" + parts[0]));
            }
            Pin pin = new Pin(find("--map '" + line + "'", source, parts[0]),
                    find("--map '" + line + "'", target, parts[1]));
            for (int before = 0; before < pins.size(); before++) {
                if (pin.contradicts(pins.get(before))) {
                    throw new AlignmentException("--map '" + maps.get(before) + "' and --map '" + line
                            + "' contradict each other: every layer goes to one layer, and each gets one");
                }
            }
            pins.add(pin);
        }
        return pins;
    }

    private static List<Integer> find(String line, Side side, String path) throws AlignmentException {
        List<Integer> items = side.named(path);
        if (items.isEmpty()) {
            throw new AlignmentException(
                    line + ": " + side.what() + " has no layer '" + path + "'; it has " + side.suggestions(path));
        }
        return items;
    }

    /** What the pins leave of the fits. A pin of as many sources as targets holds in both directions. */
    static void apply(List<Pin> pins, List<BitSet> fits) {
        for (Pin pin : pins) {
            BitSet sources = new BitSet();
            pin.sources().forEach(sources::set);
            Set<Integer> targets = new HashSet<>(pin.targets());
            for (int t = 0; t < fits.size(); t++) {
                if (targets.contains(t)) {
                    if (pin.sources().size() >= targets.size()) {
                        fits.get(t).and(sources);
                    }
                } else if (pin.sources().size() <= targets.size()) {
                    fits.get(t).andNot(sources);
                }
            }
        }
    }

    /** The kind of every source item that a line tells: a line for one block tells all blocks that are alike. */
    static Map<Integer, String> kinds(List<String> lines, Side source) throws AlignmentException {
        Map<Integer, String> kinds = new HashMap<>();
        for (String line : lines) {
            String[] parts = split("--kind", line);
            for (int named : source.named(parts[0])) {
                for (int i = 0; i < source.size(); i++) {
                    if (alike(source.places().get(named), source.places().get(i))) {
                        kinds.putIfAbsent(i, parts[1]);
                    }
                }
                kinds.put(named, parts[1]);
            }
        }
        return kinds;
    }

    /** The scopes in which a line tells a kind whose arrays alone do not tell it. */
    static Map<List<String>, LayerRule> scopes(List<String> lines, Kinds kinds) throws AlignmentException {
        Map<List<String>, LayerRule> scopes = new HashMap<>();
        for (String line : lines) {
            String[] parts = split("--kind", line);
            kinds.named(parts[1]).stream().filter(LayerRule::needsHaikuName).findFirst()
                    .ifPresent(rule -> scopes.put(List.of(parts[0].split("/+")), rule));
        }
        return scopes;
    }

    /** Refuses a line whose path is on neither side. */
    static void checkKinds(List<String> lines, Side source, Side target) throws AlignmentException {
        for (String line : lines) {
            String path = split("--kind", line)[0];
            if (source.named(path).isEmpty() && target.named(path).isEmpty()) {
                throw new AlignmentException("--kind '" + line + "': neither side has a layer '" + path + "'; "
                        + source.what() + " has " + source.suggestions(path));
            }
        }
    }

    /** Refuses a line whose kind no rule has. */
    static void checkKindNames(List<String> lines, Kinds kinds) throws AlignmentException {
        for (String line : lines) {
            String kind = split("--kind", line)[1];
            if (kinds.named(kind).isEmpty()) {
                throw new AlignmentException("--kind '" + line + "': there is no kind '" + kind + "'; known are "
                        + kinds.rules().stream().map(LayerRule::kind).filter(name -> !name.isEmpty())
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    private static boolean alike(Place a, Place b) {
        int depth = a.numbers().length;
        return depth > 0 && depth == b.numbers().length && a.pattern().equals(b.pattern())
                && a.rest(depth - 1).equals(b.rest(depth - 1));
    }
}
