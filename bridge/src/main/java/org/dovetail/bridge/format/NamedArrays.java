package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.dovetail.core.Array;

/** Arrays by name, in a file or in memory: names, dtypes and shapes are known, numbers are read when asked for. */
public sealed interface NamedArrays permits Checkpoint, ArraysInMemory {
    /**
     * What messages call them.
     *
     * @return the name of a file, or of what holds them
     */
    String label();

    /**
     * How the keys are spelled.
     *
     * @return the scheme
     */
    KeyScheme scheme();

    /**
     * Whether there are names and shapes alone, without numbers.
     *
     * @return true for a structure
     */
    boolean isStructure();

    /**
     * The arrays.
     *
     * @return the entries
     */
    List<Entry> entries();

    /**
     * The numbers of one array, which are not read yet.
     *
     * @param path its path
     * @return the numbers
     * @throws IllegalArgumentException if there is no such array
     */
    Node.Numbers numbers(EntryPath path);

    /**
     * Reads the numbers of one array.
     *
     * @param path its path
     * @param memory what holds them when they are in no memory yet
     * @return the array, alive while what holds these arrays and {@code memory} are
     * @throws IOException if a file cannot be read, or its bytes are not what its headers say
     * @throws IllegalArgumentException if there is no such array
     */
    default Array read(EntryPath path, SegmentAllocator memory) throws IOException {
        return numbers(path).read(memory);
    }
}
