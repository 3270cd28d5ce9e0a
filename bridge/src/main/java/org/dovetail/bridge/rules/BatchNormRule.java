package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * Batch normalisation: Haiku keeps its moving averages in two children, each with the sum behind the average and a count of the steps.
 *
 * <p>
 * NNX has neither sum nor count. On the way to Haiku the sum equals the average and the count is so large that the correction for its start is exactly 1, so the next steps
 * follow NNX's.
 */
record BatchNormRule() implements LayerRule {
    private static final List<String> AVERAGES = List.of("~/mean_ema", "~/var_ema");
    private static final double SETTLED = 1 << 30;
    private static final int HIGHEST_RANK = 8;

    private static final Fields FIELDS = Fields.of(
            Field.required("~/mean_ema/average", "mean", Layout.SQUEEZED),
            Field.required("~/var_ema/average", "var", Layout.SQUEEZED),
            Field.optional("scale", "scale", Layout.SQUEEZED),
            Field.optional("offset", "bias", Layout.SQUEEZED));
    private static final Roles IN_HAIKU = new Roles(FIELDS.haiku().required(), Stream.concat(
            FIELDS.haiku().optional().stream(),
            AVERAGES.stream().flatMap(scope -> Stream.of(scope + "/hidden", scope + "/counter"))).toList());

    @Override
    public String kind() { return "BatchNorm"; }

    @Override
    public Set<String> haikuClasses() { return Set.of("BatchNorm"); }

    @Override
    public Roles roles(Style style) { return style == Style.HAIKU ? IN_HAIKU : FIELDS.nnx(); }

    @Override
    public boolean isState(String haikuRole) { return haikuRole.startsWith("~/"); }

    @Override
    public boolean accepts(Style style, Map<String, TensorSpec> specs) {
        return roles(style).match(specs.keySet()) && NormRules.isVector(style,
                specs.entrySet().stream().filter(e -> !isCounter(e.getKey())).map(Map.Entry::getValue).toList())
                && specs.entrySet().stream().filter(e -> isCounter(e.getKey())).map(Map.Entry::getValue)
                        .allMatch(spec -> spec.shape().rank() == 0 && spec.dtype().kind() == DType.Kind.SIGNED);
    }

    @Override
    public List<String> carriedSingly(Style style) { return FIELDS.names(style); }

    @Override
    public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        if (!accepts(Style.HAIKU, haiku) || !accepts(Style.NNX, nnx)) {
            return Optional.empty();
        }
        Map<String, Fallback> haikuOnly = new HashMap<>();
        for (String scope : AVERAGES) {
            haikuOnly.put(scope + "/hidden", new Fallback.Copy(scope + "/average"));
            haikuOnly.put(scope + "/counter", new Fallback.Constant(SETTLED));
        }
        haikuOnly.keySet().retainAll(haiku.keySet());
        return FIELDS.link(haiku, nnx).map(links -> new Fit(kind(), links, haikuOnly, Map.of()));
    }

    /** To Haiku the rank of the layer's input is needed: {@code BatchNorm(4)}. */
    @Override
    public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        if (!accepts(from, specs)) {
            return Optional.empty();
        }
        Map<String, TensorSpec> other = new HashMap<>();
        if (from == Style.HAIKU) {
            copy(specs, from, other, Layout.SQUEEZED::nnx);
            return accepts(Style.NNX, other) ? Optional.of(other) : Optional.empty();
        }
        return rank(arguments).map(rank -> {
            copy(specs, from, other, shape -> keepingAxes(shape, rank));
            for (String scope : AVERAGES) {
                Optional.ofNullable(other.get(scope + "/average"))
                        .ifPresent(spec -> other.put(scope + "/hidden", spec));
                other.put(scope + "/counter", TensorSpec.of(DType.INT32));
            }
            return other;
        });
    }

    @Override
    public Optional<String> note(Style to, Map<String, TensorSpec> specs) {
        Blanks blanks = new Blanks(specs);
        return Optional.of(switch (to) {
            case NNX -> "nnx.BatchNorm(" + blanks.extent("mean", -1, "num_features")
                    + ", momentum=decay_rate, epsilon=1e-5" + NormRules.fields(blanks) + ", rngs=rngs); in Java new"
                    + " BatchNorm(" + blanks.extent("mean", -1, "numFeatures") + ", " + options(blanks)
                    + ", rngs); while Haiku's counter is small, the averages of further training differ";
            case HAIKU -> "hk.BatchNorm(" + NormRules.created(blanks) + ", decay_rate=momentum, eps=1e-5); in Java new"
                    + " BatchNorm(" + !blanks.lacks("scale") + ", " + !blanks.lacks("offset") + ", momentum)";
        });
    }

    private static String options(Blanks blanks) {
        String without = (blanks.lacks("scale") ? ".withoutScale()" : "")
                + (blanks.lacks("bias") ? ".withoutBias()" : "");
        return without.isEmpty() ? "decayRate" : "BatchNorm.options().momentum(decayRate)" + without;
    }

    private static void copy(Map<String, TensorSpec> specs, Style from, Map<String, TensorSpec> to,
            UnaryOperator<Shape> reshaped) {
        for (Field field : FIELDS.inOrder()) {
            TensorSpec spec = specs.get(field.role(from));
            if (spec != null) {
                to.put(field.role(from.other()), spec.withShape(reshaped.apply(spec.shape())));
            }
        }
    }

    private static Shape keepingAxes(Shape channels, int rank) {
        List<Integer> extents = new ArrayList<>(Collections.nCopies(rank - 1, 1));
        extents.add(channels.extent(0));
        return new Shape(extents);
    }

    private static Optional<Integer> rank(List<String> arguments) {
        return arguments.size() == 1 && arguments.getFirst().matches("[1-" + HIGHEST_RANK + "]")
                ? Optional.of(Integer.parseInt(arguments.getFirst()))
                : Optional.empty();
    }

    private static boolean isCounter(String role) { return role.endsWith("/counter"); }
}
