package org.dovetail.core.internal.backend.compiled;

/**
 * A float32 convolution on the Vector API, of an input whose batches are next to each other, as a kernel's gradient is one: the rows of a matrix product are those batches,
 * its columns output features, and the sums run along the last spatial axis of what is the kernel here, the cotangent. Input features, which are the examples, come one after
 * the other, so that each is read from the cache as often as the result has places.
 */
final class VectorKernelGradient {
    private final ConvPlan plan;
    private final long input;
    private final long kernel;
    private final long result;
    private final VectorPanels panels;
    private final long[] firsts;
    private final long[] lefts;
    private final long[] inPlace;
    private final long[] packed;
    private final long[] depths;
    private final long[] results;
    private int parts;

    VectorKernelGradient(ConvPlan plan, long input, long kernel, long result, Scratch scratch) {
        this.plan = plan;
        this.input = input;
        this.kernel = kernel;
        this.result = result;
        int most = plan.outer().taps;
        this.panels = new VectorPanels(scratch, 0, plan.outputs() % VectorTile.COLUMNS == 0 ? 0 : plan.taps());
        this.firsts = scratch.pointers(Scratch.ROWS, most);
        this.lefts = scratch.pointers(Scratch.LEFTS, most * VectorTile.ROWS);
        this.inPlace = scratch.pointers(Scratch.RIGHTS, most);
        this.packed = scratch.pointers(Scratch.PACKED, most);
        this.depths = scratch.pointers(Scratch.DEPTHS, most);
        this.results = scratch.pointers(Scratch.RESULTS, VectorTile.ROWS);
    }

    void run() {
        for (int group = 0; group < plan.groups(); group++) {
            for (int feature = 0; feature < plan.inputs(); feature++) {
                for (int outer = 0; outer < plan.outer().places; outer++) {
                    for (int inner = 0; inner < plan.inner().places; inner++) {
                        place(group, feature, outer, inner);
                    }
                }
            }
        }
    }

    /** Adds the products of one input feature to the results of one place. */
    private void place(int group, int feature, int outer, int inner) {
        Taps along = plan.inner();
        int row = inner * along.taps;
        int first = 0;
        while (first < along.taps && along.elements[row + first] == Taps.NONE) {
            first++;
        }
        int last = along.taps - 1;
        while (last > first && along.elements[row + last] == Taps.NONE) {
            last--;
        }
        int next = first + 1;
        while (next < last && along.elements[row + next] == Taps.NONE) {
            next++;
        }
        // Elements that stand apart are met by every so many taps.
        int skip = next - first;
        int count = first == along.taps ? 0 : (last - first) / skip + 1;
        long leftStep = count < 2 ? 0 : along.elements[row + next] - along.elements[row + first];
        long rightStep = count < 2 ? 0 : along.inWindow[next] - along.inWindow[first];
        parts = 0;
        for (int tap = 0; count > 0 && tap < plan.outer().taps; tap++) {
            long above = plan.outer().elements[outer * plan.outer().taps + tap];
            if (above != Taps.NONE) {
                firsts[parts] = input + (group * plan.inputGroup() + feature * plan.inputFeature() + above
                        + along.elements[row + first]) * Float.BYTES;
                inPlace[parts] = (plan.outer().inWindow[tap] + along.inWindow[first]) * Float.BYTES;
                packed[parts] = (long) parts * count * VectorPanels.ROW;
                depths[parts] = count;
                parts++;
            }
        }
        long place = (long) group * plan.outputs() + plan.outer().results[outer] + along.results[inner];
        for (int n = 0; n < plan.outputs(); n += VectorTile.COLUMNS) {
            column(((long) group * plan.outputs() + n + feature * plan.kernelInput()) * Float.BYTES, place + n,
                    Math.min(VectorTile.COLUMNS, plan.outputs() - n), leftStep * Float.BYTES, rightStep * Float.BYTES,
                    feature > 0);
        }
    }

    private void column(long firstRight, long place, int width, long leftStep, long rightStep, boolean onTop) {
        boolean stays = width == VectorTile.COLUMNS;
        long from = kernel + firstRight;
        for (int part = 0; !stays && part < parts; part++) {
            panels.pack(from + inPlace[part], rightStep, (int) depths[part], width, part * depths[part]);
        }
        long[] rights = stays ? inPlace : packed;
        long right = stays ? from : panels.right;
        long step = stays ? rightStep : VectorPanels.ROW;
        for (int m = 0; m < plan.batch(); m += VectorTile.ROWS) {
            int height = Math.min(VectorTile.ROWS, plan.batch() - m);
            aim(m, height, place);
            if (stays && height == VectorTile.ROWS) {
                VectorTile.run(lefts, rights, depths, 0, parts, right, leftStep, step, results, 0, 0, onTop);
            } else {
                panels.edge(lefts, rights, depths, 0, parts, right, leftStep, step, results, 0, 0, onTop, height,
                        width);
            }
        }
    }

    /** Where the rows of a tile are; those that are missing stand where the last one is. */
    private void aim(int m, int height, long place) {
        for (int i = 0; i < VectorTile.ROWS; i++) {
            long row = m + (long) Math.min(i, height - 1);
            long step = row * plan.inputBatch() * Float.BYTES;
            results[i] = result + (place + row * plan.resultBatch()) * Float.BYTES;
            for (int part = 0; part < parts; part++) {
                lefts[part * VectorTile.ROWS + i] = firsts[part] + step;
            }
        }
    }
}
