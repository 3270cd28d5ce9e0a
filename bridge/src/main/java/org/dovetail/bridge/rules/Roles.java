package org.dovetail.bridge.rules;

import java.util.Set;

/**
 * The arrays of a layer, by their path from the layer's scope: {@code w}, or {@code ~/mean_ema/average}.
 *
 * @param required those that are always there
 * @param optional those that options of the layer leave out
 */
public record Roles(Set<String> required, Set<String> optional) {
    /** Copies the sets. */
    public Roles {
        required = Set.copyOf(required);
        optional = Set.copyOf(optional);
    }

    /**
     * Whether a set of roles is a whole layer.
     *
     * @param present the roles that are there
     * @return true when all required ones are, and no unknown one is
     */
    public boolean match(Set<String> present) {
        return present.containsAll(required)
                && present.stream().allMatch(role -> required.contains(role) || optional.contains(role));
    }
}
