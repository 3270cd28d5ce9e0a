package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;

/**
 * An array in the chunks of zarr, whose numbers are put together when they are read: one row of chunks at a time.
 *
 * @param place where it stands
 * @param metadata what it says of itself
 * @param chunks the chunks that are there
 * @param fill an element where there is no chunk
 */
record ZarrArray(Place place, ZarrMetadata metadata, List<Chunk> chunks, MemorySegment fill) {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** What an array may have of numbers that no chunk holds: more is taken for a claim that nothing stands behind. */
    private static final long MAX_FILLED = 1L << 30;
    private static final int SPOT_BYTES = 2 * Long.BYTES;
    private static final long ABSENT = -1;

    /** A chunk by its index in the grid. */
    private record Chunk(List<Long> index, OrbaxStore.Value value) {}

    /** The array of a name; empty if the store has none. */
    static Optional<Node.Leaf> leaf(Place place, OrbaxStore store, String name) throws IOException {
        var values = store.under(name);
        OrbaxStore.Value second = values.get(".zarray");
        OrbaxStore.Value third = values.get("zarr.json");
        ZarrMetadata metadata;
        if (second != null) {
            metadata = ZarrMetadata.v2(place, ZarrJson.read(place, second.bytes()));
        } else if (third != null) {
            metadata = ZarrMetadata.v3(place, ZarrJson.read(place, third.bytes()));
        } else {
            return Optional.empty();
        }
        List<Chunk> chunks = new ArrayList<>();
        for (var value : values.entrySet()) {
            metadata.keys().index(value.getKey(), metadata.chunk().size())
                    .ifPresent(index -> chunks.add(new Chunk(index, value.getValue())));
        }
        ZarrArray array = new ZarrArray(place, metadata, chunks,
                ZarrFill.element(place, metadata.spec().dtype(), metadata.fill()));
        array.check();
        if (store.absent() == OrbaxStore.Absent.LOST) {
            array.checkComplete();
        }
        return Optional.of(new Node.Leaf(metadata.spec(), array.numbers()));
    }

    private void check() throws CheckpointException {
        long possible = 0;
        for (Chunk chunk : chunks) {
            for (int axis = 0; axis < chunk.index.size(); axis++) {
                if (chunk.index.get(axis) >= grid(axis)) {
                    throw place
                            .error("has the chunk " + chunk.index.get(axis) + " of " + grid(axis) + " on axis " + axis);
                }
            }
            possible += Math.min(metadata.codec().most(chunk.value.size()), Long.MAX_VALUE / 4 - possible);
        }
        if (metadata.spec().bytes() > possible + MAX_FILLED) {
            throw place.error(metadata.spec() + " claims " + metadata.spec().bytes() + " bytes, its " + chunks.size()
                    + " chunks can hold " + possible + " at most");
        }
    }

    /** How many chunks there are along an axis. */
    private long grid(int axis) {
        return Math.ceilDiv((long) metadata.spec().shape().extent(axis), metadata.chunk().get(axis));
    }

    private void checkComplete() throws CheckpointException {
        long count = count();
        if (chunks.size() < count) {
            throw place.error("lacks " + (count - chunks.size()) + " of its " + count
                    + " chunks, all of which were saved; look for what else is missing of the checkpoint, as a folder"
                    + " ocdbt.process_1");
        }
    }

    /** How many chunks there can be. */
    private long count() throws CheckpointException {
        return Claims.count(place, IntStream.range(0, metadata.chunk().size()).mapToObj(this::grid).toList());
    }

    private boolean isComplete() throws CheckpointException {
        return chunks.size() == count() && metadata.parts().isEmpty();
    }

    private Node.Numbers numbers() {
        TensorSpec spec = metadata.spec();
        if (chunks.size() != 1 || !metadata.chunk().equals(extents()) || metadata.parts().isPresent()) {
            return new PiecedNumbers(spec, this::slabs);
        }
        List<Integer> order = metadata.order();
        if (order.equals(ZarrMetadata.rowMajor(order.size()))) {
            return isPlain()
                    ? memory -> Array.of(spec, chunk(memory))
                    : new PiecedNumbers(spec, this::chunk);
        }
        TensorSpec stored = spec.withShape(spec.shape().permuted(order));
        List<Integer> back = IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
        return PiecedNumbers.permuted(stored, new PiecedNumbers(stored, this::chunk), back);
    }

    private List<Long> extents() { return metadata.spec().shape().extents().stream().map(Integer::longValue).toList(); }

    /** Whether chunks hold rows of the array, one after the other, as they do where the first axis alone is cut. */
    private boolean holdRows() {
        int rank = metadata.chunk().size();
        return rank > 0 && metadata.parts().isEmpty() && metadata.order().equals(ZarrMetadata.rowMajor(rank))
                && metadata.chunk().subList(1, rank).equals(extents().subList(1, rank));
    }

    /** Whether chunks are as they stand in memory. */
    private boolean isPlain() {
        return metadata.codec().compression() == ZarrCodec.Compression.NONE && metadata.type().swapped() == 1;
    }

    /** The only chunk as a whole. */
    private MemorySegment chunk(SegmentAllocator memory) throws IOException {
        return metadata.codec().decode(place, chunks.getFirst().value.bytes(), metadata.spec().bytes(), memory);
    }

    /** The only chunk piece by piece. */
    private void chunk(SegmentAllocator memory, Node.Receiver receiver) throws IOException {
        pieces(chunks.getFirst().value, metadata.spec().bytes(), memory, new Reused(memory), receiver);
    }

    private void pieces(OrbaxStore.Value chunk, long size, SegmentAllocator memory, Reused swapped,
            Node.Receiver receiver) throws IOException {
        metadata.codec().each(place, chunk.bytes(), size, memory, piece -> receiver.accept(swapped(piece, swapped)));
        chunk.giveBack();
    }

    private MemorySegment swapped(MemorySegment piece, SegmentAllocator memory) {
        int unit = metadata.type().swapped();
        return unit == 1 ? piece : NpyArray.swapped(piece, unit, memory);
    }

    /** What the chunks with one index on the first axis hold together, one such index after the other. */
    private void slabs(SegmentAllocator memory, Node.Receiver receiver) throws IOException {
        TensorSpec spec = metadata.spec();
        if (spec.bytes() == 0) {
            return;
        }
        boolean scalar = spec.shape().rank() == 0;
        int extent = scalar ? 1 : spec.shape().extent(0);
        long step = scalar ? 1 : metadata.chunk().getFirst();
        Map<Long, List<Chunk>> rows = chunks.stream()
                .collect(Collectors.groupingBy(chunk -> scalar ? 0 : chunk.index.getFirst()));
        boolean complete = isComplete();
        boolean asRows = holdRows();
        Slab.Memory reused = new Slab.Memory(new Reused(memory), new Reused(memory), new Reused(memory));
        for (long start = 0; start < extent; start += step) {
            int count = (int) Math.min(step, extent - start);
            TensorSpec part = scalar ? spec : spec.withShape(spec.shape().with(0, count));
            List<Chunk> row = rows.getOrDefault(start / step, List.of());
            if (asRows && count == step && !row.isEmpty()) {
                pieces(row.getFirst().value, part.bytes(), reused.decoded, reused.swapped, receiver);
                continue;
            }
            Slab slab = new Slab(part, reused.slab.allocate(part.bytes()), reused);
            if (!complete) {
                ZarrFill.fill(slab.target, fill);
            }
            for (Chunk chunk : row) {
                slab.add(chunk);
            }
            Slices.each(slab.target, receiver);
        }
    }

    private static long[] scaled(List<Long> index, List<Long> extents) {
        long[] origin = new long[index.size()];
        for (int axis = 0; axis < origin.length; axis++) {
            origin[axis] = index.get(axis) * extents.get(axis);
        }
        return origin;
    }

    /** Some rows of the array, which chunks are copied into. */
    private final class Slab {
        /** Memory for one slab after the other, and for one chunk after the other as it is decoded and as its bytes are reversed. */
        private record Memory(Reused slab, Reused decoded, Reused swapped) {}

        private final TensorSpec spec;
        private final MemorySegment target;
        private final Memory memory;

        Slab(TensorSpec spec, MemorySegment target, Memory memory) {
            this.spec = spec;
            this.target = target;
            this.memory = memory;
        }

        /** Adds a chunk of these rows. */
        void add(Chunk chunk) throws IOException {
            long[] origin = scaled(chunk.index, metadata.chunk());
            if (origin.length > 0) {
                origin[0] = 0;
            }
            if (metadata.parts().isPresent()) {
                shard(chunk.value.bytes(), origin, metadata.parts().get());
            } else {
                block(chunk.value.bytes(), metadata.chunk(), origin);
            }
            chunk.value.giveBack();
        }

        private void block(MemorySegment encoded, List<Long> extents, long[] origin) throws IOException {
            long size = Claims.bytes(place, extents, spec.dtype().bytes());
            MemorySegment decoded = metadata.codec().decode(place, encoded, size, memory.decoded);
            new ZarrBlocks(spec, metadata.order()).copy(swapped(decoded, memory.swapped), extents, origin, target);
        }

        /** The parts of a shard: their places are pairs of offset and length, both all ones for a part that is absent. */
        private void shard(MemorySegment shard, long[] origin, ZarrMetadata.Parts parts) throws IOException {
            List<Long> counts = new ArrayList<>();
            for (int axis = 0; axis < origin.length; axis++) {
                counts.add(metadata.chunk().get(axis) / parts.shape().get(axis));
            }
            long count = Claims.count(place, counts);
            int sum = parts.summed() ? Integer.BYTES : 0;
            if (count > (shard.byteSize() - sum) / SPOT_BYTES) {
                throw place.error("a shard of " + shard.byteSize() + " bytes cannot have " + count + " parts");
            }
            long length = count * SPOT_BYTES + sum;
            MemorySegment index = new ZarrCodec(ZarrCodec.Compression.NONE, parts.summed()).decode(place,
                    shard.asSlice(parts.indexAtStart() ? 0 : shard.byteSize() - length, length), count * SPOT_BYTES,
                    memory.decoded);
            long[] part = new long[origin.length];
            for (long i = 0; i < count; i++) {
                long offset = index.get(LONG, i * SPOT_BYTES);
                long size = index.get(LONG, i * SPOT_BYTES + Long.BYTES);
                if (offset != ABSENT || size != ABSENT) {
                    if (offset < 0 || size < 0 || offset > shard.byteSize() || size > shard.byteSize() - offset) {
                        throw place.error("a part of a shard should be outside of it");
                    }
                    part(shard.asSlice(offset, size), scaled(Arrays.stream(part).boxed().toList(), parts.shape()),
                            origin, parts.shape());
                }
                advance(part, counts);
            }
        }

        private void part(MemorySegment encoded, long[] within, long[] shard, List<Long> extents) throws IOException {
            long[] origin = new long[within.length];
            boolean outside = false;
            for (int axis = 0; axis < origin.length; axis++) {
                origin[axis] = shard[axis] + within[axis];
                outside |= origin[axis] >= spec.shape().extent(axis);
            }
            if (!outside) {
                block(encoded, extents, origin);
            }
        }
    }

    /** The next index in C order. */
    private static void advance(long[] index, List<Long> counts) {
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis]++;
            if (index[axis] < counts.get(axis)) {
                return;
            }
            index[axis] = 0;
        }
    }
}
