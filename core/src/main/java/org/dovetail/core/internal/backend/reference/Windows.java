package org.dovetail.core.internal.backend.reference;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Window;
import org.dovetail.core.internal.prim.Window.Choice;
import org.dovetail.core.internal.prim.Window.Geometry;

/** Operations on the elements of windows, in C order within each window. */
final class Windows {
    /** The number of what is not an element. */
    private static final long PADDING = -1;

    private final Geometry geometry;
    private final Shape base;
    private final Shape places;
    private final Shape window;
    private final Strides steps;

    private Windows(Geometry geometry, Shape base, Shape places) {
        this.geometry = geometry;
        this.base = base;
        this.places = places;
        this.window = new Shape(geometry.extents());
        this.steps = Strides.of(base);
    }

    static Array run(Window primitive, List<Array> operands, TensorSpec result) {
        return switch (primitive) {
            case Window.ReduceWindow(Window.Op op, Geometry geometry) -> {
                Array x = operands.getFirst();
                Windows windows = new Windows(geometry, x.shape(), result.shape());
                yield switch (Domain.of(x.dtype())) {
                    case SINGLE, DOUBLE -> Array.ofDoubles(result, place -> windows.folded(op, x, place));
                    case INTEGER -> Array.ofLongs(result, place -> windows.foldedIntegers(op, x, place));
                    case NONE -> throw Domain.uncovered(x.dtype());
                };
            }
            case Window.SelectAndGather(Choice choice, Geometry geometry) ->
                new Windows(geometry, operands.get(1).shape(), result.shape()).gathered(choice, operands.get(0),
                        operands.get(1), result);
            case Window.SelectAndScatter(Choice choice, Geometry geometry) ->
                new Windows(geometry, result.shape(), operands.get(0).shape()).scattered(choice, operands.get(0),
                        operands.get(1), result);
        };
    }

    /** The number of the element that a window has at a place of its own. */
    private long element(int[] place, long inWindow) {
        int[] at = Convolutions.index(window, inWindow);
        long element = 0;
        for (int axis = 0; axis < base.rank(); axis++) {
            int along = geometry.sliding().get(axis).element(base.extent(axis), place[axis], at[axis]);
            if (along < 0) {
                return PADDING;
            }
            element += along * steps.steps().get(axis);
        }
        return element;
    }

    private static double number(Array x, long element) {
        return Domain.of(x.dtype()) == Domain.SINGLE ? Domain.flushed(x, element) : x.doubleAt(element);
    }

    private static double rounded(Array like, double number) {
        return Domain.of(like.dtype()) == Domain.SINGLE ? XlaMath.flush((float) number) : number;
    }

    private double folded(Window.Op op, Array x, long place) {
        int[] at = Convolutions.index(places, place);
        double folded = switch (op) {
            case SUM -> 0;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        };
        for (long i = 0; i < window.size(); i++) {
            long element = element(at, i);
            if (element != PADDING) {
                double number = number(x, element);
                folded = switch (op) {
                    case SUM -> folded + number;
                    case MAX -> Math.max(folded, number);
                    case MIN -> Math.min(folded, number);
                };
            }
        }
        return rounded(x, folded);
    }

    private long foldedIntegers(Window.Op op, Array x, long place) {
        int[] at = Convolutions.index(places, place);
        boolean unsigned = Domain.isUnsigned(x.dtype());
        long folded = switch (op) {
            case SUM -> 0;
            case MAX -> Choice.MAX.neutral(x.dtype()).longAt(0);
            case MIN -> Choice.MIN.neutral(x.dtype()).longAt(0);
        };
        for (long i = 0; i < window.size(); i++) {
            long element = element(at, i);
            if (element != PADDING) {
                long number = x.longAt(element);
                boolean isLess = Binaries.isLess(unsigned, number, folded);
                folded = switch (op) {
                    case SUM -> folded + number;
                    case MAX -> isLess ? folded : number;
                    case MIN -> isLess ? number : folded;
                };
            }
        }
        return folded;
    }

    /** Whether a number stays chosen when another one comes; never where one of them is NaN. */
    private static boolean stays(Choice choice, double chosen, double other) {
        return choice == Choice.MAX ? chosen >= other : chosen <= other;
    }

    private static double neutral(Choice choice) {
        return choice == Choice.MAX ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    private Array gathered(Choice choice, Array from, Array x, TensorSpec result) {
        return Array.ofDoubles(result, place -> {
            int[] at = Convolutions.index(places, place);
            double chosen = neutral(choice);
            long where = PADDING;
            for (long i = 0; i < window.size(); i++) {
                long element = element(at, i);
                if (element != PADDING && !stays(choice, chosen, number(x, element))) {
                    chosen = number(x, element);
                    where = element;
                }
            }
            return where == PADDING ? 0 : from.doubleAt(where);
        });
    }

    /** Here padding is the neutral number, which can be chosen. */
    private Array scattered(Choice choice, Array source, Array x, TensorSpec result) {
        double[] sums = new double[Math.toIntExact(base.size())];
        for (long place = 0; place < places.size(); place++) {
            int[] at = Convolutions.index(places, place);
            long where = element(at, 0);
            double chosen = where == PADDING ? neutral(choice) : number(x, where);
            for (long i = 1; i < window.size(); i++) {
                long element = element(at, i);
                double number = element == PADDING ? neutral(choice) : number(x, element);
                if (!stays(choice, chosen, number)) {
                    chosen = number;
                    where = element;
                }
            }
            if (where != PADDING) {
                sums[(int) where] += number(source, place);
            }
        }
        return Array.ofDoubles(result, i -> rounded(x, sums[(int) i]));
    }
}
