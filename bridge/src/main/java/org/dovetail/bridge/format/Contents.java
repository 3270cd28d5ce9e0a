package org.dovetail.bridge.format;

import java.util.Collections;
import java.util.LinkedHashMap;
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
 */
public record Contents(Node.Branch root, boolean flat, boolean structure, SequencedMap<String, String> metadata,
        Resources resources, @Nullable KeyScheme scheme) {
    /** Files and memory that are open while numbers may be read. */
    @FunctionalInterface
    public interface Resources extends AutoCloseable {
        /** Releases them. */
        @Override
        void close();
    }

    /** Copies the metadata. */
    public Contents {
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
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

    /** The same around another tree. */
    Contents withRoot(Node.Branch other) {
        return new Contents(other, flat, structure, metadata, resources, scheme);
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
