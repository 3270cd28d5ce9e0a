package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;

/** Runs steps one after the other: one switch. */
final class Interpreter {
    /** The kernels that this Java machine can run. */
    static final SingleKernels SINGLES = SingleKernels.fastest();

    private final MemorySegment[] slots;
    private final Scratch scratch = new Scratch();
    private final Pointwises pointwises;
    private final SingleKernels singles;
    private final Indexings.Kernels kernels;

    Interpreter(MemorySegment[] slots, SingleKernels singles) {
        this.slots = slots;
        this.pointwises = new Pointwises(slots, scratch, singles);
        this.singles = singles;
        this.kernels = new Indexings.Kernels(singles, scratch);
    }

    void run(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            run(steps.get(i));
        }
    }

    private void run(Step step) {
        switch (step) {
            case Step.Pointwise pointwise -> pointwises.run(pointwise);
            case Step.Convert convert -> convert(convert);
            case Step.Move(Runs runs, int source, int result) -> runs.copy(slots[source], slots[result]);
            case Step.Fill fill -> fill(fill, slots[fill.source()], slots[fill.result()]);
            case Step.Count count -> count(count, slots[count.result()]);
            case Step.Reduce(Folds folds, int source, int result) -> folds.run(slots[source], slots[result], scratch);
            case Step.Place place -> Places.run(place, slots[place.source()], slots[place.result()], scratch);
            case Step.Product(Products products, int left, int right, int result) ->
                products.run(slots[left], slots[right], slots[result], singles, scratch);
            case Step.Take take -> take.windows().run(take, slots, scratch);
            case Step.Put put -> put.windows().run(put, slots, kernels);
            case Step.Convolve convolve -> convolve(convolve);
            case Step.Slide(Windows windows, List<Integer> reads, int result) ->
                windows.run(slots, reads, slots[result], singles, scratch);
            case Step.Random random -> Randoms.run(random, slots, scratch);
        }
    }

    private void convert(Step.Convert step) {
        MemorySegment result = slots[step.result()];
        Array.of(step.from(), slots[step.source()]).cast(step.to().dtype(), (_, _) -> result);
    }

    private void convolve(Step.Convolve step) {
        MemorySegment input = slots[step.input()];
        MemorySegment kernel = slots[step.kernel()];
        if (step.dtype() == DType.FLOAT32) {
            singles.convolution(step.plan(), input, kernel, slots[step.result()], scratch);
        } else {
            PlainConvolution.run(step.plan(), step.dtype(), input, kernel, slots[step.result()], scratch);
        }
    }

    private static void fill(Step.Fill step, MemorySegment source, MemorySegment result) {
        int bytes = step.elementBytes();
        switch (bytes) {
            case 1 -> result.fill(source.get(Tiles.BYTE, 0));
            case 4 -> {
                int value = source.get(Tiles.INT, 0);
                for (long i = 0; i < step.count(); i++) {
                    result.set(Tiles.INT, i * 4, value);
                }
            }
            default -> {
                for (long i = 0; i < step.count(); i++) {
                    MemorySegment.copy(source, 0, result, i * bytes, bytes);
                }
            }
        }
    }

    private void count(Step.Count step, MemorySegment result) {
        DType dtype = step.dtype();
        long place = 0;
        for (long outer = 0; outer < step.outer(); outer++) {
            for (long i = 0; i < step.extent(); i++) {
                for (long inner = 0; inner < step.inner(); inner++) {
                    put(dtype, i, result, place++);
                }
            }
        }
    }

    private void put(DType dtype, long number, MemorySegment result, long place) {
        switch (Lane.known(dtype)) {
            case SINGLE, DOUBLE -> {
                scratch.real(0)[0] = number;
                Tiles.store(dtype, scratch.real(0), result, place, 1, scratch);
            }
            case INT, LONG -> {
                scratch.wide(0)[0] = number;
                Tiles.store(dtype, scratch.wide(0), result, place, 1, scratch);
            }
        }
    }
}
