package org.dovetail.core.sweep;

import static org.dovetail.core.sweep.Sample.between;
import static org.dovetail.core.sweep.Sample.bits;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dovetail.core.DType;
import org.dovetail.core.Linalg;
import org.dovetail.core.Sequences;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.TriangularOptions;
import org.dovetail.core.internal.prim.BitCount;
import org.dovetail.core.internal.prim.Cumulative;
import org.dovetail.core.internal.prim.IntegerPow;
import org.dovetail.core.internal.prim.Special;

/** The other elementary functions, cumulative ones, sorts and factors of matrices. */
final class ElementaryDescriptors {
    private static final Set<DType> WIDE = EnumSet.of(DType.FLOAT32, DType.FLOAT64);

    private ElementaryDescriptors() {}

    static void add(List<Descriptor> all) {
        special(all);
        integers(all);
        cumulative(all);
        sorting(all);
        factors(all);
    }

    private static Descriptor elementwise(Special op, Sample... samples) {
        return Descriptor.of(op.toString(), op::of, samples).elementwise();
    }

    private static Descriptor one(String name, UnaryOperator<Tensor> function, Sample sample) {
        return Descriptor.of(name, operands -> function.apply(operands.getFirst()), sample);
    }

    private static void special(List<Descriptor> all) {
        for (Special op : List.of(Special.ATAN, Special.SINH, Special.COSH, Special.ASINH, Special.EXP2,
                Special.ERFC)) {
            all.add(elementwise(op, between(-3, 3)));
        }
        for (Special op : List.of(Special.LGAMMA, Special.DIGAMMA, Special.CBRT)) {
            all.add(elementwise(op, between(0.6, 5)));
        }
        for (Special op : List.of(Special.TAN, Special.ASIN, Special.ACOS, Special.ATANH)) {
            all.add(elementwise(op, between(-0.9, 0.9)));
        }
        all.add(elementwise(Special.ACOSH, between(1.2, 5)));
        all.add(elementwise(Special.ATAN2, between(-3, 3), between(0.2, 3)));
        all.add(elementwise(Special.LOG_ADD_EXP, between(-3, 3), between(-3, 3)));
        all.add(elementwise(Special.NEXT_AFTER, between(-3, 3), between(-3, 3)).on(WIDE).flat());
        all.add(Descriptor.of("polygamma",
                operands -> Special.POLYGAMMA.of(Tensors.full(operands.getFirst().dtype(),
                        operands.getFirst().shape(), 2), operands.getFirst()),
                between(0.6, 5)).elementwise());
        all.add(one("is_nan", Tensors::isNaN, between(-3, 3)).elementwise().flat());
    }

    private static void integers(List<Descriptor> all) {
        for (BitCount op : BitCount.values()) {
            all.add(Descriptor.of(op.toString(), op::of, bits()).elementwise().on(Descriptors.INTEGERS).flat());
        }
        for (int exponent : List.of(-3, -1, 0, 1, 2, 3, 6)) {
            all.add(Descriptor.of("integer_pow_" + exponent, new IntegerPow(exponent)::of, between(0.5, 2))
                    .elementwise());
        }
        all.add(Descriptor.of("integer_pow_of_integers", new IntegerPow(5)::of, between(-9, 9)).elementwise()
                .on(Descriptors.INTEGERS).flat());
    }

    private static void cumulative(List<Descriptor> all) {
        for (Cumulative.Op op : Cumulative.Op.values()) {
            Set<DType> dtypes = op == Cumulative.Op.LOG_SUM_EXP ? Descriptors.FLOATS : Descriptors.NUMBERS;
            String name = new Cumulative(op, 0, false).toString().replaceAll("\\W.*", "");
            all.add(one(name + "_first", x -> new Cumulative(op, 0, false).of(x), between(-2, 2)).on(dtypes).rank(1));
            all.add(one(name + "_last_reversed", x -> new Cumulative(op, x.rank() - 1, true).of(x), between(-2, 2))
                    .on(dtypes).rank(1));
        }
    }

    private static void sorting(List<Descriptor> all) {
        all.add(one("sort_first", x -> Sequences.sort(x, 0), between(-3, 3)).on(Descriptors.ALL_DTYPES).rank(1));
        all.add(one("sort_last", x -> Sequences.sort(x, -1), between(-3, 3)).on(Descriptors.ALL_DTYPES).rank(1));
        all.add(one("argsort", x -> Sequences.argsort(x, -1), between(-3, 3)).on(Descriptors.ALL_DTYPES).rank(1)
                .flat());
        Function<List<Tensor>, Tensor> followers = operands -> {
            List<Tensor> sorted = Sequences.sort(0, 2, operands.toArray(Tensor[]::new));
            return sorted.get(1).mul(2).add(sorted.get(2));
        };
        all.add(Descriptor.of("sort_by_two_keys", followers, between(0, 2).as(DType.INT32), between(-3, 3),
                between(-3, 3)).rank(1));
        all.add(one("top_k", x -> Sequences.topK(x, Math.min(2, x.dim(-1)), -1).values(), between(-3, 3))
                .on(Descriptors.NUMBERS).rank(1));
        all.add(one("top_k_first", x -> Sequences.topK(x, Math.min(3, x.dim(0)), 0).values(), between(-3, 3))
                .on(Descriptors.FLOATS).rank(1));
        all.add(one("top_k_places", x -> Sequences.topK(x, x.dim(-1), -1).indices(), between(-3, 3))
                .on(Descriptors.NUMBERS).rank(1).flat());
    }

    private static Shape square(Shape base) { return base.with(base.rank() - 1, base.extent(base.rank() - 2)); }

    private static boolean isSmall(Shape shape) { return shape.size() < 100; }

    /** A matrix with a diagonal that is larger than the rest. */
    private static Tensor wellPosed(Tensor x) {
        Tensor rows = Tensors.arange(x.dim(-2)).expandDims(1);
        return x.add(rows.eq(Tensors.arange(x.dim(-1))).cast(x.dtype()).mul(6));
    }

    private static void factors(List<Descriptor> all) {
        all.add(one("qr_q", x -> Linalg.qr(wellPosed(x)).q(), between(-1, 1)).on(WIDE).rank(2));
        all.add(one("qr_r", x -> Linalg.qr(wellPosed(x)).r(), between(-1, 1)).on(WIDE).rank(2));
        all.add(one("qr_complete_q", x -> Linalg.qrComplete(wellPosed(x)).q(), between(-1, 1)).on(WIDE).rank(2)
                .only(ElementaryDescriptors::isSmall));
        all.add(one("qr_complete_r", x -> Linalg.qrComplete(wellPosed(x)).r(), between(-1, 1)).on(WIDE).rank(2)
                .only(ElementaryDescriptors::isSmall));
        all.add(one("cholesky", x -> Linalg.cholesky(wellPosed(x)),
                between(-1, 1).shaped(ElementaryDescriptors::square)).on(WIDE).rank(2)
                .only(shape -> shape.extent(shape.rank() - 2) < 10));
        List<TriangularOptions> options = List.of(TriangularOptions.DEFAULT, TriangularOptions.DEFAULT.left(),
                TriangularOptions.DEFAULT.lower().transposed(), TriangularOptions.DEFAULT.left().lower().unitDiagonal(),
                TriangularOptions.DEFAULT.left().transposed(), TriangularOptions.DEFAULT.lower().unitDiagonal());
        for (TriangularOptions option : options) {
            all.add(Descriptor.of("triangular_solve_" + options.indexOf(option),
                    operands -> Linalg.triangularSolve(wellPosed(operands.get(0)), operands.get(1), option),
                    between(-0.5, 0.5)
                            .shaped(base -> option.isLeft() ? square(base) : square(base.permuted(swapped(base)))),
                    between(-2, 2)).on(WIDE).rank(2).only(shape -> shape.extent(shape.rank() - 2) < 10));
        }
    }

    private static List<Integer> swapped(Shape base) {
        List<Integer> axes = new ArrayList<>(IntStream.range(0, base.rank()).boxed().toList());
        Collections.swap(axes, base.rank() - 1, base.rank() - 2);
        return axes;
    }
}
