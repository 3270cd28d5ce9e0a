package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Fallback;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Key;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/** The arrays that only the target has: from side data while their layer's bits are those it was kept for, else by their fallbacks. */
final class Supplements {
    /** Where the numbers of such an array come from. */
    sealed interface Supplement {
        /** From side data. */
        record Restored(Array array) implements Supplement {}

        /** By the fallback. */
        record Computed(Node.Numbers numbers, String how, String why) implements Supplement {}

        /** From nowhere: the array is left out. */
        record Missing() implements Supplement {}
    }

    private static final String NO_SIDE_DATA = "there is no side data of it";
    static final String CHANGED = "the numbers of its layer have changed since its side data was kept";
    private static final String OTHER_SHAPE = "its side data has another dtype or shape";

    private final Step step;
    private final List<SideData.Item> items;
    private final List<Targets.TargetArray> moved;
    private final String why;

    private Supplements(Step step, List<SideData.Item> items, List<Targets.TargetArray> moved,
            String why) {
        this.step = step;
        this.items = items;
        this.moved = moved;
        this.why = why;
    }

    /** The supplements of a step; reads its source arrays if side data may tell something. */
    static Supplements of(Step step, List<Targets.TargetArray> moved, @Nullable SideData data, SourceArrays sources)
            throws IOException {
        List<Entry> taken = step.moves().stream().flatMap(move -> move.from().stream()).toList();
        List<SideData.Layer> layers = data == null || step.targetOnly().isEmpty()
                ? List.of()
                : data.layers(taken.stream().map(Entry::path).sorted().toList());
        if (layers.isEmpty()) {
            return new Supplements(step, List.of(), moved, NO_SIDE_DATA);
        }
        String present = Checksum.of(taken, sources);
        List<SideData.Item> items = layers.stream().filter(layer -> layer.checksum().equals(present))
                .flatMap(layer -> layer.items().stream()).toList();
        return new Supplements(step, items, moved, items.isEmpty() ? CHANGED : NO_SIDE_DATA);
    }

    /** Where the numbers of one array come from. */
    Supplement get(Aside aside) {
        Optional<SideData.Item> item = aside.fallback() instanceof Fallback.Seeded ? Optional.empty() : item(aside);
        if (item.isPresent() && item.get().entry().spec().equals(aside.entry().spec())) {
            return new Supplement.Restored(item.get().array());
        }
        String reason = item.isPresent() ? OTHER_SHAPE : why;
        return switch (aside.fallback()) {
            case Fallback.LeaveOut() -> new Supplement.Missing();
            case Fallback.Seeded seeded -> seeded(aside, seeded);
            case Fallback.Constant(double value) -> new Supplement.Computed(
                    memory -> constant(value, aside.entry().spec(), memory), "set to " + number(value), reason);
            case Fallback.Copy(String role) ->
                new Supplement.Computed(copy(aside, role), "copied from " + role, reason);
        };
    }

    /** A key is a draw of the seed, and several are that draw split; a count starts at zero. */
    private static Supplement seeded(Aside aside, Fallback.Seeded seeded) {
        TensorSpec spec = aside.entry().spec();
        if (!aside.role().equals("key")) {
            return new Supplement.Computed(memory -> constant(0, spec, memory), "set to 0", "--rngs");
        }
        if (spec.dtype() != DType.UINT32 || spec.shape().rank() == 0 || spec.shape().trailing(1).size() != 2) {
            throw new PlanMismatchException(aside.entry().path() + " is " + spec
                    + ", and a key of threefry is two words of uint32: leave it out with --rngs drop");
        }
        Key draw = Prng.foldIn(Prng.key(seeded.seed()), seeded.draw());
        int keys = Math.toIntExact(spec.shape().size() / 2);
        Tensor words = spec.shape().rank() == 1 ? draw.data() : Prng.split(draw, keys).data().reshape(spec.shape());
        return new Supplement.Computed(_ -> words.array(), "draw " + seeded.draw() + " of seed " + seeded.seed()
                + (spec.shape().rank() == 1 ? "" : ", split into " + keys), "--rngs");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    /** The item of the same place; for a layer that moved, also the one of the same role and number among that role's. */
    private Optional<SideData.Item> item(Aside aside) {
        Optional<SideData.Item> same = items.stream()
                .filter(item -> item.role().equals(aside.role()) && item.entry().path().equals(aside.entry().path()))
                .findFirst();
        if (same.isPresent() || step.moves().isEmpty()) {
            return same;
        }
        List<Aside> asides = step.targetOnly().stream().filter(one -> one.role().equals(aside.role())).toList();
        List<SideData.Item> ofRole = items.stream().filter(item -> item.role().equals(aside.role())).toList();
        return asides.size() == ofRole.size() ? Optional.of(ofRole.get(asides.indexOf(aside))) : Optional.empty();
    }

    private static Array constant(double value, TensorSpec spec, SegmentAllocator memory) {
        MemorySegment one = memory.allocate(Double.BYTES, Double.BYTES);
        one.set(ValueLayout.JAVA_DOUBLE.withOrder(ByteOrder.LITTLE_ENDIAN), 0, value);
        MemorySegment bits = Array.of(new TensorSpec(DType.FLOAT64, Shape.of()), one).cast(spec.dtype(), memory).data();
        MemorySegment all = memory.allocate(spec.bytes(), 16);
        for (long at = 0; at < spec.bytes(); at += bits.byteSize()) {
            MemorySegment.copy(bits, 0, all, at, bits.byteSize());
        }
        return Array.of(spec, all);
    }

    private Node.Numbers copy(Aside aside, String role) {
        List<String> wanted = sibling(aside, role);
        for (Targets.TargetArray array : moved) {
            Entry entry = array.entry();
            if (entry.path().components().equals(wanted)
                    && entry.spec().shape().equals(aside.entry().spec().shape())) {
                return memory -> array.numbers().read(memory).cast(aside.entry().spec().dtype(), memory);
            }
        }
        throw new PlanMismatchException(aside.entry().path() + " should be a copy of " + String.join("/", wanted)
                + ", which the plan's layer does not fill with the same shape");
    }

    /** Where the array of another role of the same layer stands. */
    private static List<String> sibling(Aside aside, String role) {
        List<String> components = aside.entry().path().components();
        int depth = aside.role().isEmpty() ? 0 : aside.role().split("/", -1).length;
        List<String> other = new ArrayList<>(components.subList(0, Math.max(0, components.size() - depth)));
        other.addAll(Arrays.asList(role.split("/", -1)));
        return other;
    }
}
