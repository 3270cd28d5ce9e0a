package org.dovetail.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where {@code x.at[...]} begins. */
public final class Indexed {
    private Indexed() {}

    /**
     * Some elements of a tensor, as {@code x.at[indices]}.
     *
     * @param x the tensor
     * @param indices what stands between the brackets
     * @return the elements, to get or to update
     * @throws IllegalArgumentException if the tensor has not so many axes
     */
    public static At at(Tensor x, Index... indices) {
        return new At(x, List.of(indices), Optional.empty(), false, Optional.empty());
    }

    /**
     * Some elements of a tensor, as {@code x.at[i, j]} with numbers.
     *
     * @param x the tensor
     * @param indices an element's number along each of the first axes; negative ones count from the end
     * @return the elements, to get or to update
     * @throws IllegalArgumentException if the tensor has not so many axes
     */
    public static At at(Tensor x, int... indices) {
        return at(x, Arrays.stream(indices).mapToObj(Index::at).toArray(Index[]::new));
    }

    /**
     * Some elements of a tensor, as {@code x.at[i, j]} with arrays.
     *
     * @param x the tensor
     * @param indices integers along each of the first axes, broadcast to one shape; or a mask
     * @return the elements, to get or to update
     * @throws IllegalArgumentException if the tensor has not so many axes, or an index is a float
     */
    public static At at(Tensor x, Tensor... indices) {
        return at(x, Arrays.stream(indices).map(Index::at).toArray(Index[]::new));
    }
}
