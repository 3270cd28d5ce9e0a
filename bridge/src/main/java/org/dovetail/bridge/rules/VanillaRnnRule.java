package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * A recurrent layer of two products. Haiku's may have a bias for each; NNX's {@code SimpleCell} has one, which is their sum.
 */
record VanillaRnnRule() implements LayerRule {
    private static final Field INPUT = Field.required("linear/w", "dense_i/kernel", Layout.EQUAL);
    private static final Field STATE = Field.required("linear_1/w", "dense_h/kernel", Layout.EQUAL);
    private static final Fields KERNELS = Fields.of(INPUT, STATE);
    private static final String FIRST = "linear/b";
    private static final String SECOND = "linear_1/b";
    private static final String BIAS = "dense_i/bias";
    private static final Roles IN_HAIKU = new Roles(List.of(INPUT.haiku(), FIRST, STATE.haiku()), List.of(SECOND));
    private static final Roles IN_NNX = new Roles(List.of(INPUT.nnx(), BIAS, STATE.nnx()), List.of());

    @Override
    public String kind() { return "VanillaRNN"; }

    @Override
    public Set<String> haikuClasses() { return Set.of("VanillaRNN"); }

    @Override
    public Set<String> otherNames() { return Set.of("SimpleCell"); }

    @Override
    public boolean needsHaikuName() { return true; }

    @Override
    public Roles roles(Style style) { return style == Style.HAIKU ? IN_HAIKU : IN_NNX; }

    @Override
    public boolean accepts(Style style, Map<String, TensorSpec> specs) {
        return Specs.matrix(specs, INPUT.role(style))
                .filter(input -> Specs.shapes(specs)
                        .equals(shapes(style, input.extent(0), input.extent(1), specs.containsKey(SECOND))))
                .isPresent();
    }

    private static Map<String, Shape> shapes(Style style, int input, int state, boolean twoBiases) {
        Map<String, Shape> shapes = new HashMap<>();
        shapes.put(INPUT.role(style), Shape.of(input, state));
        shapes.put(STATE.role(style), Shape.of(state, state));
        shapes.put(style == Style.HAIKU ? FIRST : BIAS, Shape.of(state));
        if (twoBiases) {
            shapes.put(SECOND, Shape.of(state));
        }
        return shapes;
    }

    @Override
    public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        if (!accepts(Style.HAIKU, haiku) || !accepts(Style.NNX, nnx)) {
            return Optional.empty();
        }
        Link bias = haiku.containsKey(SECOND)
                ? new Link(List.of(FIRST, SECOND), List.of(BIAS), List.of(new LossyOp.Sum(2)))
                : Link.of(FIRST, BIAS);
        return KERNELS.link(haiku, nnx).map(kernels -> {
            List<Link> links = new ArrayList<>(kernels);
            links.add(bias);
            return new Fit(kind(), links, Map.of(), Map.of());
        });
    }

    /** To Haiku with one bias, as {@code double_bias=False} has. */
    @Override
    public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        return Specs.matrix(specs, INPUT.role(from)).filter(_ -> arguments.isEmpty() && accepts(from, specs))
                .map(input -> Specs.of(specs, shapes(from.other(), input.extent(0), input.extent(1), false)));
    }

    @Override
    public Optional<String> note(Style to, Map<String, TensorSpec> specs) {
        Blanks blanks = new Blanks(specs);
        return Optional.of(switch (to) {
            case NNX -> "nnx.SimpleCell(" + blanks.extent(INPUT.nnx(), 0, "in_features") + ", "
                    + blanks.extent(INPUT.nnx(), 1, "hidden_size")
                    + ", activation_fn=nnx.relu, rngs=rngs); of two biases"
                    + " the sum is kept, which takes half of Haiku's steps in training: train Haiku's with"
                    + " double_bias=False first";
            case HAIKU -> "hk.VanillaRNN(" + blanks.extent(INPUT.haiku(), 1, "hidden_size") + ", double_bias="
                    + (blanks.specs().containsKey(SECOND) ? "True" : "False") + "); a second bias would be zeros; it"
                    + " computes with relu, which the NNX cell must have had, not its default tanh";
        });
    }
}
