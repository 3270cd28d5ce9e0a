package org.dovetail.core.sweep;

import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.DType.Kind;

/**
 * How far a result may be from the reference backend's: the one table of tolerances between backends.
 *
 * @param relative times the expected number
 * @param absolute added to that
 * @param reason why, with what was measured
 */
public record Tolerance(double relative, double absolute, String reason) {
    private static final Tolerance BITS = new Tolerance(0, 0, "the same formula, rounded in the same places");

    /** An entry of the table; the first that fits counts. */
    private record Entry(List<String> backends, String functions, Kind kind, Tolerance tolerance) {
        boolean fits(String backend, String function, DType dtype) {
            return backends.contains(backend) && function.matches(functions) && dtype.kind() == kind;
        }
    }

    private static final List<Entry> TABLE = List.of();

    /** The tolerance of a backend for a function that gives a dtype; bits where the table has none. */
    public static Tolerance of(String backend, String function, DType result) {
        return TABLE.stream().filter(entry -> entry.fits(backend, function, result)).map(Entry::tolerance).findFirst()
                .orElse(BITS);
    }

    /** Whether a result is near enough; without a tolerance every bit must be the same, of all NaNs one. */
    public boolean accepts(Array expected, Array got) {
        if (!expected.spec().equals(got.spec())) {
            return false;
        }
        boolean isInteger = expected.dtype().kind() != Kind.FLOAT;
        for (long i = 0; i < expected.size(); i++) {
            boolean near = isInteger
                    ? expected.longAt(i) == got.longAt(i)
                    : isNear(expected.doubleAt(i), got.doubleAt(i));
            if (!near) {
                return false;
            }
        }
        return true;
    }

    private boolean isNear(double expected, double got) {
        return Double.compare(expected, got) == 0 || isFuzzy()
                && Math.abs(expected - got) <= absolute + relative * Math.abs(expected);
    }

    private boolean isFuzzy() { return relative > 0 || absolute > 0; }
}
