package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.PlanJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTests {
    @TempDir
    Path folder;

    @Test
    void everyArrayHasALine() throws IOException {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path like = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        assertThat(Ran.command("plan", params, "--like", like)).isEqualTo(new Ran(0, """
                params/net/linear_1/w f32[4,2]                    ->  head.kernel f32[4,2]  copy               shape
                params/net/linear_1/b f32[2]                      ->  head.bias f32[2]      copy               shape
                state/net/batch_norm/~/mean_ema/average f32[1,4]  ->  norm.mean f32[4]      reshape[1,4]->[4]  shape
                state/net/batch_norm/~/var_ema/average f32[1,4]   ->  norm.var f32[4]       reshape[1,4]->[4]  shape
                params/net/batch_norm/scale f32[1,4]              ->  norm.scale f32[4]     reshape[1,4]->[4]  shape
                params/net/batch_norm/offset f32[1,4]             ->  norm.bias f32[4]      reshape[1,4]->[4]  shape
                state/net/batch_norm/~/mean_ema/hidden f32[1,4]   ->  (side data)
                state/net/batch_norm/~/mean_ema/counter i32[]     ->  (side data)
                state/net/batch_norm/~/var_ema/hidden f32[1,4]    ->  (side data)
                state/net/batch_norm/~/var_ema/counter i32[]      ->  (side data)
                params/net/linear/w f32[3,4]                      ->  stem.kernel f32[3,4]  copy               shape
                params/net/linear/b f32[4]                        ->  stem.bias f32[4]      copy               shape
                3 layers rest on shape
                """, ""));
    }

    @Test
    void aPlanIsWrittenFollowedAndRefusedForAnotherFile() throws IOException {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path like = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        Path plan = folder.resolve("plan.json");
        assertThat(Ran.command("plan", params, "--like", like, "-o", plan))
                .isEqualTo(new Ran(0, plan + "  plan of 3 layers; 3 layers rest on shape\n", ""));
        assertThat(Ran.command("plan", params, "--like", like, "--json").out()).isEqualTo(Files.readString(plan));
        Path out = folder.resolve("out.safetensors");
        assertThat(Ran.command("convert", params, out, "--plan", plan).status()).isZero();
        assertThat(SmallFiles.bits(out)).hasSize(8);
        Ran other = Ran.command("convert", out, folder.resolve("x.npz"), "--plan", plan);
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.onlyError())
                .startsWith(
                        "dovetail convert: the plan is for another checkpoint: it takes params/net/linear_1/w f32[4,2], ");
        Files.writeString(plan, Files.readString(plan).replace("\"steps\"", "\"stairs\""));
        Ran broken = Ran.command("convert", params, out, "--plan", plan);
        assertThat(broken.status()).isEqualTo(2);
        assertThat(broken.onlyError()).isEqualTo("dovetail convert: " + plan + ": has no \"steps\"");
    }

    @Test
    void openTargetsAreWrittenWithTheirCandidatesAndCanBeChosenThere() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("a//w", Node.Leaf.of(SmallFiles.counting(1, 2, 3)));
        nodes.put("b//w", Node.Leaf.of(SmallFiles.counting(2, 2, 3)));
        nodes.put("c//w", Node.Leaf.of(SmallFiles.counting(3, 5, 3)));
        Path params = SmallFiles.write(folder.resolve("params.npz"), nodes);
        Path like = Files.writeString(folder.resolve("like.json"),
                "{\"x.kernel\": [2,3], \"y.kernel\": [2,3], \"z.kernel\": [5,3]}");
        Path file = folder.resolve("plan.json");
        Ran ran = Ran.command("plan", params, "--like", like, "-o", file);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).startsWith("2 of 3 layers can go either way:\n");
        Plan plan = PlanJson.read(file);
        assertThat(plan.isComplete()).isFalse();

        Path out = folder.resolve("out.npz");
        Ran refused = Ran.command("convert", params, out, "--plan", file, "--like", like);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("""
                %s: 2 of its targets are open:
                  x  <-  a  or  b
                  y  <-  a  or  b
                Give each a "choice" there, or settle them with --map
                """.formatted(file));
        assertThat(out).doesNotExist();

        Files.writeString(file, Files.readString(file).replaceFirst("\"choice\": null", "\"choice\": \"b\""));
        assertThat(Ran.command("convert", params, out, "--plan", file).onlyError())
                .isEqualTo("dovetail convert: " + file
                        + " has choices for open targets, which need the like file again: say --like");
        assertThat(Ran.command("convert", params, out, "--plan", file, "--like", like).status()).isZero();
        assertThat(SmallFiles.floats(out, "x/kernel")).isEqualTo(SmallFiles.floats(params, "b/w"));
    }

    @Test
    void thePageShowsWhatMovesAndWhatStaysBehind() throws IOException {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path like = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        Path page = folder.resolve("page.html");
        assertThat(Ran.command("plan", params, "--like", like, "--report", page).status()).isZero();
        assertThat(Files.readString(page)).contains("\"outcome\":\"3 layers rest on shape\"", "\"tone\":\"plain\"",
                "Kept in side data: nnx models have no such array.", "\"title\":\"To set on the other side\"")
                .doesNotContain("\"compared\":{");
    }

    @Test
    void thePageOfAnOpenPlanListsWhatIsNotDecided() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("a//w", Node.Leaf.of(SmallFiles.counting(1, 2, 3)));
        nodes.put("b//w", Node.Leaf.of(SmallFiles.counting(2, 2, 3)));
        Path params = SmallFiles.write(folder.resolve("params.npz"), nodes);
        Path like = Files.writeString(folder.resolve("like.json"), "{\"x.kernel\": [2,3], \"y.kernel\": [2,3]}");
        Path page = folder.resolve("page.html");
        assertThat(Ran.command("plan", params, "--like", like, "--report", page).status()).isEqualTo(1);
        assertThat(Files.readString(page)).contains("\"tone\":\"bad\"",
                "{\"title\":\"Not decided\",\"lines\":[\"x  \\u003C-  a  or  b\",\"y  \\u003C-  a  or  b\"]}");
    }

    @Test
    void anOrderNeedsALiveModel() throws IOException {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path like = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        assertThat(Ran.command("plan", params, "--like", like, "--assume-order").onlyError())
                .isEqualTo("dovetail plan: --assume-order needs a like file that tells the order of definition: a "
                        + "structure that docs/dump_structure.py made of the live model");
        assertThat(Ran.command("plan", params, "--assume-order").onlyError()).isEqualTo("dovetail plan: --assume-order "
                + "needs --like with a structure of the live model, as docs/dump_structure.py makes it");
    }

    @Test
    void strictRefusesWhatRestsOnNames() throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("policy//w", Node.Leaf.of(SmallFiles.counting(1, 2, 3)));
        nodes.put("value//w", Node.Leaf.of(SmallFiles.counting(2, 2, 3)));
        Path params = SmallFiles.write(folder.resolve("params.npz"), nodes);
        Path like = Files.writeString(folder.resolve("like.json"),
                "{\"policy.kernel\": [2,3], \"value.kernel\": [2,3]}");
        Path plan = folder.resolve("plan.json");
        Path out = folder.resolve("out.npz");
        assertThat(Ran.command("convert", params, out, "--like", like).out())
                .contains("2 layers rest on name\n", """
                        please look at these, which rest on what somebody called them:
                          policy  ->  policy  Linear  rests on name
                          value   ->  value   Linear  rests on name
                        """);
        assertThat(Ran.command("plan", params, "--like", like, "--strict").status()).isEqualTo(1);
        Ran.command("plan", params, "--like", like, "-o", plan);
        Ran strict = Ran.command("convert", params, out, "--plan", plan, "--strict");
        assertThat(strict.status()).isEqualTo(1);
        assertThat(strict.err())
                .startsWith("""
                        These rest on a name, which --strict does not accept:
                          policy  ->  policy  Linear  rests on name
                          value   ->  value   Linear  rests on name
                        If they are right, say so in %s:   "rests_on": "map"
                        """.formatted(plan));
        Files.writeString(plan, Files.readString(plan).replace("\"name\"", "\"map\""));
        assertThat(Ran.command("convert", params, out, "--plan", plan, "--strict").status()).isZero();
    }
}
