package org.dovetail.core.internal.backend.compiled;

import org.dovetail.core.Array;

/** Equality of numbers in tests. */
final class Same {
    private Same() {}

    /** Whether every bit is the same, but of all NaNs one. */
    static boolean bits(Array a, Array b) {
        if (!a.spec().equals(b.spec())) {
            return false;
        }
        for (long i = 0; i < a.size(); i++) {
            if (Double.compare(a.doubleAt(i), b.doubleAt(i)) != 0) {
                return false;
            }
        }
        return true;
    }
}
