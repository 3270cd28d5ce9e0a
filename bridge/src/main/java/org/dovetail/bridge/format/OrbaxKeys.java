package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonPrinter;

/**
 * The typed random keys of an Orbax item. The files {@code array_metadatas/process_0} and so on tell which arrays they are; Orbax makes them keys again only if it also knows devices for them,
 * from {@code _sharding}.
 */
final class OrbaxKeys {
    static final String METADATA = "array_metadatas";
    static final String SHARDING = "_sharding";
    private static final String ONE = "array_metadata";
    private static final String NAME = "param_name";
    private static final String MORE = "ext_metadata";
    private static final String IMPLEMENTATION = "random_key_impl";

    private final List<Json> arrays = new ArrayList<>();
    private final Json.Builder devices = Json.object();
    private final Set<String> paths = new HashSet<>();

    /**
     * The keys among the arrays of an item.
     *
     * @param files the item
     * @param root its tree, of an {@code nnx.State} without the last keys {@code value}
     */
    static PrngKeys read(FolderFiles files, Node.Branch root) throws IOException {
        Map<String, String> names = new HashMap<>();
        for (int process = 0; files.contains(file(process)); process++) {
            add(Place.of(files.root()).in(file(process)), files.bytes(file(process)), names);
        }
        SequencedMap<String, String> found = new LinkedHashMap<>();
        if (!names.isEmpty()) {
            find(names, root, List.of(), found);
        }
        return new PrngKeys(found);
    }

    /** The file of a process. */
    static String file(int process) { return METADATA + "/process_" + process; }

    private static void add(Place place, MemorySegment bytes, Map<String, String> names) throws IOException {
        for (ZarrJson array : ZarrJson.read(place, bytes).objects(METADATA)) {
            ZarrJson one = array.object(ONE);
            if (one.get(MORE) instanceof Json.Obj(var fields)
                    && fields.get(IMPLEMENTATION) instanceof Json.Text(String implementation)) {
                names.put(one.text(NAME), implementation);
            }
        }
    }

    private static void find(Map<String, String> names, Node node, List<String> keys, Map<String, String> found) {
        switch (node) {
            case Node.Scalar _ -> {
            }
            case Node.Leaf _ -> {
                String name = String.join(".", keys);
                String implementation = names.getOrDefault(name, names.get(name + "." + OrbaxTree.VALUE));
                if (implementation != null) {
                    found.put(String.join("/", keys), implementation);
                }
            }
            case Node.Branch branch -> branch.children().forEach((key, child) -> {
                List<String> inside = new ArrayList<>(keys);
                inside.add(key);
                find(names, child, inside, found);
            });
        }
    }

    /**
     * Adds the keys of an array.
     *
     * @param path where it stands in the tree
     * @param name its name in the store
     * @param leaf the array
     * @param implementation the implementation of its keys
     */
    void add(String path, String name, Node.Leaf leaf, String implementation) {
        paths.add(path);
        Json shape = Json.list(leaf.spec().shape().extents(), Json::of);
        arrays.add(Json.object().put(ONE, Json.object().put(NAME, name).put("write_shape", shape)
                .put("chunk_shape", shape).put(MORE, Json.object().put(IMPLEMENTATION, implementation).build()).build())
                .build());
        devices.put(Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)), JsonPrinter.compact(Json
                .object().put("sharding_type", "SingleDeviceSharding").put("device_str", "cpu:0").build()));
    }

    /** Where those that were added stand. */
    Set<String> paths() { return paths; }

    /** What the file of a process holds. */
    Json metadata() {
        return Json.object().put(METADATA, Json.list(arrays, array -> array)).build();
    }

    /** What {@link #SHARDING} holds. */
    Json sharding() { return devices.build(); }
}
