package org.dovetail.bridge.format;

import java.util.Map;
import org.dovetail.core.DType;

/**
 * What the user says about a file that its bytes do not.
 *
 * @param assume the dtypes behind NumPy's void types, by the key of an array, or by descriptor for all others: {@code V2} is {@link DType#BFLOAT16} after
 *            {@code --assume V2=bfloat16}
 * @param deviceAxis where arrays have an axis of devices
 */
public record ReadOptions(Map<String, DType> assume, DeviceAxis deviceAxis) {
    /** Where the copies of {@code jax.pmap} are. */
    public enum DeviceAxis {
        /** There are none. */
        NONE,
        /** Along the first axis of every array: the first copy is read, if all are equal bit for bit. */
        FIRST
    }

    /** Nothing is assumed. */
    public static final ReadOptions DEFAULT = new ReadOptions(Map.of());

    /**
     * Dtypes alone.
     *
     * @param assume as above
     */
    public ReadOptions(Map<String, DType> assume) { this(assume, DeviceAxis.NONE); }

    /** Copies the map. */
    public ReadOptions {
        assume = Map.copyOf(assume);
    }
}
