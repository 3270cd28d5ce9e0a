package org.dovetail.bridge.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;

/** Tells by its names which library's a checkpoint is. */
public final class Styles {
    private static final Set<String> HAIKU_LEAVES = Set.of("w", "b", "offset", "embeddings", "hidden", "average",
            "counter", "w_i", "w_h");
    private static final Set<String> NNX_LEAVES = Set.of("kernel", "embedding", "bias", "lora_a", "lora_b",
            "cached_key", "cached_value");
    private static final Set<Set<String>> NNX_PAIRS = Set.of(Set.of("mean", "var"), Set.of("key", "count"));

    private Styles() {}

    /**
     * The library of a checkpoint. What the other library cannot have decides: {@code ~}, layer stacks and keys with slashes are Haiku's, Variable types and positions in lists
     * are NNX's. Where there is none of these, the names of arrays decide. What stands beside the model tells nothing: optimizers keep lists in both libraries.
     *
     * @param all its arrays
     * @param scheme how its keys are spelled
     * @return the library, or empty when nothing tells, or both are told
     */
    public static Optional<Style> detect(List<Entry> all, KeyScheme scheme) {
        Set<Entry> beside = Set.copyOf(Units.unconvertible(all));
        List<Entry> entries = all.stream().filter(entry -> !beside.contains(entry)).toList();
        boolean haiku = scheme == KeyScheme.DOUBLE_SLASH || scheme == KeyScheme.COLON || scheme == KeyScheme.TWO_LEVEL
                || entries.stream().flatMap(entry -> entry.path().scope().stream())
                        .anyMatch(component -> component.startsWith("~") || component.startsWith("__layer_stack_"));
        boolean nnx = entries.stream().anyMatch(entry -> !entry.variable().isEmpty()
                || entry.path().scope().stream().anyMatch(EntryPath::isIndex));
        if (haiku || nnx) {
            return only(haiku, nnx);
        }
        Map<List<String>, Set<String>> leaves = entries.stream().collect(Collectors.groupingBy(
                entry -> entry.path().scope(), Collectors.mapping(entry -> entry.path().name(), Collectors.toSet())));
        return only(leaves.values().stream().anyMatch(names -> names.stream().anyMatch(HAIKU_LEAVES::contains)),
                leaves.values().stream().anyMatch(names -> names.stream().anyMatch(NNX_LEAVES::contains)
                        || NNX_PAIRS.stream().anyMatch(names::containsAll)));
    }

    private static Optional<Style> only(boolean haiku, boolean nnx) {
        if (haiku == nnx) {
            return Optional.empty();
        }
        return Optional.of(haiku ? Style.HAIKU : Style.NNX);
    }
}
