package org.dovetail.bridge.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.dovetail.core.TensorSpec;

/**
 * The layer of the other library that a layer becomes when there is no target structure to fit.
 *
 * @param rule the rule that says so
 * @param fit how the numbers travel
 * @param specs dtypes and shapes of one layer by role, in the order in which messages print them
 * @param by what told the kind
 */
public record Counterpart(LayerRule rule, Fit fit, SequencedMap<String, TensorSpec> specs, Kinds.Told by) {
    /** Copies the specs. */
    public Counterpart {
        specs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(specs));
    }

    Counterpart toldBy(Kinds.Told told) { return new Counterpart(rule, fit, specs, told); }

    boolean isSame(Counterpart other) { return specs.equals(other.specs) && fit.sameNumbers(other.fit); }
}
