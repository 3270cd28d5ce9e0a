package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dovetail.core.TensorSpec;

/** Layers behind leading axes, where nothing but the shapes tells of them: what {@code nnx.vmap} makes, and stacks in stacks. */
final class Stacks {
    private Stacks() {}

    /** How many leading axes are looked behind. */
    private static final int MOST_AXES = 6;

    /** Whether arrays are of a kind, or are several layers of it along common leading axes. */
    static boolean accepts(LayerRule rule, Style style, Map<String, TensorSpec> specs) {
        Optional<Map<String, TensorSpec>> layer = Optional.of(specs);
        for (int axes = 0; layer.isPresent(); axes++) {
            if (rule.accepts(style, layer.get())) {
                return true;
            }
            layer = behind(layer.get(), axes);
        }
        return false;
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
        List<Integer> stacks = new ArrayList<>();
        Optional<Map<String, TensorSpec>> left = Optional.of(haiku);
        Optional<Map<String, TensorSpec>> right = Optional.of(nnx);
        while (left.isPresent() && right.isPresent()) {
            Optional<Fit> fit = rule.fit(left.get(), right.get());
            if (fit.isPresent()) {
                Fit whole = fit.get();
                for (int layers : stacks.reversed()) {
                    whole = stacked(whole, layers);
                }
                return Optional.of(new Deep(whole, stacks.size()));
            }
            Optional<Integer> layers = extent(left.get());
            if (!layers.equals(extent(right.get()))) {
                return Optional.empty();
            }
            left = behind(left.get(), stacks.size());
            right = behind(right.get(), stacks.size());
            layers.ifPresent(stacks::add);
        }
        return Optional.empty();
    }

    /** The arrays of the other library; those of several layers keep their leading axes, of which each has more than one layer. */
    static Optional<Map<String, TensorSpec>> counterpart(LayerRule rule, Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        List<Integer> stacks = new ArrayList<>();
        Optional<Map<String, TensorSpec>> layer = Optional.of(specs);
        while (layer.isPresent()) {
            Optional<Map<String, TensorSpec>> other = rule.counterpart(from, layer.get(), arguments);
            if (other.isPresent()) {
                Map<String, TensorSpec> whole = other.get();
                for (int layers : stacks.reversed()) {
                    whole = withFirst(whole, layers);
                }
                return Optional.of(whole);
            }
            Optional<Integer> layers = extent(layer.get()).filter(extent -> extent > 1);
            if (layers.isEmpty()) {
                return Optional.empty();
            }
            layer = behind(layer.get(), stacks.size());
            stacks.add(layers.get());
        }
        return Optional.empty();
    }

    /** One layer along the first axis of arrays that stand behind a number of axes themselves; empty where nothing is looked for. */
    private static Optional<Map<String, TensorSpec>> behind(Map<String, TensorSpec> specs, int axes) {
        return axes < MOST_AXES && extent(specs).isPresent() ? Optional.of(withoutFirst(specs)) : Optional.empty();
    }

    /** The extent of the first axis, if all arrays have one of the same extent, and not without elements. */
    static Optional<Integer> extent(Map<String, TensorSpec> specs) {
        int common = 0;
        for (TensorSpec spec : specs.values()) {
            int extent = spec.shape().rank() == 0 ? 0 : spec.shape().extent(0);
            if (extent == 0 || common != 0 && extent != common) {
                return Optional.empty();
            }
            common = extent;
        }
        return common == 0 ? Optional.empty() : Optional.of(common);
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
