package org.dovetail.bridge.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** What the power iteration of spectral normalisation remembers of one kernel: a vector and the largest singular value. The kernel itself is another layer's. */
record SpectralNormRule() implements LayerRule {
    private static final Fields FIELDS = Fields.of(Field.required("u0", "('kernel', 'u')", Layout.EQUAL),
            Field.required("sigma", "('kernel', 'sigma')", Layout.EQUAL));

    @Override
    public String kind() { return "SpectralNorm"; }

    @Override
    public Set<String> haikuClasses() { return Set.of("SpectralNorm"); }

    @Override
    public Roles roles(Style style) { return FIELDS.roles(style); }

    @Override
    public boolean isState(String haikuRole) { return true; }

    @Override
    public boolean accepts(Style style, Map<String, TensorSpec> specs) {
        List<String> names = roles(style).required();
        return roles(style).match(specs.keySet())
                && Specs.matrix(specs, names.getFirst()).filter(shape -> shape.extent(0) == 1).isPresent()
                && Shape.of().equals(Specs.shapes(specs).get(names.getLast()));
    }

    @Override
    public List<String> carriedSingly(Style style) { return FIELDS.names(style); }

    @Override
    public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        return FIELDS.fit(this, haiku, nnx);
    }

    @Override
    public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        return arguments.isEmpty() && accepts(from, specs)
                ? Optional.of(FIELDS.counterparts(from, specs))
                : Optional.empty();
    }

    @Override
    public Optional<String> note(Style to, Map<String, TensorSpec> specs) {
        return Optional.of((to == Style.NNX
                ? "nnx.SpectralNorm(layer, n_steps=n_steps, epsilon=1e-4, rngs=rngs)"
                : "hk.SpectralNorm(eps=1e-12, n_steps=n_steps)")
                + "; only the first call is equal, since NNX then keeps the normalised kernel in place of the kernel");
    }
}
