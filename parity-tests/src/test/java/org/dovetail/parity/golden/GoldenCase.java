package org.dovetail.parity.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dovetail.bridge.align.Alignment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model that the real Haiku and the real NNX hold with equal outputs, as {@code goldens.py} made it.
 *
 * @param folder its files
 * @param haiku the Haiku checkpoint
 * @param maps the {@code --map} lines that the case needs
 * @param kinds the {@code --kind} lines that the case needs
 * @param candidates without those lines, the sources of every open target
 * @param untold without those lines, the kinds of every layer whose kind is open
 */
record GoldenCase(Path folder, Path haiku, List<String> maps, List<String> kinds, Map<String, List<String>> candidates,
        Map<String, List<String>> untold) {
    static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Stream<GoldenCase> all() {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            return folders.filter(folder -> Files.exists(folder.resolve("case.json"))).sorted().map(GoldenCase::read)
                    .toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenCase read(Path folder) {
        JsonNode json = JsonMapper.shared().readTree(folder.resolve("case.json"));
        List<String> arguments = texts(json.path("arguments"));
        List<String> maps = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            (arguments.get(i).equals("--map") ? maps : kinds).add(arguments.get(i + 1));
        }
        return new GoldenCase(folder, folder.resolve(json.path("haiku").asString()), maps, kinds,
                lists(json.path("candidates")), lists(json.path("kinds")));
    }

    static Map<String, List<String>> lists(JsonNode json) {
        Map<String, List<String>> lists = new TreeMap<>();
        json.properties().forEach(field -> lists.put(field.getKey(), texts(field.getValue())));
        return lists;
    }

    static List<String> texts(JsonNode json) { return json.valueStream().map(JsonNode::asString).toList(); }

    boolean decides() { return maps.isEmpty() && kinds.isEmpty(); }

    Alignment.Options options() { return new Alignment.Options(maps, kinds, false, Optional.empty(), Set.of()); }

    Path file(String name) { return folder.resolve(name); }

    @Override
    public String toString() { return folder.getFileName().toString(); }
}
