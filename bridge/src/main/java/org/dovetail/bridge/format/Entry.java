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

    /**
     * Compares two entries of one checkpoint by where they stand.
     *
     * @param a an entry
     * @param b an entry
     * @return as {@link java.util.Comparator#compare}
     */
    public static int inOrder(Entry a, Entry b) { return a.path.compareTo(b.path); }

    @Override
    public String toString() { return path + " " + spec; }
}
