package org.dovetail.bridge.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dovetail.core.TensorSpec;

/** An array that no rule knows more about: its numbers are carried as they are. */
record RawRule() implements LayerRule {
    @Override
    public String kind() { return "Raw"; }

    @Override
    public Set<String> haikuClasses() { return Set.of(); }

    /** Without a like file these tell in which collection of Haiku's the array belongs. */
    @Override
    public Set<String> otherNames() { return Set.of("Parameter", "State"); }

    @Override
    public Roles roles(Style style) { return new Roles(List.of(Unit.SELF), List.of()); }

    @Override
    public List<String> carriedSingly(Style style) { return List.of(Unit.SELF); }

    @Override
    public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        TensorSpec left = haiku.get(Unit.SELF);
        TensorSpec right = nnx.get(Unit.SELF);
        return left != null && right != null && left.shape().equals(right.shape())
                ? Optional.of(new Fit(kind(), List.of(Link.of(Unit.SELF, Unit.SELF)), Map.of(), Map.of()))
                : Optional.empty();
    }

    @Override
    public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        return Optional.of(specs);
    }
}
