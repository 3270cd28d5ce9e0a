package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * Modules of an author's own whose arrays are called like those of a known kind: {@code w} and {@code b} of a module in Haiku, whose counterpart in NNX holds a {@code w} and a {@code b} too.
 *
 * <p>
 * A unit is taken for such a module only if nothing on the other side is of its kind, arrays of its shapes stand there by themselves, and its kind, in whatever way it may be read, would
 * move the bits as they are. So a transposed convolution is never copied as plain numbers.
 */
public final class OwnModules {
    private OwnModules() {}

    /**
     * Takes such modules apart.
     *
     * @param units the layers of one side
     * @param others the layers of the other side, of the other library
     * @param kinds the kinds
     * @return the layers, with the arrays of such modules standing for themselves
     */
    public static List<Unit> apart(List<Unit> units, List<Unit> others, Kinds kinds) {
        List<Shape> raw = others.stream().filter(Unit::isRaw).flatMap(unit -> shapes(unit).stream()).toList();
        Counterparts counterparts = new Counterparts(kinds);
        return units.stream()
                .flatMap(unit -> (isOwn(unit, others, raw, kinds, counterparts) ? Units.apart(unit) : List.of(unit))
                        .stream())
                .toList();
    }

    private static boolean isOwn(Unit unit, List<Unit> others, List<Shape> raw, Kinds kinds,
            Counterparts counterparts) {
        return !unit.isRaw() && (isAmong(shapes(unit), raw) || isAmong(layerShapes(unit), raw))
                && movesNothing(counterparts.of(unit, Optional.empty()), unit)
                && others.stream().noneMatch(other -> fits(unit, other, kinds));
    }

    private static boolean movesNothing(List<Counterpart> readings, Unit unit) {
        return readings.size() == 1 && readings.getFirst().fit().links().size() == unit.members().size()
                && readings.getFirst().fit().links().stream().allMatch(link -> link.toNnx().isEmpty());
    }

    /** Whether two layers can hold the same numbers in some way; a stack also as one of its layers. */
    static boolean fits(Unit unit, Unit other, Kinds kinds) {
        Unit haiku = unit.style() == Style.HAIKU ? unit : other;
        Unit nnx = unit.style() == Style.HAIKU ? other : unit;
        Optional<Unit> whole = haiku.layers() == 0 ? Optional.of(nnx) : nnx.withLayers(haiku.layers());
        return Stream.of(Optional.of(nnx), whole).flatMap(Optional::stream)
                .anyMatch(it -> kinds.areOfAKind(haiku, it, Optional.empty()));
    }

    private static boolean isAmong(List<Shape> wanted, List<Shape> there) {
        List<Shape> left = new ArrayList<>(there);
        return wanted.stream().allMatch(left::remove);
    }

    private static List<Shape> shapes(Unit unit) {
        return unit.members().values().stream().map(entry -> entry.spec().shape()).toList();
    }

    private static List<Shape> layerShapes(Unit unit) {
        return unit.specs().values().stream().map(TensorSpec::shape).toList();
    }
}
