package org.dovetail.core.laws;

import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.internal.backend.Backends;
import org.dovetail.core.sweep.Descriptor;
import org.dovetail.core.sweep.Descriptors;

/** What the laws are tried on. */
final class Cases {
    private Cases() {}

    /** A function with operands for it. */
    record Case(Descriptor function, Shape shape, DType dtype, long seed) {
        List<Array> inputs() { return function.inputs(shape, dtype, seed); }

        @Override
        public String toString() { return function + " " + dtype + shape + " seed " + seed; }
    }

    private static Arbitrary<Shape> shapes() {
        Arbitrary<Integer> extents = Arbitraries.of(0, 1, 1, 2, 2, 3, 3, 4, 5);
        return extents.list().ofMaxSize(4).map(Shape::new);
    }

    static Arbitrary<Case> of(List<Descriptor> functions, Arbitrary<DType> dtypes) {
        return Combinators.combine(Arbitraries.of(functions), shapes(), dtypes, Arbitraries.longs()).as(Case::new)
                .filter(c -> c.function.accepts().test(c.shape) && c.function.dtypes().contains(c.dtype));
    }

    static Arbitrary<Case> all() {
        return Arbitraries.of(Descriptors.ALL).flatMap(function -> of(List.of(function),
                Arbitraries.of(function.dtypes())));
    }

    static Arbitrary<Case> differentiable() {
        return of(Descriptors.differentiable(), Arbitraries.just(DType.FLOAT64));
    }

    static <R> R onReference(Supplier<R> body) { return Backends.with(Backends.named("reference"), body); }

    static double dot(Tensor x, Tensor y) {
        double sum = 0;
        for (long i = 0; i < x.size(); i++) {
            sum += x.array().doubleAt(i) * y.array().doubleAt(i);
        }
        return sum;
    }
}
