package org.dovetail.bridge.convert;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.PrngKeys;
import org.dovetail.bridge.plan.Plan;

/**
 * Where what stands beside the source's arrays goes: scalars, texts and configurations, and the container's own texts.
 *
 * <p>
 * A file whose first components are collections, as {@code params} and {@code state}, has room beside them. In a bare one a value would be taken for a parameter, so it goes to the
 * side data.
 *
 * @param root values that stand at the root of the new file
 * @param metadata texts that the new container keeps
 * @param sideValues values for the side data
 * @param sideMetadata texts for the side data
 */
record Beside(SequencedMap<String, Node> root, SequencedMap<String, String> metadata,
        SequencedMap<String, Node> sideValues, SequencedMap<String, String> sideMetadata) {
    static Beside of(Source source, Plan plan, CheckpointFormat format) {
        SequencedMap<String, Node> values = new LinkedHashMap<>();
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        source.sideData().ifPresent(data -> {
            values.putAll(data.values());
            texts.putAll(data.metadata());
        });
        values.putAll(source.checkpoint().values());
        texts.putAll(source.checkpoint().metadata());
        texts.remove(SideData.KEY);
        Map<String, String> newPaths = newPaths(plan);
        PrngKeys.in(texts).renamed(path -> newPaths.getOrDefault(path, path)).putInto(texts);
        Beside beside = new Beside(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(),
                new LinkedHashMap<>());
        Set<String> collections = plan.steps().stream().flatMap(step -> step.targets().stream())
                .map(entry -> entry.path().collection()).collect(Collectors.toSet());
        boolean room = collections.stream().anyMatch(collection -> !collection.isEmpty());
        boolean bare = collections.contains("");
        values.forEach((key, value) -> (room && (!bare || key.equals(EntryPath.STEP))
                && fits(key, value, collections, format, plan.toScheme())
                        ? beside.root
                        : beside.sideValues)
                .put(key, value));
        (format.keepsMetadata() ? beside.metadata : beside.sideMetadata).putAll(texts);
        return beside;
    }

    /** Where arrays go that are moved alone, by where they stood. */
    private static Map<String, String> newPaths(Plan plan) {
        return plan.steps().stream().flatMap(step -> step.moves().stream())
                .filter(move -> move.from().size() == 1 && move.to().size() == 1)
                .collect(Collectors.toMap(move -> move.from().getFirst().path().toString(),
                        move -> move.to().getFirst().path().toString(), (first, _) -> first));
    }

    private static boolean fits(String key, Node value, Set<String> collections, CheckpointFormat format,
            KeyScheme scheme) {
        if (key.isEmpty() || key.contains("/") || collections.contains(key) || key.equals(EntryPath.PARAMS)
                || key.equals(EntryPath.STATE)) {
            return false;
        }
        return fits(value, format, scheme);
    }

    private static boolean fits(Node value, CheckpointFormat format, KeyScheme scheme) {
        return switch (value) {
            case Node.Leaf leaf -> format.holds(leaf.spec().dtype()) && format.tells(leaf.spec().dtype());
            case Node.Scalar(var scalar) -> format.nests() || !format.keepsMetadata() && scalar != null;
            case Node.Branch(var kind, var children, String _) -> (format.keeps(kind)
                    || scheme == KeyScheme.COLON && kind == Node.Kind.DICT && !children.isEmpty()
                            && children.keySet().stream().noneMatch(key -> key.contains(":")))
                    && children.values().stream().allMatch(child -> fits(child, format, scheme));
        };
    }
}
