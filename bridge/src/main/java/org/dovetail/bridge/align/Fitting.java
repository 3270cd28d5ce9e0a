package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        if (isWithinLibrary()) {
            return sameStyle(source.items().get(s), target.items().get(t));
        }
        Item haiku = haiku(s, t);
        Item nnx = nnx(s, t);
        Optional<String> model = Optional.ofNullable(modelKinds.get(t)).filter(_ -> byUser(s, t).isEmpty());
        return like(haiku, nnx).map(unit -> byModel(kinds.decide(haiku.unit(), unit, told(s, t)), model))
                .orElseGet(() -> new Kinds.NoFit(haiku.unit(), nnx.unit(), List.of(), List.of(), Optional.empty()));
    }

    /** Whether a source can fill a target; {@link #decide} tells how. */
    private boolean fits(int s, int t) {
        if (isWithinLibrary()) {
            return shapes(source.items().get(s).unit()).equals(shapes(target.items().get(t).unit()));
        }
        Item haiku = haiku(s, t);
        return like(haiku, nnx(s, t)).filter(unit -> kinds.areOfAKind(haiku.unit(), unit, told(s, t))).isPresent();
    }

    private boolean isWithinLibrary() { return source.style() == target.style(); }

    private Item haiku(int s, int t) {
        return source.style() == Style.HAIKU ? source.items().get(s) : target.items().get(t);
    }

    private Item nnx(int s, int t) {
        return source.style() == Style.HAIKU ? target.items().get(t) : source.items().get(s);
    }

    /** The NNX layer with the layers of the stack that it would be. */
    private static Optional<Unit> like(Item haiku, Item nnx) {
        int layers = haiku.isSlice() ? 0 : haiku.unit().layers();
        return layers == 0 ? Optional.of(nnx.unit()) : nnx.unit().withLayers(layers);
    }

    private Optional<String> byUser(int s, int t) {
        return Optional.ofNullable(sourceKinds.get(s)).or(() -> Optional.ofNullable(targetKinds.get(t)));
    }

    /** The kind that the user told, else that which a live model told. */
    private Optional<String> told(int s, int t) {
        return byUser(s, t).or(() -> Optional.ofNullable(modelKinds.get(t)));
    }

    /** The decision; what the user would have told was told by the model. */
    private static Decision byModel(Decision decision, Optional<String> model) {
        return switch (decision) {
            case Kinds.Decided(var fit, _) when model.isPresent() -> new Kinds.Decided(fit, Kinds.Told.MODEL);
            case Kinds.Decided _,Kinds.Undecided _,Kinds.NoFit _ -> decision;
        };
    }

    /**
     * For every target, the sources that fit it. Layers that are alike in all that a fit depends on are judged once, and only with those that have a trait of theirs.
     */
    List<BitSet> all() {
        Map<Object, List<BitSet>> sourcesByTrait = new HashMap<>();
        for (BitSet alike : classes(source, s -> sourceKinds.getOrDefault(s, ""))) {
            traits(source.items().get(alike.nextSetBit(0)))
                    .forEach(trait -> sourcesByTrait.computeIfAbsent(trait, _ -> new ArrayList<>()).add(alike));
        }
        List<BitSet> fits = IntStream.range(0, target.size()).mapToObj(_ -> new BitSet()).toList();
        for (BitSet alike : targetClasses()) {
            int t = alike.nextSetBit(0);
            BitSet fitting = new BitSet();
            traits(target.items().get(t)).stream()
                    .flatMap(trait -> sourcesByTrait.getOrDefault(trait, List.of()).stream()).distinct()
                    .filter(sources -> fits(sources.nextSetBit(0), t)).forEach(fitting::or);
            alike.stream().forEach(each -> fits.get(each).or(fitting));
        }
        return fits;
    }

    /**
     * Why a name keeps each of some sources from a target that its shapes fit, or what a rule says against it; nothing for most. Like {@link #all}, this judges no pair of which nothing
     * can be said: shapes fit only where a trait is shared, and a rule says nothing against a pair of which it says nothing against the Haiku layer.
     */
    List<String> conflicts(List<Integer> sources) {
        Map<Object, BitSet> targetsByTrait = new HashMap<>();
        BitSet targets = new BitSet();
        BitSet objected = new BitSet();
        for (BitSet alike : targetClasses()) {
            int t = alike.nextSetBit(0);
            Item item = target.items().get(t);
            targets.set(t);
            objected.set(t, isObjected(item));
            traits(item).forEach(trait -> targetsByTrait.computeIfAbsent(trait, _ -> new BitSet()).set(t));
        }
        return sources.stream().flatMap(s -> {
            Item item = source.items().get(s);
            BitSet possible = (BitSet) (isObjected(item) ? targets : objected).clone();
            traits(item).forEach(trait -> possible.or(targetsByTrait.getOrDefault(trait, new BitSet())));
            return possible.stream().mapToObj(t -> decide(s, t))
                    .mapMulti((Decision decision, Consumer<String> reasons) -> {
                        if (decision instanceof Kinds.NoFit none
                                && (!none.others().isEmpty() || none.objection().isPresent())) {
                            reasons.accept(none.reason());
                        }
                    }).limit(1);
        }).toList();
    }

    private boolean isObjected(Item item) {
        return item.unit().style() == Style.HAIKU && kinds.objection(item.unit()).isPresent();
    }

    private Collection<BitSet> targetClasses() {
        return classes(target, t -> targetKinds.getOrDefault(t, "") + " " + modelKinds.getOrDefault(t, ""));
    }

    /** What an item shares with every item that it fits: at least one of these. */
    private List<?> traits(Item item) {
        Unit unit = item.unit();
        if (isWithinLibrary()) {
            return List.of(shapes(unit));
        }
        return kinds.traits(unit.style(), item.isSlice() ? unit.specs() : unit.wholeSpecs());
    }

    /** The items of a side that are alike in all that a fit depends on: roles, specs, layers, what is told of them, and in Haiku the name that may tell the kind. */
    private static Collection<BitSet> classes(Side side, IntFunction<String> told) {
        Map<List<String>, BitSet> classes = new LinkedHashMap<>();
        for (int i = 0; i < side.size(); i++) {
            Item item = side.items().get(i);
            Unit unit = item.unit();
            String specs = unit.members().entrySet().stream().map(e -> e.getKey() + e.getValue().spec())
                    .sorted().collect(Collectors.joining(" "));
            String layers = (item.isSlice() ? "slice " : "whole ") + unit.layers();
            String name = unit.style() == Style.HAIKU ? unit.path().getLast() : "";
            classes.computeIfAbsent(List.of(layers, specs, name, told.apply(i)), _ -> new BitSet()).set(i);
        }
        return classes.values();
    }

    /** Whether a stack of Haiku's and an NNX unit can be one, both with all their layers. */
    static boolean fitsWhole(Unit stack, Unit other, Kinds kinds) {
        if (stack.style() == other.style()) {
            return stack.layers() == other.layers() && shapes(stack).equals(shapes(other));
        }
        return other.withLayers(stack.layers())
                .filter(unit -> kinds.areOfAKind(stack, unit, Optional.empty()))
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
