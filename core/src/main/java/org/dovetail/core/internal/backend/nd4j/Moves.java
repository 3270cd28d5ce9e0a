package org.dovetail.core.internal.backend.nd4j;

import java.util.List;
import org.dovetail.core.internal.prim.Shaping.Broadcast;
import org.dovetail.core.internal.prim.Shaping.Concatenate;
import org.dovetail.core.internal.prim.Shaping.Pad;
import org.dovetail.core.internal.prim.Shaping.Reverse;
import org.dovetail.core.internal.prim.Shaping.Slice;
import org.dovetail.core.internal.prim.Shaping.Transpose;

/** Moves elements by copies between views: ND4J reads along any strides, those of zero and the negative ones, too. */
final class Moves {
    private Moves() {}

    static void broadcast(Broadcast broadcast, Window x, Window z) {
        long[] from = x.strides();
        long[] strides = new long[z.shape().rank()];
        for (int axis = 0; axis < from.length; axis++) {
            strides[broadcast.axes().get(axis)] = x.shape().extent(axis) == 1 ? 0 : from[axis];
        }
        z.array().assign(x.view(Window.extents(z.shape()), strides, 0));
    }

    static void transpose(Transpose transpose, Window x, Window z) {
        long[] from = x.strides();
        long[] strides = transpose.axes().stream().mapToLong(axis -> from[axis]).toArray();
        z.array().assign(x.view(Window.extents(z.shape()), strides, 0));
    }

    static void slice(Slice slice, Window x, Window z) {
        long[] strides = x.strides();
        long offset = 0;
        for (int axis = 0; axis < strides.length; axis++) {
            offset += slice.starts().get(axis) * strides[axis];
            strides[axis] *= slice.strides().get(axis);
        }
        z.array().assign(x.view(Window.extents(z.shape()), strides, offset));
    }

    static void reverse(Reverse reverse, Window x, Window z) {
        long[] strides = x.strides();
        long offset = 0;
        for (int axis : reverse.axes()) {
            offset += (x.shape().extent(axis) - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }
        z.array().assign(x.view(Window.extents(x.shape()), strides, offset));
    }

    static void concatenate(Concatenate concatenate, List<Window> parts, Window z) {
        long[] strides = z.strides();
        long offset = 0;
        for (Window part : parts) {
            z.view(Window.extents(part.shape()), strides, offset).assign(part.array());
            offset += strides[concatenate.axis()] * part.shape().extent(concatenate.axis());
        }
    }

    /** Fills the result with the value, and puts over it those elements that no negative padding takes away. */
    static void pad(Pad pad, Window x, Window value, Window z) {
        long[] from = x.strides();
        long[] to = z.strides();
        long[] extents = new long[from.length];
        long source = 0;
        long target = 0;
        for (int axis = 0; axis < from.length; axis++) {
            int low = pad.low().get(axis);
            int step = pad.interior().get(axis) + 1;
            int first = low >= 0 ? 0 : Math.ceilDiv(-low, step);
            int limit = Math.min(x.shape().extent(axis), Math.ceilDiv(z.shape().extent(axis) - low, step));
            extents[axis] = Math.max(0, limit - first);
            source += first * from[axis];
            target += (low + (long) first * step) * to[axis];
            to[axis] *= step;
        }
        z.array().assign(value.view(Window.extents(z.shape()), new long[from.length], 0));
        if (isFilled(extents)) {
            z.view(extents, to, target).assign(x.view(extents, from, source));
        }
    }

    private static boolean isFilled(long[] extents) {
        for (long extent : extents) {
            if (extent == 0) {
                return false;
            }
        }
        return true;
    }
}
