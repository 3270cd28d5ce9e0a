package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dovetail.core.Array;
import org.dovetail.core.internal.backend.compiled.Planner.Life;
import org.dovetail.core.internal.backend.compiled.Planner.Plan;
import org.dovetail.core.internal.memory.Buffer;

/**
 * Gives each slot its home. Large arguments are read, and large results written, where they are; everything else shares one block. A result takes the memory of a donated
 * argument of its size: it is written there by its steps if all who read the argument have done so by then, else it is copied there at the end.
 */
final class Placement {
    /** Up to so many bytes, arguments and results are copied into and out of the block, since their memory may be on the heap. */
    static final long LARGEST_COPIED = 16 * 1024;
    private static final int FIRST = -1;

    private final Lowered lowered;
    private final BitSet donated;
    private final int inputs;
    private final int[] firstWrites;
    private final int[] lastUses;
    private final Home[] homes;
    private final BitSet taken = new BitSet();

    private Placement(Lowered lowered, BitSet donated) {
        this.lowered = lowered;
        this.donated = donated;
        this.inputs = lowered.inputs().size();
        this.firstWrites = lowered.firstWrites();
        this.lastUses = lowered.lastUses();
        this.homes = new Home[lowered.bytes().size()];
    }

    static Program of(Lowered lowered, BitSet donated) {
        Placement placement = new Placement(lowered, donated);
        Buffer constants = placement.constants();
        placement.arguments();
        List<Target> targets = placement.targets();
        placement.handBack(targets);
        long block = placement.block();
        return new Program(lowered, List.of(placement.homes), targets, block, constants);
    }

    private static long rounded(long bytes) { return Math.ceilDiv(bytes, 64) * 64; }

    private Buffer constants() {
        long sum = 0;
        for (int slot : lowered.constants().keySet()) {
            homes[slot] = new Home.Constant(sum);
            sum += rounded(lowered.bytes().get(slot));
        }
        Buffer memory = Buffer.outside(sum);
        for (Map.Entry<Integer, Array> constant : lowered.constants().entrySet()) {
            MemorySegment data = constant.getValue().data();
            if (homes[constant.getKey()] instanceof Home.Constant(long offset)) {
                MemorySegment.copy(data, 0, memory.write(), offset, data.byteSize());
            }
        }
        return memory;
    }

    private boolean isLarge(int slot) { return lowered.bytes().get(slot) > LARGEST_COPIED; }

    private void arguments() {
        for (int slot = 0; slot < inputs; slot++) {
            boolean isRead = lastUses[slot] >= 0 || lowered.results().contains(slot);
            if (!isRead) {
                homes[slot] = new Home.Nowhere();
            } else if (isLarge(slot)) {
                homes[slot] = new Home.Argument(slot);
            }
        }
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>(Collections.nCopies(lowered.results().size(), null));
        // An argument that comes back keeps its memory, so these choose first.
        for (int i = 0; i < targets.size(); i++) {
            int slot = lowered.results().get(i);
            if (slot < inputs && !(donated.get(slot) && taken.get(slot))) {
                taken.set(slot, donated.get(slot));
                targets.set(i, new Target.Forwarded(slot));
            }
        }
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i) == null) {
                targets.set(i, target(i, lowered.results().get(i)));
            }
        }
        return targets;
    }

    private Target target(int output, int slot) {
        boolean isWritten = isLarge(slot) && homes[slot] == null && slot >= inputs && firstWrites[slot] >= 0;
        if (isWritten) {
            int donor = donor(slot, true);
            if (donor != Target.NONE || donor(slot, false) == Target.NONE) {
                homes[slot] = new Home.Result(output);
                return new Target.Written(slot, claimed(donor));
            }
        }
        return new Target.Copied(slot, claimed(donor(slot, false)));
    }

    private int claimed(int donor) {
        if (donor != Target.NONE) {
            taken.set(donor);
        }
        return donor;
    }

    /** A donated argument of the slot's size that no other output takes. */
    private int donor(int slot, boolean whileRunning) {
        for (int i = donated.nextSetBit(0); i >= 0; i = donated.nextSetBit(i + 1)) {
            if (!taken.get(i) && lowered.bytes().get(i).equals(lowered.bytes().get(slot))
                    && (!whileRunning || isReadBefore(i, slot))) {
                return i;
            }
        }
        return Target.NONE;
    }

    /** Whether nobody reads an argument any more when a slot is written, but the writing step itself where that does no harm. */
    private boolean isReadBefore(int argument, int slot) {
        int write = firstWrites[slot];
        return lastUses[argument] < write
                || lastUses[argument] == write && lowered.steps().get(write).mayOverwrite(argument);
    }

    /** Lets slots that hand their memory on to a result step by step have that of the result, where no donor lends it. */
    private void handBack(List<Target> targets) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i) instanceof Target.Written(int result, int donor) && donor == Target.NONE) {
                for (int slot = before(result); slot >= 0; slot = before(slot)) {
                    homes[slot] = new Home.Result(i);
                }
            }
        }
    }

    /** A slot that a step reads for the last time, and whose memory the step's result may take; -1 for none. */
    private int before(int result) {
        int write = firstWrites[result];
        Step step = lowered.steps().get(write);
        return step.result() != result
                ? -1
                : step.reads().stream().filter(slot -> slot >= inputs && handsOver(slot, step, write)).findFirst()
                        .orElse(-1);
    }

    private boolean handsOver(int slot, Step step, int number) {
        return homes[slot] == null && life(slot).to() == number && step.mayOverwrite(slot)
                && lowered.bytes().get(slot).equals(lowered.bytes().get(step.result()));
    }

    /** Plans the block: values handed over in place share one life. */
    private long block() {
        int[] heads = handedOver();
        SortedMap<Integer, Life> shared = new TreeMap<>();
        for (int slot = 0; slot < homes.length; slot++) {
            if (homes[slot] == null) {
                shared.merge(heads[slot], life(slot), Life::with);
            }
        }
        Plan plan = Planner.plan(List.copyOf(shared.values()));
        List<Integer> numbers = List.copyOf(shared.keySet());
        for (int slot = 0; slot < homes.length; slot++) {
            if (homes[slot] == null) {
                homes[slot] = new Home.Block(plan.offsets().get(Collections.binarySearch(numbers, heads[slot])));
            }
        }
        return plan.bytes();
    }

    private Life life(int slot) {
        int from = slot < inputs ? FIRST : firstWrites[slot];
        int to = lowered.results().contains(slot) ? lowered.steps().size() : Math.max(from, lastUses[slot]);
        return new Life(lowered.bytes().get(slot), from, to);
    }

    /** For each slot, the first of those whose memory is handed on to it step by step. */
    private int[] handedOver() {
        int[] heads = new int[homes.length];
        Arrays.setAll(heads, slot -> slot);
        BitSet given = new BitSet();
        for (int step = 0; step < lowered.steps().size(); step++) {
            Step now = lowered.steps().get(step);
            if (homes[now.result()] != null || firstWrites[now.result()] != step) {
                continue;
            }
            for (int slot : now.reads()) {
                if (!given.get(slot) && handsOver(slot, now, step)) {
                    heads[now.result()] = heads[slot];
                    given.set(slot);
                    break;
                }
            }
        }
        return heads;
    }
}
