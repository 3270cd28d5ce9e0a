package org.dovetail.bridge.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** Gated recurrent units. Haiku's resets the state before its product, NNX's after it, so that no numbers make the two equal. */
final class GruRules {
    private static final int GATES = 3;
    private static final String CELL = "HaikuGruCell";
    private static final String REASON = "Haiku's GRU resets the state before its product and NNX's GRUCell after it, so no"
            + " numbers make them equal";

    private GruRules() {}

    /** Haiku's, whose arrays a cell of NNX's holds that computes as Haiku does. */
    static LayerRule haiku() {
        return new HaikuGru();
    }

    /** NNX's, which Haiku does not have. */
    static LayerRule nnx() { return new NnxGru(); }

    private static boolean isGated(Map<String, TensorSpec> specs, String input, String state, String bias) {
        return Specs.vector(specs, bias).filter(columns -> columns > 0 && columns % GATES == 0)
                .filter(columns -> Specs.matrix(specs, input).filter(shape -> shape.extent(1) == columns).isPresent()
                        && Specs.matrix(specs, state).filter(Shape.of(columns / GATES, columns)::equals).isPresent())
                .isPresent();
    }

    private record HaikuGru() implements LayerRule {
        private static final Fields FIELDS = Fields.of(Field.required("w_i", "input", Layout.EQUAL),
                Field.required("w_h", "recurrent", Layout.EQUAL), Field.required("b", "bias", Layout.EQUAL));

        @Override
        public String kind() { return "GRU"; }

        @Override
        public Set<String> haikuClasses() { return Set.of("GRU"); }

        @Override
        public Roles roles(Style style) { return FIELDS.roles(style); }

        @Override
        public boolean accepts(Style style, Map<String, TensorSpec> specs) {
            List<String> names = roles(style).required();
            return roles(style).match(specs.keySet())
                    && isGated(specs, names.getFirst(), names.get(1), names.getLast());
        }

        @Override
        public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
            return FIELDS.fit(this, haiku, nnx);
        }

        /** To NNX only when the user names the cell: {@code GRU(HaikuGruCell)}. */
        @Override
        public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
                List<String> arguments) {
            boolean told = from == Style.HAIKU ? arguments.equals(List.of(CELL)) : arguments.isEmpty();
            return told && accepts(from, specs)
                    ? Optional.of(FIELDS.counterparts(from, specs))
                    : Optional.empty();
        }

        @Override
        public Optional<Objection> objection(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
            return accepts(Style.HAIKU, haiku) && (nnx.isEmpty() || new NnxGru().accepts(Style.NNX, nnx))
                    ? Optional.of(new Objection(REASON + "; use a " + CELL + " (docs/rules.md)",
                            Optional.of("GRU(" + CELL + ")")))
                    : Optional.empty();
        }

        @Override
        public Optional<String> note(Style to, Map<String, TensorSpec> specs) {
            Blanks blanks = new Blanks(specs);
            return Optional.of(switch (to) {
                case NNX -> CELL + "(" + blanks.extent("input", 0, "in_features") + ", "
                        + blanks.extent("recurrent", 0, "hidden_size") + ", rngs=rngs); in Java new " + CELL + "("
                        + blanks.extent("input", 0, "inFeatures") + ", " + blanks.extent("recurrent", 0, "hiddenSize")
                        + ", rngs); its class in Python is in docs/rules.md; NNX's own GRUCell computes something else";
                case HAIKU -> "hk.GRU(" + blanks.extent("w_h", 0, "hidden_size") + ")";
            });
        }
    }

    private record NnxGru() implements LayerRule {
        private static final List<String> ROLES = List.of("dense_i/kernel", "dense_i/bias", "dense_h/kernel");
        private static final Roles IN_NNX = new Roles(ROLES, List.of());

        @Override
        public String kind() { return "GRUCell"; }

        @Override
        public Set<String> haikuClasses() { return Set.of(); }

        @Override
        public Roles roles(Style style) { return style == Style.HAIKU ? HaikuGru.FIELDS.haiku() : IN_NNX; }

        @Override
        public boolean accepts(Style style, Map<String, TensorSpec> specs) {
            return style == Style.NNX && roles(style).match(specs.keySet())
                    && isGated(specs, ROLES.getFirst(), ROLES.getLast(), ROLES.get(1));
        }

        @Override
        public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
            return Optional.empty();
        }

        @Override
        public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
                List<String> arguments) {
            return Optional.empty();
        }

        @Override
        public Optional<Objection> objection(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
            return haiku.isEmpty() && accepts(Style.NNX, nnx)
                    ? Optional.of(new Objection(REASON + "; train Haiku's anew", Optional.empty()))
                    : Optional.empty();
        }
    }
}
