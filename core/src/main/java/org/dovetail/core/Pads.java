package org.dovetail.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dovetail.core.internal.prim.Ops;
import org.dovetail.core.internal.prim.Shaping;

/** Tensors with more elements around them, as {@code jnp.pad}. */
public final class Pads {
    /**
     * How many elements are put at the ends of an axis.
     *
     * @param before at the front
     * @param after at the end
     */
    public record Width(int before, int after) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is negative
         */
        public Width {
            if (before < 0 || after < 0) {
                throw new IllegalArgumentException(
                        "pad: widths of at least 0 are expected; got " + before + " and " + after);
            }
        }
    }

    private Pads() {}

    /**
     * The tensor with as many elements at both ends of every axis.
     *
     * @param x the tensor
     * @param width how many
     * @param mode which
     * @return the padded tensor
     * @throws IllegalArgumentException if the width is negative, or elements are to be taken from an axis that has none
     */
    public static Tensor pad(Tensor x, int width, PadMode mode) {
        return pad(x, Collections.nCopies(x.rank(), new Width(width, width)), mode);
    }

    /**
     * The tensor with more elements at the ends of its axes.
     *
     * @param x the tensor
     * @param widths how many for each axis
     * @param mode which
     * @return the padded tensor
     * @throws IllegalArgumentException if there is not a width for each axis, or elements are to be taken from an axis that has none
     */
    public static Tensor pad(Tensor x, List<Width> widths, PadMode mode) {
        if (widths.size() != x.rank()) {
            throw new IllegalArgumentException(
                    "pad: a width for each axis of " + x.spec() + " is expected; got " + widths);
        }
        return switch (mode) {
            case PadMode.Constant(Number value) -> new Shaping.Pad(widths.stream().map(Width::before).toList(),
                    widths.stream().map(Width::after).toList(), Collections.nCopies(x.rank(), 0))
                    .of(x, Ops.constant(x.dtype(), value));
            case PadMode.Repeated repeated -> {
                Tensor padded = x;
                for (int axis = 0; axis < x.rank(); axis++) {
                    padded = pad(padded, axis, widths.get(axis), repeated);
                }
                yield padded;
            }
        };
    }

    private static Tensor pad(Tensor x, int axis, Width width, PadMode.Repeated mode) {
        if (width.before == 0 && width.after == 0) {
            return x;
        }
        if (x.dim(axis) == 0) {
            throw new IllegalArgumentException("pad: axis " + axis + " of " + x.spec()
                    + " has no elements to take; pad it with PadMode.ZEROS");
        }
        return switch (mode) {
            case EDGE -> Tensors.concatenate(axis, Stacking.repeat(x.slice(axis, 0, 1), width.before, axis), x,
                    Stacking.repeat(x.slice(axis, x.dim(axis) - 1, x.dim(axis)), width.after, axis));
            case REFLECT -> mirrored(x, axis, width, x.dim(axis) > 1 ? 1 : 0);
            case SYMMETRIC -> mirrored(x, axis, width, 0);
            case WRAP -> wrapped(x, axis, width);
        };
    }

    /** Mirrors again and again, until there are enough; some elements at the edge are not repeated. */
    private static Tensor mirrored(Tensor x, int axis, Width width, int skipped) {
        int most = x.dim(axis) - skipped;
        Tensor padded = x;
        for (int rest = width.before; rest > 0; rest -= most) {
            Tensor mirror = padded.slice(axis, skipped, skipped + Math.min(rest, most)).flip(axis);
            padded = Tensors.concatenate(axis, mirror, padded);
        }
        for (int rest = width.after; rest > 0; rest -= most) {
            int end = padded.dim(axis) - skipped;
            Tensor mirror = padded.slice(axis, end - Math.min(rest, most), end).flip(axis);
            padded = Tensors.concatenate(axis, padded, mirror);
        }
        return padded;
    }

    private static Tensor wrapped(Tensor x, int axis, Width width) {
        int extent = x.dim(axis);
        List<Tensor> parts = new ArrayList<>();
        parts.add(x.slice(axis, extent - width.before % extent, extent));
        parts.addAll(Collections.nCopies(width.before / extent + width.after / extent + 1, x));
        parts.add(x.slice(axis, 0, width.after % extent));
        return Tensors.concatenate(axis, parts.toArray(Tensor[]::new));
    }
}
