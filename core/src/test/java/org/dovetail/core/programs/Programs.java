package org.dovetail.core.programs;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** Random programs; a failing one shrinks to fewer lines, shallower bodies and the first operations. */
final class Programs {
    /** Without axes, without elements, of one element, and of extents that fill no vector. */
    private static final List<Shape> SHAPES = List.of(Shape.of(), Shape.of(3), Shape.of(2, 3), Shape.of(3, 3),
            Shape.of(1), Shape.of(0), Shape.of(4, 1), Shape.of(2, 0), Shape.of(2, 3, 2), Shape.of(17),
            Shape.of(3, 1, 3),
            Shape.of(0, 2, 3));
    private static final int DEPTH = 3;
    private static final int NUMBERS = 127;

    private Programs() {}

    static Arbitrary<Program> upTo(int lines) {
        Arbitrary<TensorSpec> reals = Arbitraries.of(SHAPES).map(shape -> new TensorSpec(DType.FLOAT32, shape));
        Arbitrary<TensorSpec> others = Combinators.combine(Arbitraries.of(DType.INT32, DType.BOOL),
                Arbitraries.of(SHAPES.subList(0, 6))).as(TensorSpec::new);
        Arbitrary<List<TensorSpec>> inputs = Arbitraries.frequencyOf(Tuple.of(3, reals),
                Tuple.of(1, others)).list().ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(inputs, lines(lines, DEPTH), Arbitraries.longs().between(0, 1000))
                .as(Program::new);
    }

    private static Arbitrary<List<Line>> lines(int most, int depth) {
        return line(depth).list().ofMinSize(1).ofMaxSize(most);
    }

    private static Arbitrary<Line> line(int depth) {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, NUMBERS).withoutEdgeCases();
        Arbitrary<Line> plain = Combinators.combine(number, number, number, number)
                .as((operation, first, second, third) -> new Line(0, operation, first, second, third, List.of(),
                        List.of()));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<Line> nested = Combinators
                .combine(number, number, number, number, lines(2 + 2 * depth, depth - 1), lines(3, depth - 1))
                .as((nesting, first, second, third, body, other) -> new Line(nesting, 0, first, second, third, body,
                        other));
        return Arbitraries.frequencyOf(Tuple.of(6, plain), Tuple.of(1, nested));
    }
}
