package org.dovetail.core.internal.prim;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.Tensor;
import org.jspecify.annotations.Nullable;

/** Lists in which null stands for a zero. */
public final class Nullables {
    private Nullables() {}

    /** A list of some values. */
    @SafeVarargs
    public static <T> List<@Nullable T> list(@Nullable T... values) { return Arrays.asList(values); }

    /** A list of zeros. */
    public static <T> List<@Nullable T> nulls(int size) {
        return Collections.nCopies(size, null);
    }

    /** The sum of two tensors; zero if both are. */
    static @Nullable Tensor sum(@Nullable Tensor x, @Nullable Tensor y) {
        if (x == null || y == null) {
            return x == null ? y : x;
        }
        return x.add(y);
    }
}
