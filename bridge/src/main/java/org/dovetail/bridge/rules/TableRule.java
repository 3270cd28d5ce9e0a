package org.dovetail.bridge.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.dovetail.core.TensorSpec;

/**
 * A kind whose arrays stand one to one in both libraries: a table of names and layouts.
 *
 * @param names what the kind is called
 * @param fields the table
 * @param shapes which shapes are of this kind
 * @param toNnx what to set in NNX
 * @param toHaiku what to set in Haiku
 */
record TableRule(Names names, Fields fields, Shapes shapes, Advice toNnx, Advice toHaiku)
        implements
            LayerRule {
    /**
     * What a kind is called.
     *
     * @param kind the kind
     * @param classes the Haiku classes
     * @param others other names that {@code --kind} takes
     * @param onlyByName whether the user must name it
     */
    record Names(String kind, Set<String> classes, Set<String> others, boolean onlyByName) {
        /** A kind that is called like its only Haiku class. */
        static Names of(String kind) {
            return new Names(kind, Set.of(kind), Set.of(), false);
        }
    }

    /** Which shapes are of a kind. */
    @FunctionalInterface
    interface Shapes {
        /** Judges the specs of a library by the roles of Haiku. */
        boolean accept(Style style, Map<String, TensorSpec> byHaikuRole);
    }

    /** What to set on one side. */
    @FunctionalInterface
    interface Advice {
        /** Nothing. */
        Advice NONE = _ -> Optional.empty();

        /** The line, with its blanks filled in. */
        Optional<String> of(Blanks blanks);

        /** What can always be said. */
        static Advice line(Function<Blanks, String> line) {
            return blanks -> Optional.of(line.apply(blanks));
        }
    }

    @Override
    public String kind() { return names.kind; }

    @Override
    public Set<String> haikuClasses() { return names.classes; }

    @Override
    public Set<String> otherNames() { return names.others; }

    @Override
    public boolean onlyByName() { return names.onlyByName; }

    @Override
    public Roles roles(Style style) { return fields.roles(style); }

    @Override
    public boolean accepts(Style style, Map<String, TensorSpec> specs) {
        if (!roles(style).match(specs.keySet())) {
            return false;
        }
        Map<String, TensorSpec> byHaikuRole = new HashMap<>();
        fields.inOrder().forEach(field -> Optional.ofNullable(specs.get(field.role(style)))
                .ifPresent(spec -> byHaikuRole.put(field.haiku(), spec)));
        return shapes.accept(style, byHaikuRole);
    }

    @Override
    public List<String> carriedSingly(Style style) { return fields.names(style); }

    @Override
    public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        return fields.fit(this, haiku, nnx);
    }

    @Override
    public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
            List<String> arguments) {
        if (!arguments.isEmpty() || !accepts(from, specs)) {
            return Optional.empty();
        }
        Map<String, TensorSpec> other = fields.counterparts(from, specs);
        return accepts(from.other(), other) ? Optional.of(other) : Optional.empty();
    }

    @Override
    public Optional<String> note(Style to, Map<String, TensorSpec> specs) {
        return (to == Style.NNX ? toNnx : toHaiku).of(new Blanks(specs));
    }
}
