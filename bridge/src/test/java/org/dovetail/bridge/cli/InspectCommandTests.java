package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.format.Node;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTests {
    @TempDir
    Path folder;

    private static SequencedMap<String, Node> encoder() {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("encoder/linear//w", Node.Leaf.of(SmallFiles.counting(0, 64, 48)));
        nodes.put("encoder/linear//b", Node.Leaf.of(SmallFiles.counting(0, 48)));
        nodes.put("encoder//scale_of_mine", Node.Leaf.of(Array.ofFloats(Shape.of(2), Float.NaN, 3)));
        return nodes;
    }

    @Test
    void pipedThereIsALineForEachModuleWithItsFullPath() throws IOException {
        Path file = SmallFiles.write(folder.resolve("params.npz"), encoder());
        assertThat(Ran.command("inspect", file)).isEqualTo(new Ran(0, """
                # %s  npz, keys module//name, haiku names
                encoder/linear  w f32[64,48]  b f32[48]  Linear
                encoder/scale_of_mine  f32[2]
                # 3 arrays, 3,122 numbers, 12.5 KB
                """.formatted(file), ""));
    }

    @Test
    void onATerminalThereIsATree() throws IOException {
        Path file = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        assertThat(Ran.command(true, false, () -> 0, "inspect", file).out()).isEqualTo("""
                %s  npz, keys module//name, haiku names
                  net
                    batch_norm            BatchNorm
                      scale               f32[1,4]   16 B
                      offset              f32[1,4]   16 B
                      ~/mean_ema/average  f32[1,4]   16 B
                      ~/var_ema/average   f32[1,4]   16 B
                      ~/mean_ema/hidden   f32[1,4]   16 B
                      ~/mean_ema/counter  i32[]      4 B
                      ~/var_ema/hidden    f32[1,4]   16 B
                      ~/var_ema/counter   i32[]      4 B
                    linear                Linear
                      w                   f32[3,4]   48 B
                      b                   f32[4]     16 B
                    linear_1              Linear
                      w                   f32[4,2]   32 B
                      b                   f32[2]     8 B
                12 arrays, 52 numbers, 208 B
                """.formatted(file));
    }

    @Test
    void statisticsCountWhatIsNotFinite() throws IOException {
        Path file = SmallFiles.write(folder.resolve("params.npz"), encoder());
        assertThat(Ran.command("inspect", "--stats", file).out()).contains(
                "encoder/scale_of_mine  f32[2]  mean 3  std 0  min 3  max 3  nan 1  inf 0\n",
                "encoder/linear b  f32[48]  mean 5.8750  std 3.4633  min 0  max 11.750  nan 0  inf 0\n");
        assertThat(Ran.onTerminal("inspect", "--stats", file).out()).contains("nan 1  inf 0");
    }

    @Test
    void severalFilesFollowOneAnother() throws IOException {
        Path params = SmallFiles.write(folder.resolve("params.npz"), encoder());
        Path like = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        Ran ran = Ran.command("inspect", params, like);
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).containsSubsequence("# " + params,
                "# " + like + "  json (structure alone), keys dotted, nnx"
                        + " names\n",
                "norm  mean f32[4]", "BatchNorm", "stem  kernel f32[3,4]  bias f32[4]  Linear");
        Ran broken = Ran.command("inspect", params, folder.resolve("missing.npz"));
        assertThat(broken.status()).isEqualTo(2);
        assertThat(broken.out()).startsWith("# " + params);
    }

    @Test
    void valuesAndMetadataAreListedOnOneLineEach() throws IOException {
        SequencedMap<String, Node> nodes = SmallFiles.haiku();
        nodes.put("global_step", Node.Leaf.of(Array.ofInts(Shape.of(), 1234)));
        nodes.put("note", new Node.Scalar("two\nlines \u001b[31m and " + "more ".repeat(40)));
        Path file = SmallFiles.write(folder.resolve("params.npz"), nodes);
        assertThat(Ran.command("inspect", file).out()).contains("# global_step = 1234 (i32)\n",
                "# note = two lines  [31m and more").doesNotContain("\u001b");
        Path tensors = SmallFiles.write(folder.resolve("t.safetensors"), encoder(), Map.of("license", "MIT"));
        assertThat(Ran.command("inspect", tensors).out()).contains("# metadata license = MIT\n");
    }

    @Test
    void longNamesAreWholeAndHarmless() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        String name = "alphafold/evoformer/".repeat(10) + "t\u001b[2Jx";
        nodes.put(name + "//w", Node.Leaf.of(SmallFiles.counting(0, 2, 2)));
        Path file = SmallFiles.write(folder.resolve("long.npz"), nodes);
        assertThat(Ran.command("inspect", file).out())
                .contains("\n" + "alphafold/evoformer/".repeat(10) + "t [2Jx  w f32[2,2]  Linear\n");
        assertThat(Ran.command("plan", file).out()).contains("t [2Jx/w f32[2,2]  ->").doesNotContain("\u001b");
    }

    @Test
    void theStructureAloneIsALikeFile() throws IOException {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path like = folder.resolve("like.json");
        assertThat(Ran.command("inspect", params, "--as", like))
                .isEqualTo(new Ran(0, like + "  structure of 12 arrays\n", ""));
        assertThat(Ran.command("inspect", like).out()).startsWith("# " + like
                + "  json (structure alone), keys module//name, haiku names\n").contains("net/linear  w f32[3,4]");
        assertThat(Ran.command("inspect", params, params, "--as", like).onlyError())
                .isEqualTo("dovetail inspect: --as writes the structure of one file, here are 2");
    }

    @Test
    void namesOfBothLibrariesLeaveTheStyleOpen() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("norm/scale", Node.Leaf.of(SmallFiles.counting(0, 4)));
        Path file = SmallFiles.write(folder.resolve("norm.safetensors"), nodes);
        assertThat(Ran.command("inspect", file).out()).contains("names of neither Haiku nor NNX alone",
                "norm  scale f32[4]\n");
        assertThat(Ran.command("inspect", file, "--from", "nnx").out()).contains("nnx names",
                "norm  scale f32[4]  RMSNorm|LayerNorm|GroupNorm|InstanceNorm\n");
    }

    @Test
    void jsonHasEverything() throws IOException {
        Path file = SmallFiles.write(folder.resolve("params.npz"), encoder());
        Ran ran = Ran.command("inspect", file, "--json", "--stats");
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("\"style\": \"haiku\"", "\"name\": \"encoder/linear\"",
                "\"kinds\": [\"Linear\"]",
                "\"nan\": 1", "\"bytes\": 12488");
    }

    @Test
    void whatBytesDoNotSayCanBeAssumed() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("a/w", Node.Leaf.of(SmallFiles.counting(0, 2).cast(DType.BFLOAT16, Arena.ofAuto())));
        Path file = SmallFiles.write(folder.resolve("half.npz"), nodes);
        assertThat(Ran.command("inspect", file).onlyError()).contains("--assume V2=bfloat16");
        assertThat(Ran.command("inspect", file, "--assume", "V2=bfloat16").out()).contains("a/w  bf16[2]");
        assertThat(Ran.command("inspect", file, "--assume", "a/w=float16").out()).contains("a/w  f16[2]");
    }
}
