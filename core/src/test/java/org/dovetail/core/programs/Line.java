package org.dovetail.core.programs;

import java.util.List;
import java.util.stream.Stream;

/**
 * One line of a random program, as numbers: whatever they are, they choose something that is possible where the line stands, so that every program
 * that is shorter or has smaller numbers is one as well.
 *
 * @param nesting which function around the body, none when there is no body
 * @param operation which operation, of a line without a body
 * @param first which value it is of
 * @param second which other value, and which truth value or integer
 * @param third which axis, place or count
 * @param body the lines within
 * @param other the lines of a second branch
 */
record Line(int nesting, int operation, int first, int second, int third, List<Line> body, List<Line> other) {
    boolean isNested() { return !body.isEmpty(); }

    /** This and all lines within. */
    Stream<Line> all() {
        return Stream.concat(Stream.of(this), Stream.concat(body.stream(), other.stream()).flatMap(Line::all));
    }

    @Override
    public String toString() {
        String numbers = first + "," + second + "," + third;
        return isNested()
                ? Nesting.of(nesting) + "(" + numbers + body + other + ")"
                : Operation.of(operation) + "(" + numbers + ")";
    }
}
