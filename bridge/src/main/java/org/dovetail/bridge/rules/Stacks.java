package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dovetail.core.TensorSpec;

/** Layers behind leading axes, where nothing but the shapes tells of them: what {@code nnx.vmap} makes, and stacks in stacks. */
final class Stacks {
    private Stacks() {}

    /** How many leading axes are looked behind. */
    private static final int MOST_AXES = 6;

    /** Whether arrays are of a kind, or are several layers of it along common leading axes. */
    static boolean accepts(LayerRule rule, Style style, Map<String, TensorSpec> specs) {
        return behind(specs).stream().anyMatch(layer -> rule.accepts(style, layer));
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
        List<Map<String, TensorSpec>> left = behind(haiku);
        List<Map<String, TensorSpec>> right = behind(nnx);
        for (int axes = 0; axes < Math.min(left.size(), right.size()); axes++) {
            if (axes > 0 && !extent(left.get(axes - 1)).equals(extent(right.get(axes - 1)))) {
                return Optional.empty();
            }
            Optional<Fit> fit = rule.fit(left.get(axes), right.get(axes));
            if (fit.isPresent()) {
                Fit whole = fit.get();
                for (Map<String, TensorSpec> stack : left.subList(0, axes).reversed()) {
                    whole = stacked(whole, extent(stack).orElseThrow());
                }
                return Optional.of(new Deep(whole, axes));
            }
        }
        return Optional.empty();
    }

    /** The arrays of the other library; those of several layers keep their leading axes, of which each has more than one layer. */
    static Optional<Map<String, TensorSpec>> counterpart(LayerRule rule, Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        List<Integer> stacks = new ArrayList<>();
        for (Map<String, TensorSpec> layer : behind(specs)) {
            Optional<Map<String, TensorSpec>> other = rule.counterpart(from, layer, arguments);
            if (other.isPresent()) {
                Map<String, TensorSpec> whole = other.get();
                for (int layers : stacks.reversed()) {
                    whole = withFirst(whole, layers);
                }
                return Optional.of(whole);
            }
            Optional<Integer> layers = extent(layer).filter(extent -> extent > 1);
            if (layers.isEmpty()) {
                return Optional.empty();
            }
            stacks.add(layers.get());
        }
        return Optional.empty();
    }

    /** The specs, those of one layer along their first axis, of one along the first axis of that, and so on. */
    private static List<Map<String, TensorSpec>> behind(Map<String, TensorSpec> specs) {
        List<Map<String, TensorSpec>> all = new ArrayList<>(List.of(specs));
        while (all.size() <= MOST_AXES && extent(all.getLast()).isPresent()) {
            all.add(withoutFirst(all.getLast()));
        }
        return all;
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
