package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.fuzz.HostileNames;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonPrinter;
import org.dovetail.bridge.internal.json.JsonReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of arrays are never names of files, and do nothing to the terminal that they are printed on. */
class HostileNamesTests {
    private static final String FORGERY = "x\nFORGED line\r\u001b[2J\u202e\u2028";

    @TempDir
    Path folder;

    private Path place = Path.of("");

    private Path checkpoint(String file, List<String> scopes) throws IOException {
        place = Files.createDirectories(folder.resolve("a/b/c"));
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        for (String scope : scopes) {
            nodes.put(scope + "//w", Node.Leaf.of(SmallFiles.counting(scope.length(), 2, 3)));
            nodes.put(scope + "//b", Node.Leaf.of(SmallFiles.counting(scope.length(), 3)));
        }
        return SmallFiles.write(place.resolve(file), nodes);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !Files.isDirectory(file)).map(file -> folder.relativize(file).toString())
                    .sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"npz", "npz-compressed", "safetensors", "npy", "pickle", "json"})
    void hostileNamesAreKeptAndNothingIsWrittenElsewhere(String format) throws IOException {
        Path in = checkpoint("in.safetensors",
                HostileNames.ALL.stream().filter(name -> !format.startsWith("npz") || !name.contains("\0")).toList());
        Path out = place.resolve("out");
        Path back = place.resolve("back.safetensors");
        assertThat(Ran.command("convert", in, out, "--to", "haiku", "--format", format, "--check"))
                .satisfies(HostileNamesTests::isPlain).extracting(Ran::status).isEqualTo(0);
        assertThat(Ran.command("convert", out, back)).satisfies(HostileNamesTests::isPlain).extracting(Ran::status)
                .isEqualTo(0);
        assertThat(SmallFiles.bits(back)).isEqualTo(SmallFiles.bits(in));
        assertThat(files()).allMatch(
                name -> name.matches("a/b/c/(in\\.safetensors|out|out\\.dovetail\\.json|back\\.safetensors)"));
    }

    @Test
    void noNameForgesALineOrSteersATerminal() throws IOException {
        List<String> names = new ArrayList<>(HostileNames.ALL);
        names.add(FORGERY);
        Path in = checkpoint("in.safetensors", names);
        Path other = checkpoint("other.safetensors", List.of("net/linear", FORGERY + FORGERY));
        Path like = Files.writeString(place.resolve("like.json"), "{\"a\":{\"kernel\":[2,3],\"bias\":[3]}}");
        Path open = Files.writeString(place.resolve("open.json"), """
                {"format": "dovetail-plan", "version": 1, "from": {"style": "haiku", "scheme": "module//name"},
                 "to": {"style": "nnx", "scheme": "dotted"}, "steps": [],
                 "open": [{"target": "t\\nFORGED", "candidates": ["c\\nFORGED"], "choice": null}]}
                """);
        List<Ran> runs = List.of(Ran.command("convert", in, place.resolve("out.npz"), "--plan", open),
                Ran.command("inspect", in), Ran.command("inspect", in, "--stats"),
                Ran.onTerminal("inspect", in), Ran.command("plan", in), Ran.command("plan", in, "--like", like),
                Ran.command("convert", in, place.resolve("out.npz"), "--like", like),
                Ran.command("diff", in, other), Ran.onTerminal("diff", in, other),
                Ran.command("inspect", in, "--json"), Ran.command("diff", in, other, "--json"),
                Ran.command("plan", in, "--json"),
                Ran.command("convert", in, place.resolve("out.npy"), "--to", "haiku", "--json"),
                Ran.command("plan", in, "--map", FORGERY + "=" + FORGERY, "--like", like),
                Ran.command("inspect", place.resolve(FORGERY.replace('/', '_'))));
        assertThat(runs).allSatisfy(HostileNamesTests::isPlain);
    }

    @Test
    void jsonGivesTheNamesBack() throws IOException, JsonException {
        Path in = checkpoint("in.safetensors", HostileNames.ALL);
        String json = JsonPrinter.compact(JsonReading.read(Ran.command("inspect", in, "--json").out()));
        assertThat(HostileNames.ALL).allSatisfy(name -> assertThat(json)
                .contains(JsonPrinter.compact(new Json.Text(name + "/w"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"diff", "plan"})
    void inAPageNamesAreTextThatTurnsNothing(String command) throws IOException, JsonException {
        Path in = checkpoint("in.safetensors", HostileNames.ALL);
        Path file = place.resolve("page.html");
        assertThat(Ran.command(Stream.of(Stream.of(command, in), Stream.of(in).limit(command.equals("diff") ? 1 : 0),
                Stream.of("--report", file)).flatMap(args -> args).toArray()).status()).isZero();
        String page = Files.readString(file);
        assertThat(page.split("<script", -1)).as("scripts: the page's data and its own").hasSize(3);
        String data = page.substring(page.indexOf('>', page.indexOf("id=\"data\"")) + 1);
        data = data.substring(0, data.indexOf("</script>"));
        assertThat(data).doesNotContainPattern("[<>&[^\\x20-\\x7e\n]]");
        String shown = JsonPrinter.compact(JsonReading.read(data));
        assertThat(shown).doesNotContainPattern("(?<!\\\\)(\\\\\\\\)*\\\\u").contains("\\\\u202eevil");
    }

    @Test
    void aRefusalNamesAHostileEntryOnOneLine() throws IOException {
        Path in = Files.writeString(folder.resolve("plan.json"),
                "{\"format\":\"dovetail-structure\",\"version\":1,\"entries\":{\"a\\nFORGED\\u001b[2J\":3}}");
        assertThat(Ran.command("inspect", in).onlyError()).contains("entry 'a\\u000aFORGED\\u001b[2J'");
    }

    @Test
    void linksAreFollowedWhereTheUserNamesThemAndAtNoOtherPlace() throws IOException {
        Path in = checkpoint("in.npz", List.of("net/linear"));
        Path precious = Files.writeString(folder.resolve("precious"), "untouched");
        Path side = Files.createSymbolicLink(place.resolve("out.npz.dovetail.json"), precious);
        Path out = place.resolve("out.npz");
        assertThat(Ran.command("convert", in, out).status()).isZero();
        assertThat(precious).hasContent("untouched");
        assertThat(side).isRegularFile();
        assertThat(Files.isSymbolicLink(side)).isFalse();
        try (Checkpoint checkpoint = Checkpoint.open(Files.createSymbolicLink(place.resolve("link.npz"), out))) {
            assertThat(checkpoint.entries()).hasSize(2);
        }
    }

    /** Colours apart, a run prints no control characters, and no line is a forgery. */
    static void isPlain(Ran ran) {
        String printed = (ran.out() + ran.err()).replaceAll("\u001b\\[[0-9;]*m", "");
        assertThat(printed.lines()).noneMatch(line -> line.startsWith("FORGED"));
        assertThat(printed).doesNotContainPattern("[\\p{Cc}&&[^\n]]|\\p{Cf}|\\p{Zl}|\\p{Zp}|\\p{Cs}");
        assertThat(printed).doesNotContain("this should not happen");
    }
}
