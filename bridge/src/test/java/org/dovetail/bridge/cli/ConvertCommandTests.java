package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.dovetail.bridge.convert.SideData;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonReading;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTests {
    @TempDir
    Path folder;

    private Path params = Path.of("");
    private Path like = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        like = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        out = folder.resolve("model.safetensors");
    }

    /** Two heads of one shape, which nothing tells apart. */
    private Path heads() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        for (String head : List.of("critic/linear_2", "critic/linear_3")) {
            nodes.put(head + "//w", Node.Leaf.of(SmallFiles.counting(head.length(), 6, 1)));
            nodes.put(head + "//b", Node.Leaf.of(SmallFiles.counting(2, 1)));
        }
        return SmallFiles.write(folder.resolve("heads.npz"), nodes);
    }

    private Path headsLike() throws IOException {
        return Files.writeString(folder.resolve("heads.json"),
                "{\"value.left.kernel\": [6,1], \"value.left.bias\": [1], "
                        + "\"value.right.kernel\": [6,1], \"value.right.bias\": [1]}");
    }

    @Test
    void randomStreamsAreNamedAndComeBack() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("head.kernel", Node.Leaf.of(SmallFiles.counting(1, 2, 3)));
        TensorSpec words = TensorSpec.of(DType.UINT32, 2);
        nodes.put("drop.rngs.key",
                Node.Leaf.of(Array.of(words, MemorySegment.ofArray(new byte[]{1, 2, 3, 4, 5, 6, 7, 8}))));
        nodes.put("drop.rngs.count",
                Node.Leaf.of(Array.of(TensorSpec.of(DType.UINT32), MemorySegment.ofArray(new byte[4]))));
        Path nnx = SmallFiles.write(folder.resolve("nnx.safetensors"), nodes);
        Path haiku = folder.resolve("haiku.npz");
        assertThat(Ran.command("convert", nnx, haiku).out()).contains(
                "kept in side data alone, because haiku models have no such layer:\n  drop.rngs.key\n  drop.rngs.count\n");
        assertThat(Ran.command("convert", haiku, out).status()).isZero();
        assertThat(Ran.command("diff", nnx, out).out()).contains("3 of 3 arrays are equal, bit for bit");
    }

    @Test
    void theMainJobAndItsWayBack() throws IOException {
        assertThat(Ran.command("convert", params, out, "--like", like, "--check")).isEqualTo(new Ran(0,
                """
                        %s  safetensors, nnx names, keys dotted
                        8 arrays, 168 B; 3 layers rest on shape
                        checked: what was written reads back the same, bit for bit
                        to set on the other side:
                          BatchNorm: nnx.BatchNorm(4, momentum=decay_rate, epsilon=1e-5, rngs=rngs); in Java new BatchNorm(4, decayRate, rngs); while Haiku's counter is small, the averages of further \
                        training differ
                        """
                        .formatted(out),
                ""));
        Path back = folder.resolve("back.npz");
        assertThat(Ran.command("convert", out, back)).isEqualTo(new Ran(0, """
                %s  npz, haiku names, keys module//name
                12 arrays, 208 B; 3 layers rest on shape
                4 arrays restored from side data
                side data for the way back is in %s
                """.formatted(back, SideData.fileBeside(back)), ""));
        assertThat(SmallFiles.bits(back)).isEqualTo(SmallFiles.bits(params));
    }

    @Test
    void theWayBackWithALikeFileUsesSideDataToo() throws IOException {
        Ran.command("convert", params, out, "--like", like);
        Path haikuLike = folder.resolve("haiku.json");
        Ran.command("inspect", params, "--as", haikuLike);
        Path back = folder.resolve("back.pkl");
        Ran ran = Ran.command("convert", out, back, "--like", haikuLike);
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("4 arrays restored from side data");
        assertThat(SmallFiles.bits(back)).isEqualTo(SmallFiles.bits(params));
    }

    @Test
    void withoutSideDataTheReportNamesWhatIsComputedAndWhy() throws IOException {
        Path npz = folder.resolve("model.npz");
        Ran.command("convert", params, npz, "--like", like);
        Files.delete(SideData.fileBeside(npz));
        Path haikuLike = folder.resolve("haiku.json");
        Ran.command("inspect", params, "--as", haikuLike);
        Ran ran = Ran.command("convert", npz, folder.resolve("back.npz"), "--like", haikuLike);
        assertThat(ran.out()).contains("""
                computed, because only haiku models have them:
                  copied from ~/mean_ema/average (there is no side data of it): \
                state/net/batch_norm/~/mean_ema/hidden
                """, "set to 1073741824 (there is no side data of it): state/net/batch_norm/~/mean_ema/counter, "
                + "state/net/batch_norm/~/var_ema/counter\n");
    }

    @Test
    void randomStreamsComeBackFromSideDataAlone() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("lin.kernel", Node.Leaf.of(SmallFiles.counting(1, 3, 4)));
        nodes.put("drop.rngs.key", Node.Leaf.of(uint32(Shape.of(2), 7, 8)));
        nodes.put("drop.rngs.count", Node.Leaf.of(uint32(Shape.of(), 5)));
        Path nnx = SmallFiles.write(folder.resolve("nnx.safetensors"), nodes);
        Path haiku = folder.resolve("haiku.npz");
        assertThat(Ran.command("convert", nnx, haiku).out()).contains("""
                kept in side data alone, because haiku models have no such layer:
                  drop.rngs.key
                  drop.rngs.count
                """);
        assertThat(Ran.command("convert", haiku, out).out()).contains("2 arrays restored from side data");
        assertThat(SmallFiles.bits(out)).isEqualTo(SmallFiles.bits(nnx));
        assertThat(Ran.command("convert", haiku, out, "--like", nnx).out()).contains("2 arrays restored");
        assertThat(SmallFiles.bits(out)).isEqualTo(SmallFiles.bits(nnx));
        Files.delete(SideData.fileBeside(haiku));
        assertThat(Ran.command("convert", haiku, out, "--like", nnx).out()).contains("""
                not in the new file, because nothing fills them:
                  drop.rngs.key
                  drop.rngs.count
                """);
    }

    private static Array uint32(Shape shape, int... values) {
        return Array.of(new TensorSpec(DType.UINT32, shape), Array.ofInts(shape, values).data());
    }

    @Test
    void sideDataThatDoesNotBelongIsIgnoredAndSaidSo() throws IOException {
        Path npz = folder.resolve("model.npz");
        Ran.command("convert", params, npz, "--like", like);
        Path other = folder.resolve("other.npz");
        Files.copy(params, other);
        Files.copy(SideData.fileBeside(npz), SideData.fileBeside(other));
        Ran ran = Ran.command("convert", other, folder.resolve("o.npz"), "--like", like);
        assertThat(ran.status()).isZero();
        assertThat(ran.err())
                .isEqualTo(SideData.fileBeside(other) + " is ignored: it belongs to other bytes than those of "
                        + other + "\n");
    }

    @Test
    void whatCanGoEitherWayIsRefusedWithTheLinesThatSettleIt() throws Exception {
        Ran ran = Ran.command("convert", heads(), out, "--like", headsLike());
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).isEqualTo("""
                2 of 2 layers can go either way:
                  critic/linear_2/{w f32[6,1], b f32[1]}  ->  value.left  or  value.right
                  critic/linear_3/{w f32[6,1], b f32[1]}  ->  value.left  or  value.right
                Settle them with   --map 'critic/linear_2=value.left'   (or the other way round)   or edit the plan:   \
                dovetail plan ... -o plan.json
                """);
        assertThat(out).doesNotExist();
        assertThat(leftovers()).isEmpty();
        Ran json = Ran.command("convert", heads(), out, "--like", headsLike(), "--json");
        assertThat(json.status()).isEqualTo(1);
        assertThat(error(json, "settle"))
                .isEqualTo(Json.list(List.of("--map 'critic/linear_2=value.left'"), Json::of));

        Ran settled = Ran.command("convert", heads(), out, "--like", headsLike(), "--map",
                "critic/linear_2=value.right");
        assertThat(settled.status()).isZero();
        assertThat(settled.out()).contains("2 layers rest on map");
        assertThat(SmallFiles.floats(out, "value/right/kernel"))
                .isEqualTo(SmallFiles.floats(heads(), "critic/linear_2/w"));
    }

    private static Json error(Ran ran, String field) throws JsonException {
        return JsonReading.read(ran.out()) instanceof Json.Obj document
                && document.fields().get("error") instanceof Json.Obj error
                        ? error.fields().getOrDefault(field, new Json.Null())
                        : new Json.Null();
    }

    @Test
    void aLineThatNamesNothingIsWrongUsage() throws IOException {
        Ran ran = Ran.command("convert", heads(), out, "--like", headsLike(), "--map", "critic/linear_9=value.left");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.onlyError()).startsWith(
                "dovetail convert: --map 'critic/linear_9=value.left': the source has no layer 'critic/linear_9'; it has ");
        Ran noLike = Ran.command("convert", heads(), out, "--map", "critic/linear_2=value.left");
        assertThat(noLike.status()).isEqualTo(2);
        assertThat(noLike.onlyError()).contains("give one with --like");
    }

    @Test
    void aDryRunPrintsThePlanAndWritesNothing() throws IOException {
        Ran ran = Ran.command("convert", params, out, "--like", like, "--dry-run");
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("params/net/linear/w f32[3,4]", "->  stem.kernel f32[3,4]  copy", "(side data)",
                "3 layers rest on shape");
        assertThat(out).doesNotExist();
        assertThat(Ran.command("convert", params, out, "--like", like, "--dry-run", "--json").out())
                .startsWith("{\n  \"format\": \"dovetail-plan\"");
    }

    @Test
    void namesWithoutALikeFileFollowTheSource() throws IOException {
        assertThat(Ran.command("convert", params, out).out()).contains("nnx names, keys dotted");
        assertThat(SmallFiles.bits(out)).containsKeys("linear/kernel", "batch_norm/mean");
        Path pickle = folder.resolve("model.pkl");
        Ran.command("convert", params, pickle);
        try (Checkpoint checkpoint = Checkpoint.open(pickle)) {
            assertThat(checkpoint.scheme()).isEqualTo(KeyScheme.NESTED);
        }
        Path renamed = folder.resolve("renamed.npz");
        Ran same = Ran.command("convert", params, renamed, "--to", "haiku", "--scheme", "module/name");
        assertThat(same.status()).isZero();
        assertThat(SmallFiles.bits(renamed)).isEqualTo(SmallFiles.bits(params));
    }

    @Test
    void castsAreDoneAndNamed() throws IOException {
        Ran ran = Ran.command("convert", params, out, "--like", like, "--dtype", "float8_e5m2");
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("rounded, so the way back does not restore them:",
                "  stem.kernel  f32 -> f8_e5m2\n");
    }

    @Test
    void partsCanBeLeftOut() throws IOException {
        Ran ran = Ran.command("convert", params, out, "--like", like, "--skip", "net/linear_1");
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("""
                not in the new file, because nothing fills them:
                  head.kernel
                  head.bias
                """);
        assertThat(SmallFiles.bits(out)).hasSize(6);
        assertThat(Ran.command("convert", params, out, "--only", "linear").onlyError())
                .isEqualTo("dovetail convert: --only 'linear' matches no array; the first is "
                        + "params/net/batch_norm/offset");
    }

    @Test
    void headsTellWhatHaikusArraysDoNot() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        for (String part : List.of("query", "key", "value", "linear")) {
            nodes.put("attend/" + part + "//w", Node.Leaf.of(SmallFiles.counting(part.length(), 8, 8)));
        }
        Path attention = SmallFiles.write(folder.resolve("attention.npz"), nodes);
        Path short4 = folder.resolve("short.safetensors");
        assertThat(Ran.command("convert", attention, out, "--kind", "attend=MultiHeadAttention(4)").status()).isZero();
        assertThat(Ran.command("convert", attention, short4, "--heads", "attend=4").status()).isZero();
        assertThat(SmallFiles.bits(short4)).isEqualTo(SmallFiles.bits(out));
        assertStatus2("--heads 'attend': expected PATH=HEADS with a number of heads from 1", "convert", attention, out,
                "--heads", "attend");
    }

    @Test
    void whatCannotBeReadOrWrittenIsStatus2AndLeavesNothing() throws IOException {
        Path cut = Files.write(folder.resolve("cut.npz"), java.util.Arrays.copyOf(Files.readAllBytes(params), 700));
        assertStatus2("cut.npz: ", "convert", cut, out);
        assertStatus2("there is no such file", "convert", folder.resolve("missing.npz"), out);
        assertStatus2("its name does not tell the format", "convert", params, folder.resolve("out.xyz"));
        assertStatus2("is a folder; name a file in it", "convert", params, folder, "--format", "npz");
        assertStatus2("there is no folder", "convert", params, folder.resolve("no").resolve("out.npz"));
        assertStatus2("npz has no nested trees", "convert", params, folder.resolve("out.npz"), "--scheme", "nested");
        assertThat(out).doesNotExist();
        assertThat(leftovers()).isEmpty();
    }

    private static void assertStatus2(String line, Object... args) {
        Ran ran = Ran.command(args);
        assertThat(ran.status()).as(ran.toString()).isEqualTo(2);
        assertThat(ran.onlyError()).contains(line);
    }

    @Test
    void aStructureHasNothingToConvert() throws IOException {
        Ran ran = Ran.command("convert", like, out, "--to", "haiku", "--kind", "norm=BatchNorm(2)");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.onlyError()).isEqualTo("dovetail convert: " + like
                + " is a structure: it has names and shapes, but no numbers to convert");
    }

    @Test
    void namesThatFitBothLibrariesNeedAWord() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("norm/scale", Node.Leaf.of(SmallFiles.counting(0, 4)));
        Path norm = SmallFiles.write(folder.resolve("norm.safetensors"), nodes);
        assertThat(Ran.command("convert", norm, out).onlyError()).isEqualTo("dovetail convert: " + norm
                + ": its names fit both Haiku and NNX; say --from haiku or --from nnx");
        assertThat(Ran.command("convert", norm, out, "--to", "nnx").status()).isZero();
        Path both = Files.writeString(folder.resolve("both.json"), "{\"n.scale\": [4]}");
        assertThat(Ran.command("convert", norm, out, "--like", both).onlyError()).isEqualTo(
                "dovetail convert: the names in " + norm + " and in " + both
                        + " fit both Haiku and NNX; say --from haiku or --from nnx");
        assertThat(Ran.command("convert", norm, out, "--like", both, "--to", "nnx").status()).isZero();
    }

    @Test
    void aNestedLikeFileGivesDottedKeysInAFlatContainer() throws IOException {
        Path nested = Files.writeString(folder.resolve("nested.json"), """
                {"head": {"kernel": [4, 2], "bias": [2]},
                 "norm": {"scale": [4], "bias": [4], "mean": [4], "var": [4]},
                 "stem": {"kernel": [3, 4], "bias": [4]}}
                """);
        Ran ran = Ran.command("convert", params, out, "--like", nested);
        assertThat(ran.status()).isZero();
        assertThat(ran.err()).isEqualTo(
                "safetensors has no nested trees, so keys are spelled dotted, not nested as in the like file\n");
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            assertThat(checkpoint.tree().children()).containsKey("stem.kernel");
        }
    }

    @Test
    void flatKeysOfALikeFileThatCannotHaveOthersGiveNestedOnesInANestedContainer() throws IOException {
        Path nnx = folder.resolve("nnx.pkl");
        assertThat(Ran.command("convert", params, nnx, "--like", like).out())
                .contains("pickle, nnx names, keys nested");
        try (Checkpoint checkpoint = Checkpoint.open(nnx)) {
            assertThat(checkpoint.tree().children()).containsOnlyKeys("stem", "norm", "head");
        }
        Path haiku = folder.resolve("haiku.msgpack");
        assertThat(Ran.command("convert", nnx, haiku, "--like", params).out()).contains(
                "msgpack, haiku names, keys two-level");
        Path dotted = folder.resolve("dotted.pkl");
        assertThat(Ran.command("convert", params, dotted, "--like", like, "--scheme", "dotted").status()).isZero();
        assertThat(Ran.command("convert", params, nnx, "--like", dotted).out()).contains("keys dotted");
    }

    @Test
    void aLineThatBeginsWithTheTargetIsTurnedRound() {
        assertStatus2("--map 'stem=net/linear': the source comes first: --map 'net/linear=stem'", "convert", params,
                out,
                "--like", like, "--map", "stem=net/linear");
    }

    @Test
    void copiesForDevicesAreNoticed() throws IOException {
        Path copies = SmallFiles.write(folder.resolve("copies.npz"), new LinkedHashMap<>(
                Map.of("net/linear//w", Node.Leaf.of(Array.ofFloats(Shape.of(4, 3, 2), new float[24])),
                        "net/linear//b", Node.Leaf.of(Array.ofFloats(Shape.of(4, 2), new float[8])))));
        Path head = Files.writeString(folder.resolve("head.json"), "{\"head.kernel\": [3,2], \"head.bias\": [2]}");
        assertThat(Ran.command("convert", copies, out, "--like", head).err()).contains(
                "\nEvery array of the source has a first axis of 4, and behind it what the like file has. If those are "
                        + "copies for devices, take one with   --device-axis first\n");
        assertThat(Ran.command("convert", copies, out, "--like", head, "--device-axis", "first").status()).isZero();
    }

    @Test
    void linesThatContradictEachOtherAreRefused() {
        assertStatus2("--map 'net/linear=stem' and --map 'net/linear=head' contradict each other: every layer goes to "
                + "one layer, and each gets one", "convert", params, out, "--like", like, "--map", "net/linear=stem",
                "--map", "net/linear=head");
    }

    @Test
    void whatIsLeftOutDoesNotHideTheLineThatSettlesTheRest() throws IOException {
        Path towers = SmallFiles.write(folder.resolve("towers.npz"), new LinkedHashMap<>(Map.of("critic/one//w",
                Node.Leaf.of(SmallFiles.counting(1, 6, 1)), "critic/two//w",
                Node.Leaf.of(SmallFiles.counting(7, 6, 1)))));
        Path heads = Files.writeString(folder.resolve("heads.json"),
                "{\"left.kernel\": [6,1], \"right.kernel\": [6,1]}");
        Ran ran = Ran.command("convert", towers, out, "--like", heads, "--skip", "critic/one/**");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("2 of 2 layers can go either way:", "--map 'critic/one=left'");
        assertThat(Ran.command("convert", towers, out, "--like", heads, "--skip", "critic/one/**", "--map",
                "critic/one=left").out()).contains("not in the new file, because nothing fills them:\n  left.kernel\n");
    }

    @Test
    void jsonTellsWhatWasDone() throws Exception {
        Ran ran = Ran.command("convert", params, out, "--like", like, "--json");
        assertThat(ran.status()).isZero();
        assertThat(JsonReading.read(ran.out())).isInstanceOfSatisfying(Json.Obj.class, document -> {
            assertThat(document.fields()).containsEntry("arrays", Json.of(8)).containsEntry("format",
                    Json.of("safetensors"));
            assertThat(document.fields().get("plan")).isInstanceOf(Json.Obj.class);
        });
    }

    @Test
    void thePageTellsWhatWasDone() throws IOException {
        Path page = folder.resolve("page.html");
        assertThat(
                Ran.command("convert", params, out, "--like", like, "--dtype", "bfloat16", "--report", page).status())
                .isZero();
        assertThat(Files.readString(page)).contains("8 arrays, ", "\"how\":\"cast f32-\\u003Ebf16\"");
        assertThat(leftovers()).isEmpty();
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".")).toList();
        }
    }

    @Test
    void aModelIsWrittenInShardsAndComesBack() throws IOException {
        Path shards = folder.resolve("model");
        Ran ran = Ran.command("convert", params, shards, "--like", like, "--shard-size", "60B", "--check");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(shards.resolve("model.safetensors.index.json")).exists();
        assertThat(shards.resolve("model-00001-of-00004.safetensors")).exists();
        Path back = folder.resolve("back.npz");
        assertThat(Ran.command("convert", shards, back).status()).isZero();
        assertThat(SmallFiles.bits(back)).isEqualTo(SmallFiles.bits(params));
        assertThat(Ran.command("inspect", shards).out()).contains("safetensors-shards");
        assertThat(Ran.command("diff", shards, shards.resolve("model.safetensors.index.json")).status()).isZero();
    }

    @Test
    void aFolderIsReplacedWithLeaveAlone() throws IOException {
        Path shards = Files.createDirectory(folder.resolve("model"));
        Files.writeString(shards.resolve("mine"), "");
        Ran refused = Ran.command("convert", params, shards, "--like", like, "--shard-size", "1KB");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.onlyError()).endsWith(shards + ": is there already; replace it with --overwrite");
        assertThat(shards.resolve("mine")).exists();
        Ran replaced = Ran.command("convert", params, shards, "--like", like, "--shard-size", "1KB", "--overwrite");
        assertThat(replaced.status()).as(replaced.err()).isZero();
        assertThat(shards.resolve("mine")).doesNotExist();
        assertThat(shards.resolve("model.safetensors")).exists();
    }

    @Test
    void aShardSizeIsForShards() {
        assertThat(Ran.command("convert", params, out, "--shard-size", "5 apples").onlyError())
                .contains("'5 apples' is no size; write 5GB, 500MB, 2GiB or 1000000");
        assertThat(Ran.command("convert", params, out, "--shard-size", "5GB", "--format", "npz").onlyError())
                .contains("--shard-size is for --format safetensors-shards alone, not for npz");
    }

    @Test
    void anOrbaxCheckpointIsWrittenInBothLayoutsAndComesBack() throws IOException {
        for (String layout : List.of("pure", "state")) {
            Path orbax = folder.resolve(layout);
            Ran ran = Ran.command("convert", params, orbax, "--like", like, "--scheme", "nested", "--nnx-layout",
                    layout,
                    "--check");
            assertThat(ran.status()).as(ran.err()).isZero();
            assertThat(Files.readString(orbax.resolve("_METADATA")).contains("('head', 'kernel', 'value')"))
                    .isEqualTo(layout.equals("state"));
            Path back = folder.resolve("back.npz");
            assertThat(Ran.command("convert", orbax, back).status()).isZero();
            assertThat(SmallFiles.bits(back)).isEqualTo(SmallFiles.bits(params));
        }
        assertThat(Ran.command("diff", folder.resolve("pure"), folder.resolve("state")).status()).isZero();
        assertThat(Ran.command("convert", params, out, "--nnx-layout", "flat").onlyError())
                .contains("there is no layout 'flat'; there are pure, state");
    }
}
