package org.dovetail.bridge.report;

import java.util.Optional;
import org.dovetail.core.Array;
import org.dovetail.core.DType;

/**
 * Where two arrays differ: the array, its last axis to the right and all others downwards, in at most 24 × 48 parts.
 *
 * @param rows how many parts it has downwards
 * @param columns how many parts it has to the right
 * @param levels a digit for each part, row by row: 0 where nothing differs, 9 where the largest difference is, and one less for each power of √10 below it, but at least 1
 */
public record HeatMap(int rows, int columns, String levels) {
    private static final int MOST_ROWS = 24;
    private static final int MOST_COLUMNS = 48;
    private static final int HOTTEST = 9;

    /**
     * Where two arrays differ.
     *
     * @param a an array
     * @param b an array of the same shape
     * @return the map; empty for complex numbers, for arrays without elements, and where no difference is finite
     */
    public static Optional<HeatMap> of(Array a, Array b) {
        long size = a.shape().size();
        boolean complex = a.dtype().kind() == DType.Kind.COMPLEX || b.dtype().kind() == DType.Kind.COMPLEX;
        if (complex || size == 0) {
            return Optional.empty();
        }
        long width = a.shape().rank() == 0 ? 1 : a.shape().extent(-1);
        long height = size / width;
        int rows = (int) Math.min(MOST_ROWS, height);
        int columns = (int) Math.min(MOST_COLUMNS, width);
        double[] worst = new double[rows * columns];
        double most = 0;
        for (long i = 0; i < size; i++) {
            int row = (int) (i / width * rows / height);
            int column = (int) (i % width * columns / width);
            double apart = apart(a.doubleAt(i), b.doubleAt(i));
            int part = row * columns + column;
            worst[part] = Math.max(worst[part], apart);
            most = Double.isInfinite(apart) ? most : Math.max(most, apart);
        }
        if (most == 0) {
            return Optional.empty();
        }
        StringBuilder levels = new StringBuilder();
        for (double part : worst) {
            levels.append(level(part, most));
        }
        return Optional.of(new HeatMap(rows, columns, levels.toString()));
    }

    /** |x - y|; infinite where only one of them is NaN. */
    private static double apart(double x, double y) {
        if (x == y || Double.isNaN(x) && Double.isNaN(y)) {
            return 0;
        }
        double apart = Math.abs(x - y);
        return Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart;
    }

    private static int level(double part, double most) {
        if (part == 0) {
            return 0;
        }
        return part >= most ? HOTTEST : Math.max(1, HOTTEST + (int) Math.floor(2 * Math.log10(part / most)));
    }
}
