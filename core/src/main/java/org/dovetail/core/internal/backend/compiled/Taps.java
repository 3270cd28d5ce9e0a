package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.internal.prim.Sliding;

/**
 * Which elements a window has at each place, along some axes together: made once, so that running over windows is reading tables. Places at which elements that stand apart
 * are met by the same part of the window follow each other.
 */
final class Taps {
    /** What stands for the number of an element where there is none. */
    static final long NONE = -1;

    /**
     * One axis.
     *
     * @param base how many elements there are
     * @param window how many places the window has
     * @param baseStep how far one element is from the next
     * @param windowStep how far one place of the window is from the next
     * @param placeStep how far one result is from the next
     */
    record Axis(Sliding sliding, int base, int window, long baseStep, long windowStep, long placeStep) {
        private List<Integer> places() {
            return IntStream.range(0, sliding.places(base, window)).boxed()
                    .sorted(Comparator.comparingInt(
                            place -> Math.floorMod(place * sliding.stride() - sliding.low(), sliding.baseDilation())))
                    .toList();
        }
    }

    /** How many places there are. */
    final int places;
    /** How many places the window has: taps. */
    final int taps;
    /** For each tap of each place where its element is, or {@link #NONE}. */
    final long[] elements;
    /** For each tap where it is in the window. */
    final long[] inWindow;
    /** For each place where its result is. */
    final long[] results;

    private Taps(long[] elements, long[] inWindow, long[] results) {
        this.elements = elements;
        this.inWindow = inWindow;
        this.results = results;
        this.places = results.length;
        this.taps = inWindow.length;
    }

    static Taps of(List<Axis> axes) {
        Taps taps = new Taps(new long[1], new long[1], new long[1]);
        for (Axis axis : axes) {
            taps = taps.with(axis);
        }
        return taps;
    }

    private Taps with(Axis axis) {
        List<Integer> order = axis.places();
        long[] outWindow = new long[taps * axis.window];
        Arrays.setAll(outWindow, i -> inWindow[i / axis.window] + i % axis.window * axis.windowStep);
        List<Long> found = new ArrayList<>();
        List<Long> outResults = new ArrayList<>();
        for (int place = 0; place < places; place++) {
            for (int along : order) {
                outResults.add(results[place] + along * axis.placeStep);
                for (int tap = 0; tap < taps; tap++) {
                    long outer = elements[place * taps + tap];
                    for (int k = 0; k < axis.window; k++) {
                        int element = axis.sliding.element(axis.base, along, k);
                        found.add(element < 0 || outer == NONE ? NONE : outer + element * axis.baseStep);
                    }
                }
            }
        }
        return new Taps(longs(found), outWindow, longs(outResults));
    }

    private static long[] longs(List<Long> numbers) { return numbers.stream().mapToLong(number -> number).toArray(); }
}
