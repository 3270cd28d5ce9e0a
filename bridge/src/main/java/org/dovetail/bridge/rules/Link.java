package org.dovetail.bridge.rules;

import java.util.List;

/**
 * Arrays of a Haiku layer and of an NNX layer that hold the same numbers.
 *
 * @param haiku their roles in Haiku
 * @param nnx their roles in NNX
 * @param toNnx what makes the NNX arrays from the Haiku ones, in order; the inverses in reverse order make the way back
 */
public record Link(List<String> haiku, List<String> nnx, List<TensorOp> toNnx) {
    /** Copies the lists. */
    public Link {
        haiku = List.copyOf(haiku);
        nnx = List.copyOf(nnx);
        toNnx = List.copyOf(toNnx);
    }

    /**
     * A link of one array to one array.
     *
     * @param haiku its role in Haiku
     * @param nnx its role in NNX
     * @param toNnx the operations; none when the bits are equal
     * @return the link
     */
    public static Link of(String haiku, String nnx, TensorOp... toNnx) {
        return new Link(List.of(haiku), List.of(nnx), List.of(toNnx));
    }
}
