package org.dovetail.core.internal.backend.reference;

import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Reduction;
import org.dovetail.core.internal.prim.Reduction.Op;

/** Operations that make one element of many. */
final class Reductions {
    private Reductions() {}

    static Array run(Reduction reduction, Array x, TensorSpec result) {
        return switch (reduction) {
            case Reduction.Reduce(Op op, List<Integer> axes) -> {
                long[] targets = targets(x.shape(), axes, result.shape());
                yield switch (Domain.of(x.dtype())) {
                    case SINGLE -> {
                        double[] made = folded(op, x, targets, result);
                        yield Array.ofDoubles(result, i -> XlaMath.flush((float) made[(int) i]));
                    }
                    case DOUBLE -> {
                        double[] made = folded(op, x, targets, result);
                        yield Array.ofDoubles(result, i -> made[(int) i]);
                    }
                    case INTEGER -> {
                        long[] made = foldedIntegers(op, x, targets, result);
                        yield Array.ofLongs(result, i -> made[(int) i]);
                    }
                    case NONE -> throw Domain.uncovered(x.dtype());
                };
            }
            case Reduction.ArgReduce arg -> placed(arg, x, result);
        };
    }

    /** For each element of the operand, the place in the result that it goes into. */
    private static long[] targets(Shape from, List<Integer> axes, Shape to) {
        List<Long> rest = new ArrayList<>(Strides.of(to).steps());
        List<Long> steps = new ArrayList<>();
        for (int axis = 0; axis < from.rank(); axis++) {
            steps.add(axes.contains(axis) ? 0L : rest.removeFirst());
        }
        Strides way = new Strides(0, steps);
        long[] targets = new long[Math.toIntExact(from.size())];
        Arrays.setAll(targets, i -> way.at(from, i));
        return targets;
    }

    private static double[] folded(Op op, Array x, long[] targets, TensorSpec result) {
        double[] made = new double[Math.toIntExact(result.shape().size())];
        Arrays.fill(made, switch (op) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
            case AND, OR -> throw new IllegalStateException(op + " takes no floats");
        });
        for (int i = 0; i < targets.length; i++) {
            int target = (int) targets[i];
            double sofar = made[target];
            double element = Domain.of(x.dtype()) == Domain.SINGLE ? Domain.flushed(x, i) : x.doubleAt(i);
            made[target] = switch (op) {
                case SUM -> sofar + element;
                case PROD -> sofar * element;
                case MAX -> Math.max(sofar, element);
                case MIN -> Math.min(sofar, element);
                case AND, OR -> throw new IllegalStateException(op + " takes no floats");
            };
        }
        return made;
    }

    private static long[] foldedIntegers(Op op, Array x, long[] targets, TensorSpec result) {
        boolean unsigned = Domain.isUnsigned(x.dtype());
        long[] made = new long[Math.toIntExact(result.shape().size())];
        Arrays.fill(made, switch (op) {
            case SUM, OR -> 0;
            case PROD -> 1;
            case MAX -> least(x.dtype());
            case MIN -> greatest(x.dtype());
            case AND -> -1;
        });
        for (int i = 0; i < targets.length; i++) {
            int target = (int) targets[i];
            long sofar = made[target];
            long element = x.longAt(i);
            made[target] = switch (op) {
                case SUM -> sofar + element;
                case PROD -> sofar * element;
                case MAX -> Binaries.isLess(unsigned, sofar, element) ? element : sofar;
                case MIN -> Binaries.isLess(unsigned, sofar, element) ? sofar : element;
                case AND -> sofar & element;
                case OR -> sofar | element;
            };
        }
        return made;
    }

    private static long least(DType dtype) {
        return dtype.kind() == DType.Kind.SIGNED ? -1L << dtype.bytes() * Byte.SIZE - 1 : 0;
    }

    private static long greatest(DType dtype) { return dtype == DType.BOOL ? 1 : ~least(dtype); }

    private static Array placed(Reduction.ArgReduce arg, Array x, TensorSpec result) {
        int extent = x.shape().extent(arg.axis());
        long inner = x.shape().trailing(x.rank() - arg.axis() - 1).size();
        return Array.ofLongs(result, place -> {
            long first = place / inner * extent * inner + place % inner;
            int best = 0;
            for (int i = 1; i < extent; i++) {
                if (isBetter(arg.op(), x, first + i * inner, first + best * inner)) {
                    best = i;
                }
            }
            return best;
        });
    }

    private static boolean isBetter(Op op, Array x, long candidate, long best) {
        if (Domain.of(x.dtype()) == Domain.INTEGER) {
            long a = x.longAt(candidate);
            long b = x.longAt(best);
            return Binaries.isLess(Domain.isUnsigned(x.dtype()), op == Op.MAX ? b : a, op == Op.MAX ? a : b);
        }
        boolean isSingle = Domain.of(x.dtype()) == Domain.SINGLE;
        double a = isSingle ? Domain.flushed(x, candidate) : x.doubleAt(candidate);
        double b = isSingle ? Domain.flushed(x, best) : x.doubleAt(best);
        return !Double.isNaN(b) && (Double.isNaN(a) || (op == Op.MAX ? a > b : a < b));
    }
}
