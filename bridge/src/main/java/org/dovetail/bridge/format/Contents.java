package org.dovetail.bridge.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a container holds, before its names are understood; also what is to be written.
 *
 * @param root the tree; flat containers have one branch whose keys are the names as they stand in the file
 * @param flat whether the container has no nesting, so that names are split by a {@link KeyScheme}
 * @param structure whether there are names and specs alone, without numbers
 * @param metadata texts that the container keeps beside the arrays, as safetensors' {@code __metadata__}
 * @param resources closed with the checkpoint; mapped numbers live until then
 * @param scheme the key scheme when the file says it, as structures do; null when the keys must tell
 * @param modules the modules of the live model that a structure was made from, in the order of definition; else none
 */
public record Contents(Node.Branch root, boolean flat, boolean structure, SequencedMap<String, String> metadata,
        Resources resources, @Nullable KeyScheme scheme, List<DescribedModule> modules) {
    /** Files and memory that are open while numbers may be read. */
    @FunctionalInterface
    public interface Resources extends AutoCloseable {
        /** Releases them. */
        @Override
        void close();
    }

    /** Copies the metadata and the modules. */
    public Contents {
        modules = List.copyOf(modules);
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Contents that no live model tells of.
     *
     * @param root the tree
     * @param flat whether the container has no nesting
     * @param structure whether there are names and specs alone, without numbers
     * @param metadata texts that the container keeps beside the arrays
     * @param resources closed with the checkpoint
     * @param scheme the key scheme when the file says it; null when the keys must tell
     */
    public Contents(Node.Branch root, boolean flat, boolean structure, SequencedMap<String, String> metadata,
            Resources resources, @Nullable KeyScheme scheme) {
        this(root, flat, structure, metadata, resources, scheme, List.of());
    }

    /**
     * Contents whose keys tell their scheme.
     *
     * @param root the tree
     * @param flat whether the container has no nesting
     * @param structure whether there are names and specs alone, without numbers
     * @param metadata texts that the container keeps beside the arrays
     * @param resources closed with the checkpoint
     */
    public Contents(Node.Branch root, boolean flat, boolean structure, SequencedMap<String, String> metadata,
            Resources resources) {
        this(root, flat, structure, metadata, resources, null);
    }

    /**
     * A tree to write.
     *
     * @param root the tree
     * @param metadata texts beside it
     * @return the contents
     */
    public static Contents toWrite(Node.Branch root, Map<String, String> metadata) {
        return new Contents(root, false, false, new LinkedHashMap<>(metadata), () -> {});
    }
}
