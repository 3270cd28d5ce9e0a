package org.dovetail.bridge.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.rules.Fallback;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanJsonTests {
    private static final Plan SMALL = new Plan(Style.HAIKU, KeyScheme.DOUBLE_SLASH, Style.NNX, KeyScheme.DOTTED,
            List.of(new Step("Conv2DTranspose", "up", "up", Basis.NAME,
                    List.of(new Move(
                            List.of(new Entry(new EntryPath("params", List.of("up"), "w"),
                                    TensorSpec.of(DType.FLOAT32, 3, 3, 8, 4))),
                            List.of(new Entry(EntryPath.of("up", "kernel"), TensorSpec.of(DType.FLOAT32, 3, 3, 4, 8),
                                    "Param")),
                            List.of(new TensorOp.Permute(List.of(0, 1, 3, 2))))),
                    List.of(new Aside("hidden", new Entry(EntryPath.of("bn", "hidden"),
                            TensorSpec.of(DType.FLOAT32, 1, 4)), new Fallback.Copy("average"))),
                    List.of())),
            List.of(new Plan.Open("value.left", List.of("critic/linear_2", "critic/linear_3"))));

    @Property(tries = 300)
    void readingGivesWhatWasWritten(@ForAll("plans") Plan plan) {
        assertThat(PlanJson.parse(PlanJson.print(plan))).isEqualTo(plan);
    }

    @Property(tries = 300)
    void theInverseOfTheInverseIsThePlan(@ForAll("completePlans") Plan plan) {
        assertThat(plan.inverse().inverse()).isEqualTo(plan);
        assertThat(PlanJson.parse(PlanJson.print(plan.inverse()))).isEqualTo(plan.inverse());
    }

    @Provide
    Arbitrary<Plan> plans() { return RandomPlans.plans(); }

    @Provide
    Arbitrary<Plan> completePlans() { return RandomPlans.completePlans(); }

    @Test
    void aPlanGoesThroughAFile(@TempDir Path folder) throws Exception {
        Plan plan = SMALL;
        // @start region="roundTrip"
        Path file = folder.resolve("plan.json");
        Files.writeString(file, PlanJson.print(plan));
        Plan edited = PlanJson.read(file);
        // @end
        assertThat(edited).isEqualTo(plan);
        assertThat(Files.readString(file)).isEqualTo(
                """
                        {
                          "format": "dovetail-plan",
                          "version": 1,
                          "from": {"style": "haiku", "scheme": "module//name"},
                          "to": {"style": "nnx", "scheme": "dotted"},
                          "steps": [
                            {
                              "kind": "Conv2DTranspose",
                              "source": "up",
                              "target": "up",
                              "rests_on": "name",
                              "moves": [
                                {
                                  "from": [{"path": "up/w", "in": "params", "dtype": "float32", "shape": [3, 3, 8, 4]}],
                                  "to": [{"path": "up/kernel", "dtype": "float32", "shape": [3, 3, 4, 8], "variable": "Param"}],
                                  "ops": [{"permute": [0, 1, 3, 2]}]
                                }
                              ],
                              "source_only": [
                                {
                                  "role": "hidden",
                                  "entry": {"path": "bn/hidden", "dtype": "float32", "shape": [1, 4]},
                                  "fallback": {"copy": "average"}
                                }
                              ],
                              "target_only": []
                            }
                          ],
                          "open": [{"target": "value.left", "candidates": ["critic/linear_2", "critic/linear_3"], "choice": null}]
                        }
                        """);
    }

    @Test
    void choicesForOpenTargetsAreReadBesideThePlan(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("plan.json"),
                PlanJson.print(SMALL).replace("\"choice\": null", "\"choice\": \"critic/linear_3\""));
        assertThat(PlanJson.readDraft(file)).isEqualTo(new PlanDraft(SMALL, List.of("critic/linear_3=value.left")));
        assertThat(PlanJson.read(file)).isEqualTo(SMALL);
    }

    @Test
    void anEditThatDoesNotHoldTogetherIsRefusedWithItsPlace(@TempDir Path folder) throws Exception {
        assertEdit("\"version\": 1", "\"version\": 2", "is not of version 1, the only one that is known");
        assertEdit("dovetail-plan", "x", "its format is \"x\", expected \"dovetail-plan\"");
        assertEdit("\"style\": \"nnx\"", "\"style\": \"linen\"",
                "to: there is no style \"linen\"; known are haiku and nnx");
        assertEdit("\"dotted\"", "\"dots\"", "to: there is no key scheme \"dots\"; known are "
                + "[module//name, module/name, module:name, dotted, two-level, nested]");
        assertEdit("\"rests_on\": \"name\"", "\"rests_on\": \"luck\"",
                "steps[0]: rests on \"luck\", which is none of [shape, block, number, name, order, map]");
        assertEdit("\"kind\"", "\"kin\"", "steps[0]: has no \"kind\"");
        assertEdit("\"open\"", "\"opne\"", "the key \"opne\" is not known here");
        assertEdit("[3, 3, 4, 8]", "[3, 3, 8, 4]", "steps[0].moves[0]: its operations give [f32[3,3,4,8]], "
                + "but \"to\" says [f32[3,3,8,4]]");
        assertEdit("[0, 1, 3, 2]", "[0, 1, 2]", "steps[0].moves[0]: permute[0, 1, 2]: got f32[3,3,8,4]");
        assertEdit("[0, 1, 3, 2]", "[0, 1, 2, 2]",
                "steps[0].moves[0].ops[0]: permute: no permutation: [0, 1, 2, 2]");
        assertEdit("{\"permute\"", "{\"swap\"", "steps[0].moves[0].ops[0]: should be one of {\"reshape\": {\"from\": "
                + "SHAPE, \"to\": SHAPE}}, {\"permute\": AXES}, {\"flip\": AXES}, {\"cast\": {\"from\": DTYPE, "
                + "\"to\": DTYPE}}, {\"unstack\": N}, {\"stack\": N}, "
                + "{\"blocks\": {\"axis\": N, \"order\": BLOCKS}}, {\"split\": {\"axis\": N, \"sizes\": EXTENTS}}, "
                + "{\"join\": {\"axis\": N, \"sizes\": EXTENTS}}, "
                + "{\"shift\": {\"block\": N, \"blocks\": N, \"by\": NUMBER}}, {\"sum\": N}, {\"spread\": N}");
        assertEdit("{\"permute\": [0, 1, 3, 2]}", "{\"reshape\": {\"from\": [4], \"to\": [5]}}",
                "steps[0].moves[0].ops[0].reshape: reshape: [4] has 4 elements, [5] has 5");
        assertEdit("\"float32\", \"shape\": [3, 3, 8, 4]", "\"float33\", \"shape\": [3, 3, 8, 4]",
                "steps[0].moves[0].from[0].dtype: there is no dtype \"float33\"");
        assertEdit("\"float32\", \"shape\": [3, 3, 8, 4]", "\"a\\nb\\u001b[2J\\u202e\", \"shape\": [3, 3, 8, 4]",
                "steps[0].moves[0].from[0].dtype: there is no dtype \"a\\u000ab\\u001b[2J\\u202e\"");
        assertEdit("bn/hidden\"", "up/w\", \"in\": \"params\"",
                "steps[0]: params/up/w is used twice, here and in steps[0]");
        assertEdit("{\"permute\": [0, 1, 3, 2]}", "{\"unstack\": 2147483647}",
                "steps[0].moves[0].ops[0]: unstack takes 1 to 65536 layers, here are 2147483647");
        assertEdit("{\"copy\": \"average\"}", "{}",
                "steps[0].source_only[0].fallback: should be one of {\"copy\": ROLE}, {\"constant\": NUMBER}, "
                        + "{\"seeded\": {\"seed\": N, \"draw\": N}}, {\"leave_out\": true}");
        assertEdit("[{\"path\": \"up/w\", \"in\": \"params\", \"dtype\": \"float32\", \"shape\": [3, 3, 8, 4]}]", "[]",
                "steps[0].moves[0]: should name at least one array under \"from\" and one under \"to\"");
        assertEdit("[1, 4]", "[2147483647, 2147483647, 2147483647]",
                "steps[0].source_only[0].entry.shape: shape: more than 2^63 elements: "
                        + "[2147483647, 2147483647, 2147483647]");

        assertEdit("\"choice\": null", "\"choice\": \"critic/linear\"",
                "open[0].choice: should be one of [critic/linear_2, critic/linear_3]");

        Path file = Files.writeString(folder.resolve("p.json"), "[]");
        assertThatThrownBy(() -> PlanJson.read(file)).isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": should be an object");
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> PlanJson.read(missing)).hasMessage(missing + ": there is no such file");
    }

    @Test
    void aLongNameInAProblemIsShortenedInTheMiddle() {
        String edited = PlanJson.print(SMALL).replace("\"float32\", \"shape\": [3, 3, 8, 4]",
                "\"" + "x".repeat(10_000) + "\", \"shape\": [3, 3, 8, 4]");
        assertThatThrownBy(() -> PlanJson.parse(edited)).message().hasSizeLessThan(700)
                .startsWith("steps[0].moves[0].from[0].dtype: there is no dtype \"xxx").endsWith("xxx\"")
                .contains("x…x");
    }

    private static void assertEdit(String before, String after, String problem) {
        String edited = PlanJson.print(SMALL).replace(before, after);
        assertThatThrownBy(() -> PlanJson.parse(edited)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }
}
