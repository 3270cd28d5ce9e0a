package org.dovetail.bridge.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A module of a live Python model, as a structure made from it tells.
 *
 * @param path where it stands
 * @param type the name of its class, as {@code ConvTranspose}; of a class of the author's, that of the library's class that it extends, if it does
 * @param settings what it was made with, as Python prints it: {@code epsilon} is {@code 1e-05}, {@code transpose_kernel} is {@code True}
 */
public record DescribedModule(List<String> path, String type, SequencedMap<String, String> settings) {
    /** Copies the collections. */
    public DescribedModule {
        path = List.copyOf(path);
        settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    }
}
