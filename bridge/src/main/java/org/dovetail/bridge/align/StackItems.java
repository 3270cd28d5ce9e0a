package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Unit;

/**
 * What is matched of one side: a stack is one item if the other side has its like, else as many as it has layers. A line of the user's says where to look for its like, and one that names a
 * layer of a stack takes it apart.
 *
 * @param units the layers of this side
 * @param others those of the other side
 * @param kinds what judges whether a stack has its like
 * @param lines the user's lines, this side first
 */
record StackItems(List<Unit> units, List<Unit> others, Kinds kinds, List<Line> lines) {
    /**
     * A line of the user's.
     *
     * @param own what it names on this side
     * @param other what it names on the other side
     */
    record Line(String own, String other) {
        /** The lines of a source. */
        static List<Line> of(List<String> maps) throws AlignmentException {
            List<Line> lines = new ArrayList<>();
            for (String map : maps) {
                String[] parts = UserLines.split("--map", map);
                lines.add(new Line(parts[0], parts[1]));
            }
            return lines;
        }

        /** The line as the other side has it. */
        Line reversed() { return new Line(other, own); }
    }

    List<Item> all(Style style, Style otherStyle) {
        boolean told = !lines.isEmpty() && units.stream().anyMatch(unit -> unit.layers() > 0);
        List<List<Unit>> likes = told ? told(style, otherStyle) : units.stream().map(_ -> others).toList();
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            boolean whole = unit.layers() == 0
                    || likes.get(i).stream().anyMatch(other -> Fitting.fitsWhole(unit, other, kinds));
            if (whole) {
                items.add(new Item(unit, -1));
            } else {
                IntStream.range(0, unit.layers()).forEach(slice -> items.add(new Item(unit, slice)));
            }
        }
        return items;
    }

    /** For every unit, the others among which the lines look for its like: all where they say nothing of it. */
    private List<List<Unit>> told(Style style, Style otherStyle) {
        Side own = whole(style, units);
        Side other = whole(otherStyle, others);
        List<List<Unit>> likes = new ArrayList<>(units.stream().map(_ -> others).toList());
        for (Line line : lines) {
            String scope = Side.withoutSlice(line.own());
            List<Unit> left = scope.equals(line.own())
                    ? other.named(line.other()).stream().map(others::get).toList()
                    : List.of();
            if (!left.isEmpty() || !scope.equals(line.own())) {
                own.named(scope).forEach(unit -> likes.set(unit, left));
            }
        }
        return likes;
    }

    private Side whole(Style style, List<Unit> all) {
        return Side.of("", style, all.stream().map(unit -> new Item(unit, -1)).toList(), kinds);
    }
}
