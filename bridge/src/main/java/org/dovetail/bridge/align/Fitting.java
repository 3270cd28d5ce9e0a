package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dovetail.bridge.rules.Fit;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Kinds.Decision;
import org.dovetail.bridge.rules.Link;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * Which source fits which target, and as what kind of layer.
 *
 * @param source the source side
 * @param target the target side
 * @param kinds what judges a pair
 * @param sourceKinds the kinds that the user told, by source item
 * @param targetKinds the kinds that the user told, by target item
 * @param modelKinds the kinds that a live model told, by target item
 */
record Fitting(Side source, Side target, Kinds kinds, Map<Integer, String> sourceKinds,
        Map<Integer, String> targetKinds, Map<Integer, String> modelKinds) {
    /** How a source fills a target; empty when it cannot. */
    Decision decide(int s, int t) {
        Item from = source.items().get(s);
        Item to = target.items().get(t);
        if (source.style() == target.style()) {
            return sameStyle(from, to);
        }
        boolean fromHaiku = source.style() == Style.HAIKU;
        Item haiku = fromHaiku ? from : to;
        Item nnx = fromHaiku ? to : from;
        int layers = haiku.isSlice() ? 0 : haiku.unit().layers();
        Optional<Unit> other = layers == 0 ? Optional.of(nnx.unit()) : nnx.unit().withLayers(layers);
        Optional<String> told = Optional.ofNullable(sourceKinds.get(s))
                .or(() -> Optional.ofNullable(targetKinds.get(t)));
        Optional<String> model = Optional.ofNullable(modelKinds.get(t)).filter(_ -> told.isEmpty());
        return other.map(unit -> byModel(kinds.decide(haiku.unit(), unit, told.or(() -> model)), model))
                .orElseGet(() -> new Kinds.NoFit(haiku.unit(), nnx.unit(), List.of(), List.of(), Optional.empty()));
    }

    /** The decision; what the user would have told was told by the model. */
    private static Decision byModel(Decision decision, Optional<String> model) {
        return switch (decision) {
            case Kinds.Decided(var fit, _) when model.isPresent() -> new Kinds.Decided(fit, Kinds.Told.MODEL);
            case Kinds.Decided _,Kinds.Undecided _,Kinds.NoFit _ -> decision;
        };
    }

    /** For every target, the sources that fit it; pairs of equal specs are judged once. */
    List<BitSet> all() {
        Map<List<String>, Boolean> judged = new HashMap<>();
        List<String> sources = signatures(source);
        List<String> targets = signatures(target);
        List<BitSet> fits = new ArrayList<>();
        for (int t = 0; t < target.size(); t++) {
            BitSet here = new BitSet();
            for (int s = 0; s < source.size(); s++) {
                int from = s;
                int to = t;
                String told = sourceKinds.getOrDefault(s, "") + " " + targetKinds.getOrDefault(t, "") + " "
                        + modelKinds.getOrDefault(t, "");
                here.set(s, judged.computeIfAbsent(List.of(sources.get(s), targets.get(t), told),
                        _ -> !(decide(from, to) instanceof Kinds.NoFit)));
            }
            fits.add(here);
        }
        return fits;
    }

    /** What a fit depends on: roles, shapes, layers, and in Haiku the name that may tell the kind. */
    private static List<String> signatures(Side side) {
        List<String> texts = new ArrayList<>();
        for (Item item : side.items()) {
            Unit unit = item.unit();
            String shapes = unit.members().entrySet().stream().map(e -> e.getKey() + e.getValue().spec().shape())
                    .sorted().collect(Collectors.joining(" "));
            texts.add((item.isSlice() ? "slice " : "whole ") + unit.layers() + " " + shapes + " "
                    + (unit.style() == Style.HAIKU ? unit.path().getLast() : ""));
        }
        return texts;
    }

    /** Whether a stack of Haiku's and an NNX unit can be one, both with all their layers. */
    static boolean fitsWhole(Unit stack, Unit other, Kinds kinds) {
        if (stack.style() == other.style()) {
            return stack.layers() == other.layers() && shapes(stack).equals(shapes(other));
        }
        return other.withLayers(stack.layers())
                .filter(unit -> !(kinds.decide(stack, unit, Optional.empty()) instanceof Kinds.NoFit))
                .isPresent();
    }

    /** Within one library nothing moves: equal roles and shapes, and every array goes as it is. */
    private static Decision sameStyle(Item from, Item to) {
        if (!shapes(from.unit()).equals(shapes(to.unit()))) {
            return new Kinds.NoFit(from.unit(), to.unit(), List.of(), List.of(), Optional.empty());
        }
        List<Link> links = from.unit().members().keySet().stream().map(role -> Link.of(role, role)).toList();
        return new Kinds.Decided(new Fit("", links, Map.of(), Map.of()), Kinds.Told.SHAPE);
    }

    private static Map<String, Shape> shapes(Unit unit) {
        return unit.members().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().spec().shape()));
    }

    /** How far two units of equal roles are apart, for messages: the number of extents that differ, or empty when ranks or roles do. */
    static Optional<Integer> distance(Map<String, TensorSpec> a, Map<String, TensorSpec> b) {
        if (a.size() != b.size()) {
            return Optional.empty();
        }
        List<List<Integer>> mine = a.values().stream().map(spec -> spec.shape().squeezed().extents())
                .sorted((x, y) -> x.size() - y.size()).toList();
        List<List<Integer>> others = b.values().stream().map(spec -> spec.shape().squeezed().extents())
                .sorted((x, y) -> x.size() - y.size()).toList();
        int apart = 0;
        for (int i = 0; i < mine.size(); i++) {
            if (mine.get(i).size() != others.get(i).size()) {
                return Optional.empty();
            }
            for (int k = 0; k < mine.get(i).size(); k++) {
                apart += mine.get(i).get(k).equals(others.get(i).get(k)) ? 0 : 1;
            }
        }
        return Optional.of(apart);
    }
}
