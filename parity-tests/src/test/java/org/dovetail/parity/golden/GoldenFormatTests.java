package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that the real libraries wrote, read bit for bit. */
class GoldenFormatTests {
    private static final Path FORMATS = GoldenCase.GOLDEN.resolve("formats");

    /**
     * A file and what it holds.
     *
     * @param file the file
     * @param expected what the library that wrote it says
     */
    record Golden(Path file, JsonNode expected) {
        @Override
        public String toString() { return file.getParent().getFileName() + "/" + file.getFileName(); }
    }

    static Stream<Golden> files() {
        List<Golden> files = new ArrayList<>();
        for (String container : List.of("msgpack", "npy", "npz", "orbax", "pickle", "safetensors", "shards")) {
            JsonNode expected = JsonMapper.shared().readTree(FORMATS.resolve(container, "expected.json"));
            expected.properties().stream().filter(file -> file.getValue().isArray())
                    .forEach(file -> files.add(new Golden(FORMATS.resolve(container, file.getKey()), file.getValue())));
        }
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyArrayIsReadBitForBit(Golden golden) throws IOException {
        ReadOptions options = new ReadOptions(assumed(golden.expected()));
        Map<String, String> expected = new TreeMap<>();
        golden.expected().valueStream().forEach(entry -> expected.put(place(entry), content(entry)));
        Map<String, String> found = new TreeMap<>();
        try (Checkpoint checkpoint = Checkpoint.open(golden.file(), options); Arena memory = Arena.ofConfined()) {
            for (Entry entry : checkpoint.entries()) {
                found.put(entry.path().toString(), content(checkpoint.read(entry.path(), memory), entry.variable()));
            }
            for (var value : checkpoint.values().entrySet()) {
                switch (value.getValue()) {
                    case Node.Leaf leaf ->
                        found.put(value.getKey(), content(leaf.numbers().read(memory), leaf.variable()));
                    case Node.Scalar scalar -> found.put(value.getKey(), String.valueOf(scalar.value()));
                    case Node.Branch branch -> assertThat(branch.children()).as(value.getKey()).isEmpty();
                }
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void safetensorsKeepTheirTexts() throws IOException {
        JsonNode expected = JsonMapper.shared().readTree(FORMATS.resolve("safetensors", "expected.json"))
                .path("dtypes.safetensors metadata");
        Map<String, String> texts = new TreeMap<>();
        expected.properties().forEach(text -> texts.put(text.getKey(), text.getValue().asString()));
        try (Checkpoint checkpoint = Checkpoint.open(FORMATS.resolve("safetensors", "dtypes.safetensors"))) {
            assertThat(checkpoint.metadata()).isEqualTo(texts).isNotEmpty();
        }
    }

    @Test
    void whatNoArrayNeedsIsRefusedByName() {
        Path refused = FORMATS.resolve("refused");
        assertThatThrownBy(() -> Checkpoint.open(refused.resolve("command.pkl")))
                .isInstanceOf(CheckpointException.class).hasMessageContaining("posix.system");
        assertThatThrownBy(() -> Checkpoint.open(refused.resolve("module.pkl"))).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("nnx.split");
        assertThatThrownBy(() -> Checkpoint.open(refused.resolve("float8_e5m2.npy")))
                .isInstanceOf(CheckpointException.class).hasMessageContaining("<f1");
    }

    private static Map<String, DType> assumed(JsonNode expected) {
        boolean two = expected.valueStream().anyMatch(entry -> entry.path("dtype").asString().equals("V2"));
        boolean one = expected.valueStream().anyMatch(entry -> entry.path("dtype").asString().equals("V1"));
        Map<String, DType> assumed = new TreeMap<>();
        if (two) {
            assumed.put("V2", DType.BFLOAT16);
        }
        if (one) {
            assumed.put("V1", DType.FLOAT8_E4M3FN);
        }
        return assumed;
    }

    /**
     * A pair of dicts is parameters and state, a lone array has a name of ours, Adam's fields have their names, dotted keys are split, and what a state's Variables hold stands in
     * their place.
     */
    private static String place(JsonNode entry) {
        List<String> path = new ArrayList<>(GoldenCase.texts(entry.path("path")));
        if (path.isEmpty()) {
            return "array";
        }
        if (path.getLast().equals("value")) {
            path.removeLast();
        }
        if (path.size() > 2 && (path.getFirst().equals("0") || path.getFirst().equals("1"))) {
            path.set(0, path.getFirst().equals("0") ? "params" : "state");
        }
        String place = String.join("/", path).replace("//", "/");
        return place.startsWith("opt_state/0/")
                ? place.replaceFirst("^opt_state/0/0", "opt_state/0/count")
                        .replaceFirst("^opt_state/0/1", "opt_state/0/mu")
                        .replaceFirst("^opt_state/0/2", "opt_state/0/nu")
                : place.startsWith("net.") ? place.replace('.', '/') : place;
    }

    private static String content(JsonNode entry) {
        if (entry.has("value")) {
            return entry.path("value").isNull() ? "null" : entry.path("value").asString();
        }
        String dtype = switch (entry.path("dtype").asString()) {
            case "V2" -> "bfloat16";
            case "V1" -> "float8_e4m3fn";
            case String name -> name;
        };
        return dtype + entry.path("shape") + entry.path("variable").asString("") + " " + entry.path("hex").asString();
    }

    private static String content(Array array, String variable) {
        return array.dtype().jaxName() + array.shape() + variable + " "
                + HexFormat.of().formatHex(array.data().toArray(ValueLayout.JAVA_BYTE));
    }
}
