package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Style;
import org.dovetail.haiku.ModuleName;

/** Reads the paths of one side: a number counts as one only beside siblings that differ in nothing else. */
final class Places {
    private static final String STACK = "__layer_stack_";

    private final Kinds kinds;
    private final Style style;
    /** The names beside each other in scopes that differ in numbers alone, by the path without numbers. */
    private final Map<List<String>, Siblings> siblings = new HashMap<>();

    private Places(Style style, Kinds kinds) {
        this.style = style;
        this.kinds = kinds;
    }

    static List<Place> of(Style style, List<Item> items, Kinds kinds) {
        Places places = new Places(style, kinds);
        for (Item item : items) {
            List<String> path = item.unit().path();
            for (int i = 0; i < path.size(); i++) {
                places.siblings.computeIfAbsent(places.withoutNumbers(path.subList(0, i)), _ -> new Siblings())
                        .add(path.get(i));
            }
        }
        return items.stream().map(places::place).toList();
    }

    private List<String> withoutNumbers(List<String> scope) {
        return scope.stream()
                .map(name -> style == Style.NNX && EntryPath.isIndex(name) ? "#" : ModuleName.of(name).base()).toList();
    }

    private Place place(Item item) {
        List<String> path = item.unit().path();
        List<String> components = new ArrayList<>();
        List<Place.Part> parts = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            String name = path.get(i);
            if (style == Style.HAIKU && name.equals("~")) {
                continue;
            }
            components.add(name);
            if (style == Style.NNX && EntryPath.isIndex(name)) {
                Place.Part list = parts.isEmpty() || parts.getLast().isNumbered() ? null : parts.removeLast();
                parts.add(new Place.Part(list == null ? "" : list.name(), Integer.parseInt(name), true, null));
            } else if (item.isSlice() && name.startsWith(STACK)) {
                parts.add(new Place.Part(name, item.slice(), true, null));
            } else {
                parts.add(part(path.subList(0, i), name));
            }
        }
        if (parts.isEmpty()) {
            components.add("");
            parts.add(new Place.Part("", -1, false, null));
        }
        return new Place(components, parts, isExplicit(style, parts.getLast(), components.getLast(), kinds));
    }

    private Place.Part part(List<String> scope, String name) {
        Siblings beside = siblings.getOrDefault(withoutNumbers(scope), new Siblings());
        Ordinal ordinal = Ordinal.of(name).filter(beside::haveAnotherThan).orElse(null);
        if (style == Style.HAIKU) {
            ModuleName module = ModuleName.of(name);
            boolean automatic = isAutomatic(beside, module.base());
            if (module.isNumbered() && beside.haveBesides(name, module.base())) {
                return new Place.Part(module.base(), module.number(), false, automatic ? null : ordinal);
            }
            if (!module.isNumbered() && beside.haveBesides(name, name)) {
                return new Place.Part(name, 0, false, null);
            }
        }
        if (ordinal != null && Character.isDigit(name.charAt(name.length() - 1))) {
            return new Place.Part(ordinal.stem(), ordinal.value(), false, ordinal);
        }
        return new Place.Part(name, -1, false, ordinal);
    }

    /** Whether Haiku may have given the numbers: it never gives 0, and starts with the bare name. */
    private boolean isAutomatic(Siblings beside, String base) {
        return !beside.contains(base + "_0") && (beside.contains(base) || kinds.isClassDerived(base));
    }

    /** Whether a component is a name of the author's choice: not derived from a class of Haiku's, and not one of automatically numbered siblings. */
    static boolean isExplicit(Style style, Place.Part part, String component, Kinds kinds) {
        if (style == Style.NNX) {
            return !part.inList();
        }
        boolean automatic = part.isNumbered() && part.ordinal() == null;
        return !automatic && !kinds.isClassDerived(component) && !component.startsWith("~");
    }
}
