package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * A float32 convolution on the Vector API, of an input whose features are next to each other, without rearranging the input: the rows of a matrix product are places of the
 * result, its columns output features, and for each tap of the kernel a table says where each row's input features are; where there is none, there is a row of zeros. A tap
 * that no row of a tile has is left out, so that elements which stand apart cost nothing.
 */
final class VectorConvolution {
    /** How many rows share a packed panel and the tables. */
    private static final int BLOCK = 128;
    /** The most taps that are taken at once. */
    private static final int MOST_TAPS = 64;
    /** The most rows of a panel, so that it stays in the cache. */
    private static final int DEPTH = 4096;

    private final ConvPlan plan;
    private final long input;
    private final long kernel;
    private final long result;
    private final VectorPanels panels;
    /** How many taps are taken at once. */
    private final int chunk;
    private final long[] lefts;
    private final long[] inPlace;
    private final long[] packed;
    private final long[] depths;
    private final long[] results;
    private final long[] rows;
    private final long[] outers;
    private final long[] inners;
    private final long[] counts;

    private VectorConvolution(ConvPlan plan, long input, long kernel, long result, Scratch scratch) {
        this.plan = plan;
        this.input = input;
        this.kernel = kernel;
        this.result = result;
        this.chunk = Math.clamp(DEPTH / plan.inputs(), 1, Math.min(MOST_TAPS, plan.taps()));
        this.panels = new VectorPanels(scratch, (long) chunk * plan.inputs() * Float.BYTES,
                (long) chunk * plan.inputs());
        int entries = BLOCK / VectorTile.ROWS * chunk;
        this.lefts = scratch.pointers(Scratch.LEFTS, entries * VectorTile.ROWS);
        this.inPlace = scratch.pointers(Scratch.RIGHTS, entries);
        this.packed = scratch.pointers(Scratch.PACKED, entries);
        this.depths = scratch.pointers(Scratch.DEPTHS, entries);
        this.results = scratch.pointers(Scratch.RESULTS, BLOCK);
        this.rows = scratch.pointers(Scratch.ROWS, BLOCK);
        this.outers = scratch.pointers(Scratch.OUTERS, BLOCK);
        this.inners = scratch.pointers(Scratch.INNERS, BLOCK);
        this.counts = scratch.pointers(Scratch.COUNTS, BLOCK);
    }

    static void run(ConvPlan plan, MemorySegment input, MemorySegment kernel, MemorySegment result, Scratch scratch) {
        if (plan.resultSize() == 0) {
            return;
        }
        if (plan.inputs() == 0 || plan.inputSize() == 0) {
            result.asSlice(0, plan.resultSize() * Float.BYTES).fill((byte) 0);
            return;
        }
        long from = input.asSlice(0, plan.inputSize() * Float.BYTES).address();
        long with = kernel.asSlice(0, plan.kernelSize() * Float.BYTES).address();
        long to = result.asSlice(0, plan.resultSize() * Float.BYTES).address();
        try {
            if (plan.isDepthwise()) {
                VectorDepthwise.run(plan, from, with, to);
            } else if (plan.inputFeature() == 1) {
                new VectorConvolution(plan, from, with, to, scratch).run();
            } else {
                new VectorKernelGradient(plan, from, with, to, scratch).run();
            }
        } finally {
            Reference.reachabilityFence(input);
            Reference.reachabilityFence(kernel);
            Reference.reachabilityFence(result);
            Reference.reachabilityFence(scratch);
        }
    }

    private void run() {
        for (int group = 0; group < plan.groups(); group++) {
            for (long row = 0; row < plan.rows(); row += BLOCK) {
                int height = (int) Math.min(BLOCK, plan.rows() - row);
                place(group, row, height);
                for (int tap = 0; tap < plan.taps(); tap += chunk) {
                    int taps = Math.min(chunk, plan.taps() - tap);
                    aim(height, tap, taps);
                    for (int n = 0; n < plan.outputs(); n += VectorTile.COLUMNS) {
                        column((long) group * plan.outputs() + n, n, height, tap, taps);
                    }
                }
            }
        }
    }

    /** Where the inputs and the result of each row of a block are. */
    private void place(int group, long row, int height) {
        long places = (long) plan.outer().places * plan.inner().places;
        int batch = (int) (row / places);
        int outer = (int) (row % places / plan.inner().places);
        int inner = (int) (row % plan.inner().places);
        for (int i = 0; i < height; i++) {
            rows[i] = input + (group * plan.inputGroup() + batch * plan.inputBatch()) * Float.BYTES;
            outers[i] = outer;
            inners[i] = inner;
            results[i] = result + ((long) group * plan.outputs() + batch * plan.resultBatch()
                    + plan.outer().results[outer] + plan.inner().results[inner]) * Float.BYTES;
            if (++inner == plan.inner().places) {
                inner = 0;
                if (++outer == plan.outer().places) {
                    outer = 0;
                    batch++;
                }
            }
        }
    }

    /** For each tile of a block, the taps that any row has, and where each row's inputs for them are. */
    private void aim(int height, int firstTap, int taps) {
        int along = plan.inner().taps;
        for (int m = 0; m < height; m += VectorTile.ROWS) {
            int first = m / VectorTile.ROWS * chunk;
            int part = first;
            for (int tap = firstTap; tap < firstTap + taps; tap++) {
                if (aim(m, Math.min(height, m + VectorTile.ROWS), tap / along, tap % along,
                        part * VectorTile.ROWS)) {
                    inPlace[part] = (plan.outer().inWindow[tap / along] + plan.inner().inWindow[tap % along])
                            * Float.BYTES;
                    packed[part] = (long) (tap - firstTap) * plan.inputs() * VectorPanels.ROW;
                    depths[part] = plan.inputs();
                    if (part > first && continues(part)) {
                        depths[part - 1] += plan.inputs();
                    } else {
                        part++;
                    }
                }
            }
            counts[m / VectorTile.ROWS] = (long) part - first;
        }
    }

    /** Whether all that a part multiplies lies behind what the part before it does, so that both are one. */
    private boolean continues(int part) {
        long depth = depths[part - 1];
        boolean continues = packed[part] == packed[part - 1] + depth * VectorPanels.ROW
                && inPlace[part] == inPlace[part - 1] + depth * plan.kernelInput() * Float.BYTES;
        for (int at = part * VectorTile.ROWS; continues && at < (part + 1) * VectorTile.ROWS; at++) {
            long before = lefts[at - VectorTile.ROWS];
            continues = lefts[at] == before + depth * Float.BYTES
                    || lefts[at] == panels.zeros && before == panels.zeros;
        }
        return continues;
    }

    private boolean aim(int from, int to, int outerTap, int innerTap, int at) {
        long[] outerElements = plan.outer().elements;
        long[] innerElements = plan.inner().elements;
        int outerTaps = plan.outer().taps;
        int innerTaps = plan.inner().taps;
        boolean any = false;
        for (int i = 0; i < VectorTile.ROWS; i++) {
            long address = panels.zeros;
            if (from + i < to) {
                long above = outerElements[(int) outers[from + i] * outerTaps + outerTap];
                long along = innerElements[(int) inners[from + i] * innerTaps + innerTap];
                if ((above | along) >= 0) {
                    address = rows[from + i] + (above + along) * Float.BYTES;
                    any = true;
                }
            }
            lefts[at + i] = address;
        }
        return any;
    }

    /** All tiles of a block below each other. */
    private void column(long firstColumn, int n, int height, int firstTap, int taps) {
        int width = Math.min(VectorTile.COLUMNS, plan.outputs() - n);
        boolean stays = width == VectorTile.COLUMNS;
        long first = kernel + firstColumn * Float.BYTES;
        long step = plan.kernelInput() * Float.BYTES;
        int along = plan.inner().taps;
        for (int tap = firstTap; !stays && tap < firstTap + taps; tap++) {
            long from = plan.outer().inWindow[tap / along] + plan.inner().inWindow[tap % along];
            panels.pack(first + from * Float.BYTES, step, plan.inputs(), width,
                    (long) (tap - firstTap) * plan.inputs());
        }
        long[] rights = stays ? inPlace : packed;
        long right = stays ? first : panels.right;
        long rightStep = stays ? step : VectorPanels.ROW;
        long to = n * (long) Float.BYTES;
        for (int m = 0; m < height; m += VectorTile.ROWS) {
            int tile = m / VectorTile.ROWS;
            int part = tile * chunk;
            int parts = (int) counts[tile];
            int tall = Math.min(VectorTile.ROWS, height - m);
            if (stays && tall == VectorTile.ROWS) {
                VectorTile.run(lefts, rights, depths, part, parts, right, Float.BYTES, rightStep, results, m, to,
                        firstTap > 0);
            } else {
                panels.edge(lefts, rights, depths, part, parts, right, Float.BYTES, rightStep, results, m, to,
                        firstTap > 0, tall, width);
            }
        }
    }
}
