package org.dovetail.bridge.plan;

import java.util.List;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;

/**
 * One layer's way from source to target.
 *
 * @param kind the kind of layer, or empty for an array that no rule knows
 * @param source the layer's path in the source; empty for what only the target has
 * @param target the layer's path in the target; empty for what only the source has
 * @param basis what the match rests on
 * @param moves the numbers that travel
 * @param sourceOnly arrays that only the source has
 * @param targetOnly arrays that only the target has
 */
public record Step(String kind, String source, String target, Basis basis, List<Move> moves, List<Aside> sourceOnly,
        List<Aside> targetOnly) {
    /** Copies the lists. */
    public Step {
        moves = List.copyOf(moves);
        sourceOnly = List.copyOf(sourceOnly);
        targetOnly = List.copyOf(targetOnly);
    }

    /**
     * The arrays that it takes.
     *
     * @return those of the moves, then those that only the source has
     */
    public List<Entry> sources() {
        return Stream.concat(moves.stream().flatMap(move -> move.from().stream()),
                sourceOnly.stream().map(Aside::entry)).toList();
    }

    /**
     * The arrays that it fills.
     *
     * @return those of the moves, then those that only the target has
     */
    public List<Entry> targets() {
        return Stream.concat(moves.stream().flatMap(move -> move.to().stream()),
                targetOnly.stream().map(Aside::entry)).toList();
    }

    /**
     * The way back.
     *
     * @return the step with source and target exchanged
     */
    public Step inverse() {
        return new Step(kind, target, source, basis, moves.stream().map(Move::inverse).toList(), targetOnly,
                sourceOnly);
    }
}
