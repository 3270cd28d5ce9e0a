package org.dovetail.bridge.rules;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The arrays of a layer, by their path from the layer's scope: {@code w}, or {@code ~/mean_ema/average}.
 *
 * @param required those that are always there, in the order in which messages print them
 * @param optional those that options of the layer leave out
 */
public record Roles(List<String> required, List<String> optional) {
    /** Copies the lists. */
    public Roles {
        required = List.copyOf(required);
        optional = List.copyOf(optional);
    }

    /** All roles as messages print them: the layer's own arrays, then those of its children. */
    List<String> inOrder() {
        return Stream.concat(required.stream(), optional.stream())
                .sorted((a, b) -> Integer.compare(depth(a), depth(b))).toList();
    }

    private static int depth(String role) { return role.split("/", -1).length; }

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
