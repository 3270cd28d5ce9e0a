package org.dovetail.bridge.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.NamedArrays;
import org.dovetail.bridge.format.Scratch;
import org.dovetail.bridge.plan.Aside;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.core.DType;

/** Gathers the side data of a conversion before its file is written. */
final class SideDataMaking {
    /** What a document in Base64 can hold with room to spare. */
    private static final long MAX_BYTES = 512L << 20;

    private SideDataMaking() {}

    /**
     * The side data of a conversion.
     *
     * @param out the file to be written, for messages
     * @param source the source
     * @param plan the plan that is run
     * @param targets the arrays to write
     * @param beside what stands beside them
     * @param format the format of the file
     */
    static SideData of(Path out, Checkpoint source, Plan plan, Targets targets, Beside beside,
            CheckpointFormat format) throws IOException {
        long bytes = targets.steps().stream()
                .flatMap(step -> Stream.concat(step.sourceOnly().stream().map(Aside::entry),
                        step.moves().stream().filter(Move::isLossy).flatMap(move -> move.from().stream())))
                .mapToLong(entry -> entry.spec().bytes()).sum();
        if (bytes > MAX_BYTES) {
            throw new CheckpointException(out, "the arrays that only the source has take " + bytes
                    + " bytes, more than side data holds; leave them out with --skip");
        }
        return new SideData("", wayBack(plan, targets), layers(source, targets), beside.sideValues(),
                beside.sideMetadata(), dtypes(plan, targets, format),
                Optional.of(Frame.of(source.tree())).filter(frame -> !frame.equals(new Frame.Plain())));
    }

    /** The side data of a conversion from memory to memory, where nothing stands beside the arrays. */
    static SideData inMemory(NamedArrays source, Plan plan, Targets targets) throws IOException {
        return new SideData("", wayBack(plan, targets), layers(source, targets), new LinkedHashMap<>(),
                new LinkedHashMap<>(), Map.of(), Optional.empty());
    }

    private static Plan wayBack(Plan plan, Targets targets) {
        return new Plan(plan.from(), plan.fromScheme(), plan.to(), plan.toScheme(), targets.steps(), List.of())
                .inverse();
    }

    private static List<SideData.Layer> layers(NamedArrays source, Targets targets) throws IOException {
        List<SideData.Layer> layers = new ArrayList<>();
        for (Step step : targets.steps()) {
            if (!step.sourceOnly().isEmpty()) {
                layers.add(layer(step.moves(), step.sourceOnly().stream()
                        .map(aside -> new Kept(aside.role(), aside.entry())).toList(), source, targets));
            }
            for (Move move : step.moves()) {
                if (move.isLossy()) {
                    layers.add(layer(List.of(move), move.from().stream().map(entry -> new Kept("", entry)).toList(),
                            source, targets));
                }
            }
        }
        return layers;
    }

    /** A source array whose numbers are kept. */
    private record Kept(String role, Entry entry) {}

    private static SideData.Layer layer(List<Move> moves, List<Kept> kept, NamedArrays source, Targets targets)
            throws IOException {
        Set<EntryPath> moved = moves.stream().flatMap(move -> move.to().stream()).map(Entry::path)
                .collect(Collectors.toCollection(TreeSet::new));
        Checksum checksum = Checksum.begin();
        for (Targets.TargetArray array : targets.sorted(moved)) {
            checksum.add(array.entry().spec(), array.numbers());
        }
        List<SideData.Item> items = new ArrayList<>();
        for (Kept one : kept) {
            try (Scratch memory = Scratch.temporary()) {
                items.add(new SideData.Item(one.role, one.entry,
                        ValueJson.bits(source.read(one.entry.path(), memory))));
            }
        }
        return new SideData.Layer(List.copyOf(moved), checksum.end(), items);
    }

    private static SequencedMap<String, DType> dtypes(Plan plan, Targets targets, CheckpointFormat format) {
        SequencedMap<String, DType> dtypes = new LinkedHashMap<>();
        boolean alone = format.suffixes().contains(".npy");
        for (Targets.TargetArray array : targets.arrays()) {
            if (!format.tells(array.entry().spec().dtype())) {
                dtypes.put(alone ? "" : plan.toScheme().keys(array.entry().path()).getFirst(),
                        array.entry().spec().dtype());
            }
        }
        return dtypes;
    }
}
