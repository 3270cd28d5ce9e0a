package org.dovetail.core.internal.backend.compiled;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Where each value lies in one block of memory: values that live at the same time do not overlap. */
final class Planner {
    private static final long ALIGNMENT = 64;

    /**
     * How long a value of some bytes lives.
     *
     * @param from the first step at which it is written, or a lower number
     * @param to the last step at which it is read, or written
     */
    record Life(long bytes, int from, int to) {
        /** One value that lives as long as two, one of which hands its memory to the other. */
        Life with(Life next) {
            return new Life(bytes, Math.min(from, next.from), Math.max(to, next.to));
        }

        private boolean meets(Life other) { return from <= other.to && other.from <= to; }
    }

    /**
     * A plan.
     *
     * @param offsets where each value begins, a multiple of 64
     * @param bytes the size of the block
     */
    record Plan(List<Long> offsets, long bytes) {}

    private record Placed(long offset, long end, Life life) {}

    private Planner() {}

    /** Largest first, each at the lowest offset that is free during its life. */
    static Plan plan(List<Life> lives) {
        List<Integer> order = IntStream.range(0, lives.size()).boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -lives.get(i).bytes)).toList();
        Long[] offsets = new Long[lives.size()];
        List<Placed> placed = new ArrayList<>(); // by offset
        long end = 0;
        for (int i : order) {
            Life life = lives.get(i);
            long offset = lowestFree(placed, life);
            long next = offset + Math.ceilDiv(life.bytes, ALIGNMENT) * ALIGNMENT;
            offsets[i] = offset;
            int at = 0;
            while (at < placed.size() && placed.get(at).offset <= offset) {
                at++;
            }
            placed.add(at, new Placed(offset, next, life));
            end = Math.max(end, next);
        }
        return new Plan(List.of(offsets), end);
    }

    private static long lowestFree(List<Placed> placed, Life life) {
        long offset = 0;
        for (Placed other : placed) {
            if (other.life.meets(life)) {
                if (other.offset >= offset + life.bytes) {
                    return offset;
                }
                offset = Math.max(offset, other.end);
            }
        }
        return offset;
    }
}
