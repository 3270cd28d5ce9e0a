package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.compiled.Taps.Axis;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Window;
import org.dovetail.core.internal.prim.Window.Choice;
import org.dovetail.core.internal.prim.Window.Geometry;

/**
 * An operation on windows. Axes along which the window does not slide are runs: those before all others are gone through one by one, those behind all others, the
 * {@code run}, in tiles, since their elements are next to each other. Floats are folded in float64 and rounded once.
 */
final class Windows {
    /**
     * Where windows are, in elements.
     *
     * @param batches how often all is gone through
     * @param baseBatch from one time to the next among the elements
     * @param placeBatch from one time to the next among the windows
     * @param taps along the axes between
     * @param run how many elements are next to each other
     */
    record Runs(long batches, long baseBatch, long placeBatch, Taps taps, long run) {
        private static Runs of(Geometry geometry, Shape base, Shape places) {
            int first = 0;
            while (first < base.rank() && geometry.isStill(first)) {
                first++;
            }
            int last = base.rank();
            while (last > first && geometry.isStill(last - 1)) {
                last--;
            }
            long[] baseSteps = Axes.contiguous(base);
            long[] placeSteps = Axes.contiguous(places);
            Taps taps = Taps.of(IntStream.range(first, last).mapToObj(i -> new Axis(geometry.sliding().get(i),
                    base.extent(i), geometry.extents().get(i), baseSteps[i], 0, placeSteps[i])).toList());
            return new Runs(base.leading(first).size(), base.trailing(base.rank() - first).size(),
                    places.trailing(base.rank() - first).size(), taps, base.trailing(base.rank() - last).size());
        }

        /** How many elements there are. */
        long elements() { return batches * baseBatch; }

        /** How many windows there are. */
        long places() { return batches * placeBatch; }
    }

    private final Window window;
    private final DType dtype;
    private final Runs runs;
    private final Taps taps;

    private Windows(Window window, DType dtype, Runs runs) {
        this.window = window;
        this.dtype = dtype;
        this.runs = runs;
        this.taps = runs.taps;
    }

    static Windows of(Window window, List<Shape> operands, TensorSpec result) {
        Runs runs = switch (window) {
            case Window.ReduceWindow(_, Geometry geometry) -> Runs.of(geometry, operands.getFirst(), result.shape());
            case Window.SelectAndGather(_, Geometry geometry) -> Runs.of(geometry, operands.get(1), result.shape());
            case Window.SelectAndScatter(_, Geometry geometry) -> Runs.of(geometry, result.shape(), operands.get(0));
        };
        return new Windows(window, result.dtype(), runs);
    }

    void run(MemorySegment[] slots, List<Integer> reads, MemorySegment result, SingleKernels singles,
            Scratch scratch) {
        if (window instanceof Window.ReduceWindow(Window.Op op, _) && dtype == DType.FLOAT32
                && singles.pool(op, runs, slots[reads.getFirst()], result)) {
            return;
        }
        if (window instanceof Window.SelectAndScatter) {
            result.asSlice(0, runs.elements() * dtype.bytes()).fill((byte) 0);
        }
        for (long batch = 0; batch < runs.batches; batch++) {
            for (int place = 0; place < taps.places; place++) {
                for (long column = 0; column < runs.run; column += Scratch.TILE) {
                    int width = (int) Math.min(Scratch.TILE, runs.run - column);
                    long base = batch * runs.baseBatch + column;
                    long at = batch * runs.placeBatch + taps.results[place] + column;
                    switch (window) {
                        case Window.ReduceWindow(Window.Op op, _) ->
                            reduce(op, slots[reads.getFirst()], base, place, width, result, at, scratch);
                        case Window.SelectAndGather(Choice choice, _) -> gather(choice, slots[reads.get(0)],
                                slots[reads.get(1)], base, place, width, result, at, scratch);
                        case Window.SelectAndScatter(Choice choice, _) -> scatter(choice, slots[reads.get(0)],
                                slots[reads.get(1)], base, place, width, result, at, scratch);
                    }
                }
            }
        }
    }

    private void reduce(Window.Op op, MemorySegment x, long base, int place, int width, MemorySegment result, long at,
            Scratch scratch) {
        switch (Lane.known(dtype)) {
            case SINGLE, DOUBLE -> reduceFloats(op, x, base, place, width, result, at, scratch);
            case INT, LONG -> reduceIntegers(op, x, base, place, width, result, at, scratch);
        }
    }

    private void reduceFloats(Window.Op op, MemorySegment x, long base, int place, int width, MemorySegment result,
            long at, Scratch scratch) {
        double[] folded = scratch.real(0);
        double[] elements = scratch.real(1);
        Arrays.fill(folded, 0, width, switch (op) {
            case SUM -> 0;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        });
        for (int tap = 0; tap < taps.taps; tap++) {
            long element = taps.elements[place * taps.taps + tap];
            if (element != Taps.NONE) {
                load(x, base + element, elements, width, scratch);
                fold(op, folded, elements, width);
            }
        }
        if (dtype != DType.FLOAT64) {
            for (int i = 0; i < width; i++) {
                folded[i] = XlaMath.flush((float) folded[i]);
            }
        }
        Tiles.store(dtype, folded, result, at, width, scratch);
    }

    private static void fold(Window.Op op, double[] folded, double[] elements, int n) {
        switch (op) {
            case SUM -> {
                for (int i = 0; i < n; i++) {
                    folded[i] += elements[i];
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    folded[i] = Math.max(folded[i], elements[i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    folded[i] = Math.min(folded[i], elements[i]);
                }
            }
        }
    }

    private void reduceIntegers(Window.Op op, MemorySegment x, long base, int place, int width, MemorySegment result,
            long at, Scratch scratch) {
        long[] folded = scratch.wide(0);
        long[] elements = scratch.wide(1);
        // Unsigned numbers of 64 bits are compared with the highest bit turned.
        long flip = dtype == DType.UINT64 ? Long.MIN_VALUE : 0;
        Arrays.fill(folded, 0, width, neutral(op));
        for (int tap = 0; tap < taps.taps; tap++) {
            long element = taps.elements[place * taps.taps + tap];
            if (element != Taps.NONE) {
                Tiles.load(dtype, x, base + element, elements, width, scratch);
                for (int i = 0; i < width; i++) {
                    folded[i] = switch (op) {
                        case SUM -> folded[i] + elements[i];
                        case MAX -> Math.max(folded[i] ^ flip, elements[i] ^ flip) ^ flip;
                        case MIN -> Math.min(folded[i] ^ flip, elements[i] ^ flip) ^ flip;
                    };
                }
            }
        }
        Tiles.store(dtype, folded, result, at, width, scratch);
    }

    private long neutral(Window.Op op) {
        return switch (op) {
            case SUM -> 0;
            case MAX -> Choice.MAX.neutral(dtype).longAt(0);
            case MIN -> Choice.MIN.neutral(dtype).longAt(0);
        };
    }

    /** Loads numbers as they are compared and added: of float32 and narrower ones, subnormal ones are zero. */
    private void load(MemorySegment memory, long first, double[] tile, int width, Scratch scratch) {
        Tiles.load(dtype, memory, first, tile, width, scratch);
        if (dtype != DType.FLOAT64) {
            for (int i = 0; i < width; i++) {
                tile[i] = Math.abs(tile[i]) < Float.MIN_NORMAL ? 0 * tile[i] : tile[i];
            }
        }
    }

    private static boolean stays(Choice choice, double chosen, double other) {
        return choice == Choice.MAX ? chosen >= other : chosen <= other;
    }

    private static double neutral(Choice choice) {
        return choice == Choice.MAX ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    private void gather(Choice choice, MemorySegment from, MemorySegment x, long base, int place, int width,
            MemorySegment result, long at, Scratch scratch) {
        double[] chosen = scratch.real(0);
        double[] elements = scratch.real(1);
        double[] taken = scratch.real(2);
        double[] given = scratch.real(3);
        Arrays.fill(chosen, 0, width, neutral(choice));
        Arrays.fill(taken, 0, width, 0);
        for (int tap = 0; tap < taps.taps; tap++) {
            long element = taps.elements[place * taps.taps + tap];
            if (element != Taps.NONE) {
                load(x, base + element, elements, width, scratch);
                Tiles.load(dtype, from, base + element, given, width, scratch);
                for (int i = 0; i < width; i++) {
                    boolean stays = stays(choice, chosen[i], elements[i]);
                    chosen[i] = stays ? chosen[i] : elements[i];
                    taken[i] = stays ? taken[i] : given[i];
                }
            }
        }
        Tiles.store(dtype, taken, result, at, width, scratch);
    }

    /** Here what is no element is the neutral number, which can be chosen. */
    private void scatter(Choice choice, MemorySegment source, MemorySegment x, long base, int place, int width,
            MemorySegment result, long at, Scratch scratch) {
        double[] chosen = scratch.real(0);
        double[] elements = scratch.real(1);
        double[] given = scratch.real(2);
        long[] where = scratch.wide(0);
        for (int tap = 0; tap < taps.taps; tap++) {
            long element = taps.elements[place * taps.taps + tap];
            if (element == Taps.NONE) {
                Arrays.fill(elements, 0, width, neutral(choice));
            } else {
                load(x, base + element, elements, width, scratch);
            }
            for (int i = 0; i < width; i++) {
                boolean stays = tap > 0 && stays(choice, chosen[i], elements[i]);
                chosen[i] = stays ? chosen[i] : elements[i];
                where[i] = stays ? where[i] : element;
            }
        }
        load(source, at, given, width, scratch);
        for (int i = 0; i < width; i++) {
            if (where[i] != Taps.NONE) {
                add(given[i], result, base + where[i] + i);
            }
        }
    }

    private void add(double number, MemorySegment result, long at) {
        if (dtype == DType.FLOAT64) {
            result.set(Tiles.DOUBLE, at * Double.BYTES, result.get(Tiles.DOUBLE, at * Double.BYTES) + number);
        } else {
            float sum = result.get(Tiles.FLOAT, at * Float.BYTES) + (float) number;
            result.set(Tiles.FLOAT, at * Float.BYTES, XlaMath.flush(sum));
        }
    }
}
