package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/**
 * A recurrent layer with a memory: Haiku keeps one product over input and state, with the gates in the order i, g, f, o, and adds 1 to the forget gate; NNX keeps the products apart, in
 * the order i, f, g, o ({@code OptimizedLSTMCell}) or one for each gate ({@code LSTMCell}), and adds nothing.
 */
record LstmRule() implements LayerRule {
    private static final String W = "linear/w";
    private static final String B = "linear/b";
    private static final int GATES = 4;
    private static final List<Integer> TO_NNX = List.of(0, 2, 1, 3);
    /** The forget gate, by Haiku's order, and what Haiku adds to it. */
    private static final TensorOp FORGET = new LossyOp.Shift(2, GATES, 1);

    private static final List<String> FUSED_KERNELS = List.of("dense_i/kernel", "dense_h/kernel");
    private static final List<String> FUSED_BIAS = List.of("dense_h/bias");
    private static final List<String> INPUT_KERNELS = List.of("ii/kernel", "ig/kernel", "if_/kernel", "io/kernel");
    private static final List<String> STATE_KERNELS = List.of("hi/kernel", "hg/kernel", "hf/kernel", "ho/kernel");
    private static final List<String> BIASES = List.of("hi/bias", "hg/bias", "hf/bias", "ho/bias");

    private static final Roles IN_HAIKU = new Roles(List.of(W, B), List.of());
    private static final Roles IN_NNX = new Roles(List.of(),
            Stream.of(FUSED_KERNELS, FUSED_BIAS, INPUT_KERNELS, STATE_KERNELS, BIASES).flatMap(List::stream).toList());

    private static final String BY_GATE = "LSTMCell";

    @Override
    public String kind() { return "LSTM"; }

    @Override
    public Set<String> haikuClasses() { return Set.of("LSTM"); }

    @Override
    public Set<String> otherNames() { return Set.of("OptimizedLSTMCell"); }

    @Override
    public boolean needsHaikuName() { return true; }

    @Override
    public Roles roles(Style style) { return style == Style.HAIKU ? IN_HAIKU : IN_NNX; }

    /** The extents of input and state. */
    private record Sizes(int input, int state) {}

    @Override
    public boolean accepts(Style style, Map<String, TensorSpec> specs) { return sizes(style, specs).isPresent(); }

    private static Optional<Sizes> sizes(Style style, Map<String, TensorSpec> specs) {
        String last = style == Style.HAIKU ? B : specs.containsKey("dense_h/bias") ? "dense_h/bias" : "hi/bias";
        int gates = last.equals("hi/bias") ? 1 : GATES;
        return Specs.vector(specs, last).filter(columns -> columns % gates == 0).flatMap(columns -> {
            String rows = style == Style.HAIKU ? W : gates == 1 ? "ii/kernel" : "dense_i/kernel";
            int state = columns / gates;
            return Specs.matrix(specs, rows)
                    .map(matrix -> new Sizes(matrix.extent(0) - (style == Style.HAIKU ? state : 0), state));
        }).filter(sizes -> sizes.input > 0 && sizes.state > 0
                && Specs.shapes(specs).equals(shapes(style, sizes, gates == 1)));
    }

    private static Map<String, Shape> shapes(Style style, Sizes sizes, boolean byGate) {
        int input = sizes.input;
        int state = sizes.state;
        if (style == Style.HAIKU) {
            return Map.of(W, Shape.of(input + state, GATES * state), B, Shape.of(GATES * state));
        }
        if (!byGate) {
            return Map.of("dense_i/kernel", Shape.of(input, GATES * state), "dense_h/kernel",
                    Shape.of(state, GATES * state), "dense_h/bias", Shape.of(GATES * state));
        }
        Map<String, Shape> shapes = new HashMap<>();
        INPUT_KERNELS.forEach(role -> shapes.put(role, Shape.of(input, state)));
        STATE_KERNELS.forEach(role -> shapes.put(role, Shape.of(state, state)));
        BIASES.forEach(role -> shapes.put(role, Shape.of(state)));
        return shapes;
    }

    @Override
    public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        Optional<Sizes> sizes = sizes(Style.HAIKU, haiku).filter(found -> sizes(Style.NNX, nnx)
                .filter(found::equals).isPresent());
        boolean byGate = nnx.containsKey("ii/kernel");
        return sizes.map(found -> new Fit(kind(), byGate ? byGate(found) : fused(found), Map.of(), Map.of()));
    }

    private static List<Link> fused(Sizes sizes) {
        List<TensorOp> kernels = List.of(new PieceOp.Blocks(1, TO_NNX), rows(sizes));
        return List.of(new Link(List.of(W), FUSED_KERNELS, kernels),
                new Link(List.of(B), FUSED_BIAS, List.of(FORGET, new PieceOp.Blocks(0, TO_NNX))));
    }

    private static List<Link> byGate(Sizes sizes) {
        List<Integer> gates = List.of(sizes.state, sizes.state, sizes.state, sizes.state);
        List<String> kernels = new ArrayList<>(INPUT_KERNELS);
        kernels.addAll(STATE_KERNELS);
        return List.of(new Link(List.of(W), kernels, List.of(rows(sizes), new PieceOp.Split(1, gates))),
                new Link(List.of(B), BIASES, List.of(FORGET, new PieceOp.Split(0, gates))));
    }

    private static TensorOp rows(Sizes sizes) { return new PieceOp.Split(0, List.of(sizes.input, sizes.state)); }

    /** To NNX an {@code OptimizedLSTMCell}, or what {@code --kind 'lstm=LSTM(LSTMCell)'} says. */
    @Override
    public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        boolean byGate = arguments.equals(List.of(BY_GATE));
        if (!arguments.isEmpty() && !byGate) {
            return Optional.empty();
        }
        return sizes(from, specs)
                .map(sizes -> Specs.of(specs, shapes(from.other(), sizes, byGate)));
    }

    @Override
    public Optional<String> note(Style to, Map<String, TensorSpec> specs) {
        Optional<Sizes> sizes = sizes(to, specs);
        String input = sizes.map(found -> String.valueOf(found.input)).orElse("in_features");
        String state = sizes.map(found -> String.valueOf(found.state)).orElse("hidden_size");
        String cell = specs.containsKey(INPUT_KERNELS.getFirst()) ? BY_GATE : "OptimizedLSTMCell";
        return Optional.of(switch (to) {
            case NNX -> "nnx." + cell + "(" + input + ", " + state
                    + ", rngs=rngs); nnx.RNN(cell, time_major=True) unrolls"
                    + " it as Haiku does; a carry is (cell, hidden), in Haiku LSTMState(hidden, cell); 1 was added to the"
                    + " forget bias";
            case HAIKU -> "hk.LSTM(" + state
                    + "); hk.dynamic_unroll(core, x, core.initial_state(batch)) unrolls it, time"
                    + " first; a state is LSTMState(hidden, cell), in NNX (cell, hidden); 1 was taken from the forget"
                    + " bias";
        });
    }
}
