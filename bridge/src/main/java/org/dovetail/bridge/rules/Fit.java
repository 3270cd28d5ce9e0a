package org.dovetail.bridge.rules;

import java.util.List;
import java.util.Map;

/**
 * How a Haiku layer and an NNX layer hold the same numbers.
 *
 * @param kind the kind of layer, as {@code --kind} takes it
 * @param links the arrays that both have
 * @param haikuOnly the arrays that only Haiku has, by role, with what replaces them
 * @param nnxOnly the arrays that only NNX has, by role, with what replaces them
 */
public record Fit(String kind, List<Link> links, Map<String, Fallback> haikuOnly, Map<String, Fallback> nnxOnly) {
    /** Copies the collections. */
    public Fit {
        links = List.copyOf(links);
        haikuOnly = Map.copyOf(haikuOnly);
        nnxOnly = Map.copyOf(nnxOnly);
    }

    /**
     * Whether another fit moves the same numbers in the same way, whatever its kind is called.
     *
     * @param other the other fit
     * @return true when converting by either gives the same file
     */
    public boolean sameNumbers(Fit other) {
        return links.equals(other.links) && haikuOnly.equals(other.haikuOnly) && nnxOnly.equals(other.nnxOnly);
    }
}
