package org.dovetail.bridge.report;

import java.util.List;
import java.util.Map;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.rules.Style;

/**
 * The arrays of one checkpoint, as a page shows them.
 *
 * @param name the file
 * @param style the library whose names they have
 * @param entries the arrays, in the order of the file
 * @param remarks what to say of arrays that have no counterpart
 */
public record NamedTree(String name, Style style, List<Entry> entries, Map<EntryPath, String> remarks) {
    /** Copies the collections. */
    public NamedTree {
        entries = List.copyOf(entries);
        remarks = Map.copyOf(remarks);
    }

    /**
     * The arrays of a checkpoint of which there is nothing to remark.
     *
     * @param name the file
     * @param style the library whose names they have
     * @param entries the arrays, in the order of the file
     */
    public NamedTree(String name, Style style, List<Entry> entries) { this(name, style, entries, Map.of()); }
}
