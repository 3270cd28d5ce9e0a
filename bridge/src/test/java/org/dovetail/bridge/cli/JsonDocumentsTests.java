package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dovetail.bridge.convert.SideData;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonReading;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in {@code docs/json.md} are what the commands print. */
class JsonDocumentsTests {
    private static final Pattern EXAMPLE = Pattern.compile("## ([^\n]+)\n.*?```json\n(.*?)```", Pattern.DOTALL);

    /** What is read, and never printed. */
    private static final String LIVE = "The structure of a live model";

    private static final Pattern CHECKSUM = Pattern.compile("\"crc\": *\"[0-9a-f]{16}\"");

    @TempDir
    Path folder;

    private Path params = Path.of("");
    private Path like = Path.of("");
    private Path model = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("params/net/linear//w", Node.Leaf.of(SmallFiles.counting(1, 2, 2)));
        for (String average : new String[]{"mean_ema", "var_ema"}) {
            String scope = "state/net/batch_norm/~/" + average + "//";
            nodes.put(scope + "average", Node.Leaf.of(SmallFiles.counting(1, 1, 2)));
            nodes.put(scope + "hidden", Node.Leaf.of(SmallFiles.counting(0.5f, 1, 2)));
            nodes.put(scope + "counter", Node.Leaf.of(Array.ofInts(Shape.of(), 17)));
        }
        nodes.put("global_step", Node.Leaf.of(Array.ofInts(Shape.of(), 1000)));
        params = SmallFiles.write(folder.resolve("params.npz"), nodes);
        like = Files.writeString(folder.resolve("like.json"),
                "{\"stem.kernel\": [2, 2], \"norm.mean\": [2], \"norm.var\": [2]}");
        model = folder.resolve("model.npz");
    }

    @Test
    void everyExampleIsWhatTheCommandsPrint() throws Exception {
        Map<String, String> examples = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "json.md"))).results()
                .collect(Collectors.toMap((MatchResult match) -> match.group(1), match -> match.group(2)));
        examples.remove(LIVE);
        SequencedMap<String, String> printed = printed();
        assertThat(examples.keySet()).containsExactlyInAnyOrderElementsOf(printed.keySet());
        for (var document : printed.entrySet()) {
            assertThat(JsonReading.read(withoutChecksums(examples.getOrDefault(document.getKey(), ""))))
                    .as(document.getKey() + " is now\n" + document.getValue())
                    .isEqualTo(JsonReading.read(withoutChecksums(document.getValue())));
        }
    }

    @Test
    void theExampleOfALiveModelIsReadAndItsOrderCanBeAssumed() throws IOException {
        String example = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "json.md"))).results()
                .filter(match -> match.group(1).equals(LIVE)).findFirst().orElseThrow().group(2);
        Path live = Files.writeString(folder.resolve("live.json"), example);
        assertThat(Ran.command("convert", heads(), model, "--like", live).status()).isEqualTo(1);
        Ran ran = Ran.command("convert", heads(), model, "--like", live, "--assume-order");
        assertThat(ran.out()).contains("2 layers rest on order\n", """
                please look at these, which rest on the order of definition, or on what somebody called them:
                  critic/linear_2  ->  value.left   Linear  rests on order
                  critic/linear_3  ->  value.right  Linear  rests on order
                """);
    }

    /** Checksums depend on every byte of a container, which is not what the examples are about. */
    private static String withoutChecksums(String json) {
        return CHECKSUM.matcher(json).replaceAll("\"crc\": \"\"");
    }

    private SequencedMap<String, String> printed() throws IOException, JsonException {
        SequencedMap<String, String> printed = new LinkedHashMap<>();
        printed.put("`plan --json`, `plan -o`, `convert --dry-run --json`",
                Ran.command("plan", params, "--like", like, "--only", "net/linear", "--json").out());
        printed.put("`inspect --json`", Ran.command("inspect", params, "--stats", "--json").out());
        printed.put("`convert --json`", Ran.command("convert", params, model, "--like", like, "--only", "net/linear",
                "--json").out());
        Ran.command("convert", params, model, "--like", like);
        printed.put("`OUT.dovetail.json`", Files.readString(SideData.fileBeside(model)));
        Path other = SmallFiles.write(folder.resolve("other.npz"), changed());
        printed.put("`diff --json`", Ran.command("diff", other, model, "--json").out());
        printed.put("Errors", Ran.command("convert", heads(), model, "--like", headsLike(), "--json").out());
        printed.put("`guide run --json`", Ran.command("guide", "run", "functions", "--json").out());
        Path structure = folder.resolve("structure.json");
        Ran.command("inspect", model, "--as", structure);
        printed.put("The structure of `inspect --as`", Files.readString(structure));
        printed.replaceAll((_, text) -> text.replace(folder + "/", ""));
        return printed;
    }

    private Path heads() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("critic/linear_2//w", Node.Leaf.of(SmallFiles.counting(1, 2, 1)));
        nodes.put("critic/linear_3//w", Node.Leaf.of(SmallFiles.counting(2, 2, 1)));
        return SmallFiles.write(folder.resolve("heads.npz"), nodes);
    }

    private Path headsLike() throws IOException {
        return Files.writeString(folder.resolve("heads.json"),
                "{\"value.left.kernel\": [2, 1], \"value.right.kernel\": [2, 1]}");
    }

    private static SequencedMap<String, Node> changed() {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("stem.kernel", Node.Leaf.of(SmallFiles.counting(1.5f, 2, 2)));
        nodes.put("norm.mean", Node.Leaf.of(SmallFiles.counting(1, 2)));
        return nodes;
    }
}
