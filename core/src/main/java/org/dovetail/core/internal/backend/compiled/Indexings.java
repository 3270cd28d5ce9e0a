package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dovetail.core.DType;
import org.dovetail.core.internal.backend.compiled.Axes.Axis;
import org.dovetail.core.internal.math.XlaMath;
import org.dovetail.core.internal.prim.Elementwise.Binary;

/** Copies windows out of a memory and into one, or combines them with what is there. */
final class Indexings {
    /** The tiles that hold the places of windows; the ones before are the kernels'. */
    private static final int FIRSTS = 4;
    private static final int LISTED = 5;
    private static final int INDICES = 6;

    private Indexings() {}

    /** The windows of a memory, one after the other as the list has them. */
    static final class Taking {
        private final Located places;
        private final int bytes;
        private final boolean areElements;
        private final Runs copy;
        private final Runs fill;

        Taking(Located places, int bytes) {
            this.places = places;
            this.bytes = bytes;
            this.areElements = places.areElements();
            this.copy = new Runs(bytes, 0, 0, places.window());
            this.fill = new Runs(bytes, 0, 0,
                    places.window().stream().map(axis -> new Axis(axis.extent(), 0, axis.to())).toList());
        }

        void run(Step.Take step, MemorySegment[] slots, Scratch scratch) {
            long[] firsts = scratch.wide(FIRSTS);
            long[] listed = scratch.wide(LISTED);
            MemorySegment source = slots[step.source()];
            MemorySegment filling = slots[step.fill()];
            MemorySegment result = slots[step.result()];
            long count = places.count();
            for (long done = 0; done < count; done += Scratch.TILE) {
                int n = (int) Math.min(Scratch.TILE, count - done);
                places.locate(done, n, slots, step.indices(), firsts, listed, scratch.wide(INDICES));
                if (areElements && bytes == 4) {
                    words(source, filling, result, firsts, listed, n);
                } else {
                    windows(source, filling, result, firsts, listed, n);
                }
            }
        }

        private static void words(MemorySegment source, MemorySegment filling, MemorySegment result, long[] firsts,
                long[] listed, int n) {
            int missing = filling.byteSize() == 0 ? 0 : filling.get(Tiles.INT, 0);
            for (int i = 0; i < n; i++) {
                int word = firsts[i] < 0 ? missing : source.get(Tiles.INT, firsts[i] * 4);
                result.set(Tiles.INT, listed[i] * 4, word);
            }
        }

        private void windows(MemorySegment source, MemorySegment filling, MemorySegment result, long[] firsts,
                long[] listed, int n) {
            for (int i = 0; i < n; i++) {
                if (firsts[i] < 0) {
                    fill.copy(filling, 0, result, listed[i]);
                } else {
                    copy.copy(source, firsts[i], result, listed[i]);
                }
            }
        }
    }

    /** The windows of a list put into a memory. */
    static final class Putting {
        private final Located places;
        private final DType dtype;
        private final Optional<Binary> op;
        private final boolean areElements;
        private final Runs copy;
        private final Axis inner;
        private final long outerCount;
        private final long[][] outer;

        Putting(Located places, DType dtype, Optional<Binary> op) {
            this.places = places;
            this.dtype = dtype;
            this.op = op;
            this.areElements = places.areElements();
            this.copy = new Runs(dtype.bytes(), 0, 0,
                    places.window().stream().map(axis -> new Axis(axis.extent(), axis.to(), axis.from())).toList());
            List<Axis> axes = new ArrayList<>(Axes.merged(places.window()));
            boolean isRun = !axes.isEmpty() && axes.getLast().from() == 1 && axes.getLast().to() == 1;
            this.inner = isRun ? axes.removeLast() : new Axis(1, 1, 1);
            this.outerCount = Axes.count(axes);
            this.outer = Axes.columns(axes);
        }

        void run(Step.Put step, MemorySegment[] slots, Kernels kernels) {
            MemorySegment updates = slots[step.updates()];
            MemorySegment result = slots[step.result()];
            if (slots[step.operand()].address() != result.address()) {
                result.copyFrom(slots[step.operand()]);
            }
            long[] firsts = kernels.scratch.wide(FIRSTS);
            long[] listed = kernels.scratch.wide(LISTED);
            long count = places.count();
            for (long done = 0; done < count; done += Scratch.TILE) {
                int n = (int) Math.min(Scratch.TILE, count - done);
                places.locate(done, n, slots, step.indices(), firsts, listed, kernels.scratch.wide(INDICES));
                if (op.isEmpty()) {
                    set(updates, result, firsts, listed, n);
                } else if (areElements && dtype == DType.FLOAT32) {
                    combineElements(op.get(), updates, result, firsts, listed, n);
                } else {
                    combineWindows(op.get(), updates, result, n, kernels);
                }
            }
        }

        private void set(MemorySegment updates, MemorySegment result, long[] firsts, long[] listed, int n) {
            if (areElements && dtype.bytes() == 4) {
                for (int i = 0; i < n; i++) {
                    if (firsts[i] >= 0) {
                        result.set(Tiles.INT, firsts[i] * 4, updates.get(Tiles.INT, listed[i] * 4));
                    }
                }
                return;
            }
            for (int i = 0; i < n; i++) {
                if (firsts[i] >= 0) {
                    copy.copy(updates, listed[i], result, firsts[i]);
                }
            }
        }

        private static void combineElements(Binary op, MemorySegment updates, MemorySegment result, long[] firsts,
                long[] listed, int n) {
            for (int i = 0; i < n; i++) {
                if (firsts[i] >= 0) {
                    float x = XlaMath.flush(result.get(Tiles.FLOAT, firsts[i] * 4));
                    float y = XlaMath.flush(updates.get(Tiles.FLOAT, listed[i] * 4));
                    result.set(Tiles.FLOAT, firsts[i] * 4, XlaMath.flush(switch (op) {
                        case ADD -> x + y;
                        case MUL -> x * y;
                        case MIN -> Math.min(x, y);
                        case MAX -> Math.max(x, y);
                        default -> throw new IllegalStateException(op + " is not scattered");
                    }));
                }
            }
        }

        private void combineWindows(Binary binary, MemorySegment updates, MemorySegment result, int n,
                Kernels kernels) {
            long[] firsts = kernels.scratch.wide(FIRSTS);
            long[] listed = kernels.scratch.wide(LISTED);
            for (int i = 0; i < n; i++) {
                if (firsts[i] >= 0) {
                    combine(binary, result, firsts[i], updates, listed[i], kernels);
                }
            }
        }

        private void combine(Binary binary, MemorySegment result, long first, MemorySegment updates, long listed,
                Kernels kernels) {
            for (long i = 0; i < outerCount; i++) {
                long to = first + Axes.offset(i, outer[0], outer[1]);
                long from = listed + Axes.offset(i, outer[0], outer[2]);
                for (long done = 0; done < inner.extent(); done += Scratch.TILE) {
                    int n = (int) Math.min(Scratch.TILE, inner.extent() - done);
                    kernels.combine(binary, dtype, result, to + done, updates, from + done, n);
                }
            }
        }
    }

    /** Computes on elements that follow each other in memory. */
    record Kernels(SingleKernels singles, Scratch scratch) {
        void combine(Binary op, DType dtype, MemorySegment result, long to, MemorySegment updates, long from, int n) {
            switch (Lane.known(dtype)) {
                case SINGLE -> {
                    float[] x = scratch.single(1);
                    float[] y = scratch.single(2);
                    Tiles.load(dtype, result, to, x, n);
                    Tiles.load(dtype, updates, from, y, n);
                    singles.binary(op, x, y, scratch.single(3), n);
                    Tiles.store(dtype, scratch.single(3), result, to, n);
                }
                case DOUBLE -> {
                    double[] x = scratch.real(1);
                    double[] y = scratch.real(2);
                    Tiles.load(dtype, result, to, x, n, scratch);
                    Tiles.load(dtype, updates, from, y, n, scratch);
                    Doubles.binary(op, x, y, scratch.real(3), n);
                    Tiles.store(dtype, scratch.real(3), result, to, n, scratch);
                }
                case INT -> {
                    int[] x = scratch.integer(1);
                    int[] y = scratch.integer(2);
                    Tiles.load(dtype, result, to, x, n);
                    Tiles.load(dtype, updates, from, y, n);
                    Ints.binary(op, dtype, x, y, scratch.integer(3), n);
                    Tiles.store(dtype, scratch.integer(3), result, to, n);
                }
                case LONG -> {
                    long[] x = scratch.wide(1);
                    long[] y = scratch.wide(2);
                    Tiles.load(dtype, result, to, x, n, scratch);
                    Tiles.load(dtype, updates, from, y, n, scratch);
                    Longs.binary(op, dtype, x, y, scratch.wide(3), n);
                    Tiles.store(dtype, scratch.wide(3), result, to, n, scratch);
                }
            }
        }
    }
}
