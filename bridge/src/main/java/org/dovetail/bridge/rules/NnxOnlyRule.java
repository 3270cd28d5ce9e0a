package org.dovetail.bridge.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * Arrays that only NNX keeps, and that no source can give: they are left out of what is written, and listed.
 *
 * @param kind the kind
 * @param names the arrays
 * @param shapes which dtypes and shapes are of this kind
 * @param advice what to do where they matter
 */
record NnxOnlyRule(String kind, List<String> names, Predicate<Map<String, TensorSpec>> shapes, Optional<String> advice)
        implements
            LayerRule {
    /** The kind of a random stream. */
    static final String RNG_STREAM = "RngStream";

    /** A random stream: a key, and how often it was drawn from. A typed key counts one axis less than its words. */
    static LayerRule rngStream() {
        return new NnxOnlyRule(RNG_STREAM, List.of("key", "count"), specs -> {
            TensorSpec key = specs.get("key");
            TensorSpec count = specs.get("count");
            return key != null && count != null && key.dtype() == DType.UINT32 && isInteger(count)
                    && (key.shape().equals(count.shape()) || key.shape().rank() == count.shape().rank() + 1
                            && key.shape().extents().subList(0, count.shape().rank()).equals(count.shape().extents()));
        }, Optional.empty());
    }

    /** What an attention has seen. */
    static LayerRule cache() {
        return new NnxOnlyRule("Cache", List.of("cached_key", "cached_value", "cache_index"), specs -> {
            TensorSpec index = specs.get("cache_index");
            return index != null && isInteger(index) && index.shape().equals(Shape.of());
        }, Optional.empty());
    }

    /** What was trained beside a layer to be added to it: a product of two thin arrays. The layer itself is converted. */
    static LayerRule lora() {
        return new NnxOnlyRule("LoRA", List.of("lora_a", "lora_b"), specs -> {
            Optional<Shape> a = Specs.matrix(specs, "lora_a");
            Optional<Shape> b = Specs.matrix(specs, "lora_b");
            return a.isPresent() && b.isPresent() && a.get().extent(1) == b.get().extent(0);
        }, Optional.of("Haiku has none: to keep what was trained, first add lora_a @ lora_b to the kernel beside it"));
    }

    private static boolean isInteger(TensorSpec spec) {
        return spec.dtype().kind() == DType.Kind.UNSIGNED || spec.dtype().kind() == DType.Kind.SIGNED;
    }

    @Override
    public Set<String> haikuClasses() { return Set.of(); }

    @Override
    public Roles roles(Style style) { return new Roles(style == Style.NNX ? names : List.of(), List.of()); }

    @Override
    public boolean accepts(Style style, Map<String, TensorSpec> specs) {
        return style == Style.HAIKU ? specs.isEmpty() : shapes.test(specs);
    }

    @Override
    public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        if (!haiku.isEmpty() || !accepts(Style.NNX, nnx)) {
            return Optional.empty();
        }
        Map<String, Fallback> nnxOnly = new HashMap<>();
        nnx.keySet().forEach(role -> nnxOnly.put(role, new Fallback.LeaveOut()));
        return Optional.of(new Fit(kind, List.of(), Map.of(), nnxOnly));
    }

    @Override
    public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        return from == Style.NNX && accepts(from, specs) ? Optional.of(Map.of()) : Optional.empty();
    }

    @Override
    public Optional<String> note(Style to, Map<String, TensorSpec> specs) {
        return to == Style.HAIKU ? advice : Optional.empty();
    }
}
