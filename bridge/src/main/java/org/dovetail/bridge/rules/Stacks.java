package org.dovetail.bridge.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.core.TensorSpec;

/** Layers behind leading axes, where nothing but the shapes tells of them: what {@code nnx.vmap} makes, and stacks in stacks. */
final class Stacks {
    private Stacks() {}

    /** Whether arrays are of a kind, or are several layers of it along common leading axes. */
    static boolean accepts(LayerRule rule, Style style, Map<String, TensorSpec> specs) {
        return rule.accepts(style, specs)
                || extent(specs).filter(_ -> accepts(rule, style, withoutFirst(specs))).isPresent();
    }

    /**
     * A fit through common leading axes of both sides.
     *
     * @param fit the fit, with its operations on the whole arrays
     * @param axes how many leading axes there are
     */
    record Deep(Fit fit, int axes) {}

    /** How two layers fit, or several layers along common leading axes on both sides. */
    static Optional<Deep> fit(LayerRule rule, Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        Optional<Fit> direct = rule.fit(haiku, nnx);
        if (direct.isPresent()) {
            return direct.map(fit -> new Deep(fit, 0));
        }
        Optional<Integer> layers = extent(haiku);
        return layers.isPresent() && layers.equals(extent(nnx))
                ? fit(rule, withoutFirst(haiku), withoutFirst(nnx))
                        .map(deep -> new Deep(stacked(deep.fit, layers.get()), deep.axes + 1))
                : Optional.empty();
    }

    /** The arrays of the other library; those of several layers keep their leading axes, of which each has more than one layer. */
    static Optional<Map<String, TensorSpec>> counterpart(LayerRule rule, Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        Optional<Map<String, TensorSpec>> direct = rule.counterpart(from, specs, arguments);
        return direct.isPresent()
                ? direct
                : extent(specs).filter(layers -> layers > 1)
                        .flatMap(layers -> counterpart(rule, from, withoutFirst(specs), arguments)
                                .map(other -> withFirst(other, layers)));
    }

    /** The extent of the first axis, if all arrays have one of the same extent, and not without elements. */
    static Optional<Integer> extent(Map<String, TensorSpec> specs) {
        Set<Integer> extents = specs.values().stream().map(TensorSpec::shape)
                .map(shape -> shape.rank() == 0 ? 0 : shape.extent(0)).collect(Collectors.toSet());
        return extents.size() == 1 && !extents.contains(0)
                ? Optional.of(extents.iterator().next())
                : Optional.empty();
    }

    static Map<String, TensorSpec> withoutFirst(Map<String, TensorSpec> specs) {
        return specs.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                e -> e.getValue().withShape(e.getValue().shape().withoutFirst())));
    }

    static Map<String, TensorSpec> withFirst(Map<String, TensorSpec> specs, int layers) {
        return specs.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                e -> e.getValue().withShape(e.getValue().shape().withFirst(layers))));
    }

    private static Fit stacked(Fit fit, int layers) {
        List<Link> links = fit.links().stream().map(link -> new Link(link.haiku(), link.nnx(),
                link.toNnx().stream().map(op -> op.stacked(layers)).toList())).toList();
        return new Fit(fit.kind(), links, fit.haikuOnly(), fit.nnxOnly());
    }
}
