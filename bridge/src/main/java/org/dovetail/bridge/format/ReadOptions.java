package org.dovetail.bridge.format;

import java.util.Map;
import org.dovetail.core.DType;

/**
 * What the user says about a file that its bytes do not.
 *
 * @param assume the dtypes behind NumPy's void types, by the key of an array, or by descriptor for all others: {@code V2} is {@link DType#BFLOAT16} after
 *            {@code --assume V2=bfloat16}
 */
public record ReadOptions(Map<String, DType> assume) {
    /** Nothing is assumed. */
    public static final ReadOptions DEFAULT = new ReadOptions(Map.of());

    /** Copies the map. */
    public ReadOptions {
        assume = Map.copyOf(assume);
    }
}
