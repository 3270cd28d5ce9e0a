package org.dovetail.bridge.convert;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.core.Array;
import org.dovetail.core.DType;

/**
 * What a converted checkpoint does not say by itself, kept beside it so that the way back restores every bit: the plan of the way back, arrays that only the source has, and
 * values without room.
 *
 * @param checksum CRC-32C and CRC-32 of the file that it stands beside; empty inside a container
 * @param inverse the plan of the way back
 * @param layers the layers that have arrays only in the source
 * @param values scalars and texts that the container has no room for, by key
 * @param metadata texts of the source's container that this one has no room for
 * @param dtypes the dtypes that the container does not tell, by its own keys: bfloat16 in an npz
 * @param frame the tree that the source was, where names do not tell all of it: tuples, NamedTuples, what was empty
 */
public record SideData(String checksum, Plan inverse, List<Layer> layers, SequencedMap<String, Node> values,
        SequencedMap<String, String> metadata, Map<String, DType> dtypes, Optional<Frame> frame) {
    /** The key under which a container's metadata keeps it. */
    public static final String KEY = "dovetail";

    /** Copies the collections. */
    public SideData {
        layers = List.copyOf(layers);
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
        dtypes = Collections.unmodifiableMap(new LinkedHashMap<>(dtypes));
    }

    /**
     * A layer of the converted checkpoint.
     *
     * @param moved its arrays there
     * @param checksum CRC-32C and CRC-32 of their dtypes, shapes and bits; items count only while it is the same
     * @param items what only the source has of it
     */
    public record Layer(List<EntryPath> moved, String checksum, List<Item> items) {
        /** Copies the lists. */
        public Layer {
            moved = List.copyOf(moved);
            items = List.copyOf(items);
        }
    }

    /**
     * An array that only the source has, or that an operation changed beyond restoring.
     *
     * @param role its role in its layer; empty for an array that moved
     * @param entry where it stood, with its dtype and shape
     * @param bits its bytes, little-endian, in Base64
     */
    public record Item(String role, Entry entry, String bits) {
        /** The array itself. */
        Array array() {
            return Array.of(entry.spec(), MemorySegment.ofArray(Base64.getDecoder().decode(bits)));
        }
    }

    /**
     * The name of the file beside a container that keeps no metadata.
     *
     * @param file the container
     * @return {@code NAME.dovetail.json} in its folder
     */
    public static Path fileBeside(Path file) { return file.resolveSibling(file.getFileName() + ".dovetail.json"); }

    /**
     * Where new side data waits until the container that it belongs to is in place: two files cannot be renamed in one step, so that of both names counts whose checksum is the
     * container's.
     *
     * @param file the container
     * @return {@code NAME.dovetail.new.json} in its folder
     */
    static Path fileWaitingBeside(Path file) {
        return file.resolveSibling(file.getFileName() + ".dovetail.new.json");
    }

    /** The layers that have some arrays, in any order; more than one only for no arrays at all. */
    List<Layer> layers(List<EntryPath> moved) {
        List<EntryPath> sorted = moved.stream().sorted().toList();
        return layers.stream().filter(layer -> layer.moved().stream().sorted().toList().equals(sorted)).toList();
    }

    /** The same, for a file of these bytes. */
    SideData beside(String ofFile) {
        return new SideData(ofFile, inverse, layers, values, metadata, dtypes, frame);
    }
}
