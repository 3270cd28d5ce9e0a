package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.dovetail.core.DType;
import org.dovetail.core.internal.backend.compiled.Step.Input;
import org.dovetail.core.internal.prim.BitCount;
import org.dovetail.core.internal.prim.Elementwise.Binary;
import org.dovetail.core.internal.prim.Elementwise.Bitcast;
import org.dovetail.core.internal.prim.Elementwise.Cast;
import org.dovetail.core.internal.prim.Elementwise.Compare;
import org.dovetail.core.internal.prim.Elementwise.Ternary;
import org.dovetail.core.internal.prim.Elementwise.Unary;
import org.dovetail.core.internal.prim.IntegerPow;
import org.dovetail.core.internal.prim.Special;

/** Elementwise steps: tile by tile the operands are loaded, computed on, and the result stored. */
final class Pointwises {
    private final MemorySegment[] slots;
    private final Scratch scratch;
    private final SingleKernels singles;

    Pointwises(MemorySegment[] slots, Scratch scratch, SingleKernels singles) {
        this.slots = slots;
        this.scratch = scratch;
        this.singles = singles;
    }

    void run(Step.Pointwise step) {
        for (long first = 0; first < step.count(); first += Scratch.TILE) {
            int n = (int) Math.min(Scratch.TILE, step.count() - first);
            switch (step.op()) {
                case Unary unary -> unary(unary, step, first, n);
                case Binary binary -> binary(binary, step, first, n);
                case Ternary ternary -> ternary(ternary, step, first, n);
                case Compare compare -> compare(compare, step, first, n);
                case Cast _ -> cast(step, first, n);
                case Special special -> special(special, step, first, n);
                case IntegerPow pow -> power(pow, step, first, n);
                case BitCount op -> count(op, step, first, n);
                case Bitcast _ -> throw new IllegalStateException("a bitcast shares its operand's slot");
            }
        }
    }

    private void unary(Unary op, Step.Pointwise step, long first, int n) {
        Input x = step.inputs().getFirst();
        switch (Lane.known(x.dtype())) {
            case SINGLE -> {
                float[] tile = single(x, first, 0, n);
                if (op == Unary.IS_FINITE) {
                    Singles.isFinite(tile, scratch.integer(0), n);
                    store(step, scratch.integer(0), first, n);
                } else {
                    singles.unary(op, tile, scratch.single(3), n);
                    store(step, scratch.single(3), first, n);
                }
            }
            case DOUBLE -> {
                double[] tile = real(x, first, 0, n);
                if (op == Unary.IS_FINITE) {
                    Doubles.isFinite(tile, scratch.integer(0), n);
                    store(step, scratch.integer(0), first, n);
                } else {
                    Doubles.unary(op, tile, scratch.real(3), n);
                    store(step, scratch.real(3), first, n);
                }
            }
            case INT -> {
                Ints.unary(op, x.dtype(), integer(x, x.dtype(), first, 0, n), scratch.integer(3), n);
                store(step, scratch.integer(3), first, n);
            }
            case LONG -> {
                Longs.unary(op, x.dtype(), wide(x, x.dtype(), first, 1, n), scratch.wide(3), n);
                store(step, scratch.wide(3), first, n);
            }
        }
    }

    private void binary(Binary op, Step.Pointwise step, long first, int n) {
        Input x = step.inputs().get(0);
        Input y = step.inputs().get(1);
        switch (Lane.known(x.dtype())) {
            case SINGLE -> {
                singles.binary(op, single(x, first, 0, n), single(y, first, 1, n), scratch.single(3), n);
                store(step, scratch.single(3), first, n);
            }
            case DOUBLE -> {
                Doubles.binary(op, real(x, first, 0, n), real(y, first, 1, n), scratch.real(3), n);
                store(step, scratch.real(3), first, n);
            }
            case INT -> {
                Ints.binary(op, x.dtype(), integer(x, x.dtype(), first, 0, n), integer(y, x.dtype(), first, 1, n),
                        scratch.integer(3), n);
                store(step, scratch.integer(3), first, n);
            }
            case LONG -> {
                Longs.binary(op, x.dtype(), wide(x, x.dtype(), first, 0, n), wide(y, x.dtype(), first, 1, n),
                        scratch.wide(3), n);
                store(step, scratch.wide(3), first, n);
            }
        }
    }

    private void special(Special op, Step.Pointwise step, long first, int n) {
        Input x = step.inputs().getFirst();
        Input y = step.inputs().getLast();
        if (Lane.known(step.dtype()) == Lane.SINGLE) {
            Functions.special(op, single(x, first, 0, n), single(y, first, 1, n), scratch.single(3), n);
            store(step, scratch.single(3), first, n);
        } else {
            Functions.special(op, real(x, first, 1, n), real(y, first, 2, n), scratch.real(3), n);
            store(step, scratch.real(3), first, n);
        }
    }

    private void power(IntegerPow pow, Step.Pointwise step, long first, int n) {
        Input x = step.inputs().getFirst();
        switch (Lane.known(step.dtype())) {
            case SINGLE -> {
                Functions.power(pow, single(x, first, 0, n), scratch.single(1), scratch.single(3), n, singles);
                store(step, scratch.single(3), first, n);
            }
            case DOUBLE -> {
                Functions.power(pow, real(x, first, 1, n), scratch.real(2), scratch.real(3), n);
                store(step, scratch.real(3), first, n);
            }
            case INT -> {
                Functions.power(pow, integer(x, x.dtype(), first, 0, n), scratch.integer(3), n);
                store(step, scratch.integer(3), first, n);
            }
            case LONG -> {
                Functions.power(pow, wide(x, x.dtype(), first, 1, n), scratch.wide(3), n);
                store(step, scratch.wide(3), first, n);
            }
        }
    }

    private void count(BitCount op, Step.Pointwise step, long first, int n) {
        Input x = step.inputs().getFirst();
        if (Lane.known(step.dtype()) == Lane.INT) {
            Functions.count(op, x.dtype(), integer(x, x.dtype(), first, 0, n), scratch.integer(3), n);
            store(step, scratch.integer(3), first, n);
        } else {
            Functions.count(op, x.dtype(), wide(x, x.dtype(), first, 1, n), scratch.wide(3), n);
            store(step, scratch.wide(3), first, n);
        }
    }

    private void compare(Compare op, Step.Pointwise step, long first, int n) {
        Input x = step.inputs().get(0);
        Input y = step.inputs().get(1);
        int[] result = scratch.integer(3);
        switch (Lane.known(x.dtype())) {
            case SINGLE -> Singles.compare(op, single(x, first, 0, n), single(y, first, 1, n), result, n);
            case DOUBLE -> Doubles.compare(op, real(x, first, 0, n), real(y, first, 1, n), result, n);
            case INT -> Ints.compare(op, x.dtype(), integer(x, x.dtype(), first, 0, n),
                    integer(y, x.dtype(), first, 1, n), result, n);
            case LONG -> Longs.compare(op, x.dtype(), wide(x, x.dtype(), first, 0, n),
                    wide(y, x.dtype(), first, 1, n), result, n);
        }
        store(step, result, first, n);
    }

    private void ternary(Ternary op, Step.Pointwise step, long first, int n) {
        switch (op) {
            case SELECT -> select(step, first, n);
            case CLAMP -> clamp(step, first, n);
            case FMA -> {
                List<Input> inputs = step.inputs();
                if (Lane.known(step.dtype()) == Lane.SINGLE) {
                    Singles.fma(single(inputs.get(0), first, 0, n), single(inputs.get(1), first, 1, n),
                            single(inputs.get(2), first, 2, n), scratch.single(3), n);
                    store(step, scratch.single(3), first, n);
                } else {
                    Doubles.fma(real(inputs.get(0), first, 0, n), real(inputs.get(1), first, 1, n),
                            real(inputs.get(2), first, 2, n), scratch.real(3), n);
                    store(step, scratch.real(3), first, n);
                }
            }
        }
    }

    /** By their bits, whatever they mean. */
    private void select(Step.Pointwise step, long first, int n) {
        List<Input> inputs = step.inputs();
        int[] condition = integer(inputs.get(0), DType.BOOL, first, 0, n);
        if (step.dtype().bytes() > Long.BYTES) {
            copy(step, condition, first, n);
            return;
        }
        DType bits = Lane.bits(step.dtype().bytes());
        MemorySegment result = slots[step.result()];
        if (bits == DType.INT64) {
            Longs.select(condition, wide(inputs.get(1), bits, first, 1, n), wide(inputs.get(2), bits, first, 2, n),
                    scratch.wide(3), n);
            Tiles.store(bits, scratch.wide(3), result, first, n, scratch);
        } else {
            Ints.select(condition, integer(inputs.get(1), bits, first, 1, n), integer(inputs.get(2), bits, first, 2, n),
                    scratch.integer(3), n);
            Tiles.store(bits, scratch.integer(3), result, first, n);
        }
    }

    /** The chosen elements one by one: no integer has their bits. */
    private void copy(Step.Pointwise step, int[] condition, long first, int n) {
        int bytes = step.dtype().bytes();
        for (int i = 0; i < n; i++) {
            Input chosen = step.inputs().get(condition[i] != 0 ? 1 : 2);
            long place = chosen.splat() ? 0 : first + i;
            MemorySegment.copy(slots[chosen.slot()], place * bytes, slots[step.result()], (first + i) * bytes, bytes);
        }
    }

    private void clamp(Step.Pointwise step, long first, int n) {
        Input low = step.inputs().get(0);
        Input x = step.inputs().get(1);
        Input high = step.inputs().get(2);
        DType dtype = step.dtype();
        switch (Lane.known(dtype)) {
            case SINGLE -> {
                float[] y = scratch.single(3);
                singles.binary(Binary.MAX, single(low, first, 0, n), single(x, first, 1, n), y, n);
                singles.binary(Binary.MIN, y, single(high, first, 2, n), y, n);
                store(step, y, first, n);
            }
            case DOUBLE -> {
                double[] y = scratch.real(3);
                Doubles.binary(Binary.MAX, real(low, first, 0, n), real(x, first, 1, n), y, n);
                Doubles.binary(Binary.MIN, y, real(high, first, 2, n), y, n);
                store(step, y, first, n);
            }
            case INT -> {
                int[] y = scratch.integer(3);
                Ints.binary(Binary.MAX, dtype, integer(low, dtype, first, 0, n), integer(x, dtype, first, 1, n), y, n);
                Ints.binary(Binary.MIN, dtype, y, integer(high, dtype, first, 2, n), y, n);
                store(step, y, first, n);
            }
            case LONG -> {
                long[] y = scratch.wide(3);
                Longs.binary(Binary.MAX, dtype, wide(low, dtype, first, 0, n), wide(x, dtype, first, 1, n), y, n);
                Longs.binary(Binary.MIN, dtype, y, wide(high, dtype, first, 2, n), y, n);
                store(step, y, first, n);
            }
        }
    }

    private void cast(Step.Pointwise step, long first, int n) {
        Input x = step.inputs().getFirst();
        DType from = x.dtype();
        Lane to = Lane.known(step.dtype());
        switch (Lane.known(from)) {
            case SINGLE -> {
                float[] tile = single(x, first, 0, n);
                switch (to) {
                    case SINGLE -> store(step, tile, first, n);
                    case DOUBLE -> store(step, Casts.toDoubles(tile, scratch.real(3), n), first, n);
                    case INT -> store(step, Casts.toInts(tile, step.dtype(), scratch.integer(3), n), first, n);
                    case LONG -> store(step, Casts.toLongs(Casts.toDoubles(tile, scratch.real(3), n), step.dtype(),
                            scratch.wide(3), n), first, n);
                }
            }
            case DOUBLE -> {
                double[] tile = real(x, first, 1, n);
                switch (to) {
                    case SINGLE -> store(step, Casts.toSingles(tile, scratch.single(3), n), first, n);
                    case DOUBLE -> store(step, tile, first, n);
                    case INT -> store(step, Casts.toInts(tile, step.dtype(), scratch.integer(3), n), first, n);
                    case LONG -> store(step, Casts.toLongs(tile, step.dtype(), scratch.wide(3), n), first, n);
                }
            }
            case INT -> {
                int[] tile = integer(x, from, first, 1, n);
                switch (to) {
                    case SINGLE -> store(step, Casts.toSingles(from, tile, scratch.single(3), n), first, n);
                    case DOUBLE -> store(step, Casts.toDoubles(from, tile, scratch.real(3), n), first, n);
                    case INT -> store(step, Casts.toInts(tile, step.dtype(), scratch.integer(3), n), first, n);
                    case LONG -> {
                        long[] wide = wide(x, from, first, 3, n);
                        store(step, wide, first, n);
                    }
                }
            }
            case LONG -> {
                long[] tile = wide(x, from, first, 1, n);
                switch (to) {
                    case SINGLE -> store(step, Casts.toSingles(from, tile, scratch.single(3), n), first, n);
                    case DOUBLE -> store(step, Casts.toDoubles(from, tile, scratch.real(3), n), first, n);
                    case INT -> store(step, Casts.toInts(tile, step.dtype(), scratch.integer(3), n), first, n);
                    case LONG -> store(step, tile, first, n);
                }
            }
        }
    }

    private float[] single(Input input, long first, int number, int n) {
        float[] tile = scratch.single(number);
        if (!input.splat()) {
            Tiles.load(input.dtype(), slots[input.slot()], first, tile, n);
        } else if (first == 0) {
            Tiles.load(input.dtype(), slots[input.slot()], 0, tile, 1);
            Arrays.fill(tile, 0, n, tile[0]);
        }
        return tile;
    }

    private double[] real(Input input, long first, int number, int n) {
        double[] tile = scratch.real(number);
        if (!input.splat()) {
            Tiles.load(input.dtype(), slots[input.slot()], first, tile, n, scratch);
        } else if (first == 0) {
            Tiles.load(input.dtype(), slots[input.slot()], 0, tile, 1, scratch);
            Arrays.fill(tile, 0, n, tile[0]);
        }
        return tile;
    }

    private int[] integer(Input input, DType dtype, long first, int number, int n) {
        int[] tile = scratch.integer(number);
        if (!input.splat()) {
            Tiles.load(dtype, slots[input.slot()], first, tile, n);
        } else if (first == 0) {
            Tiles.load(dtype, slots[input.slot()], 0, tile, 1);
            Arrays.fill(tile, 0, n, tile[0]);
        }
        return tile;
    }

    private long[] wide(Input input, DType dtype, long first, int number, int n) {
        long[] tile = scratch.wide(number);
        if (!input.splat()) {
            Tiles.load(dtype, slots[input.slot()], first, tile, n, scratch);
        } else if (first == 0) {
            Tiles.load(dtype, slots[input.slot()], 0, tile, 1, scratch);
            Arrays.fill(tile, 0, n, tile[0]);
        }
        return tile;
    }

    private void store(Step.Pointwise step, float[] tile, long first, int n) {
        Tiles.store(step.dtype(), tile, slots[step.result()], first, n);
    }

    private void store(Step.Pointwise step, double[] tile, long first, int n) {
        Tiles.store(step.dtype(), tile, slots[step.result()], first, n, scratch);
    }

    private void store(Step.Pointwise step, int[] tile, long first, int n) {
        Tiles.store(step.dtype(), tile, slots[step.result()], first, n);
    }

    private void store(Step.Pointwise step, long[] tile, long first, int n) {
        Tiles.store(step.dtype(), tile, slots[step.result()], first, n, scratch);
    }
}
