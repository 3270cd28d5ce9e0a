package org.dovetail.bridge.format;

import org.dovetail.core.TensorSpec;

/**
 * An array of a checkpoint, by name: what is known of it without reading its numbers.
 *
 * @param path where it stands
 * @param spec its dtype and shape
 * @param variable the name of the NNX Variable type that holds it, or empty where the file does not tell
 */
public record Entry(EntryPath path, TensorSpec spec, String variable) {
    /**
     * An entry of no known Variable type.
     *
     * @param path where it stands
     * @param spec its dtype and shape
     */
    public Entry(EntryPath path, TensorSpec spec) { this(path, spec, ""); }

    @Override
    public String toString() { return path + " " + spec; }
}
