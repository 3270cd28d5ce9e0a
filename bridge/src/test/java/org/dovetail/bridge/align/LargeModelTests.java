package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dovetail.bridge.align.Networks.Layer;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Style;
import org.junit.jupiter.api.Test;

/** Models of hundreds of layers: none of these ends in reasonable time where every pair of layers is judged, or every block exchanged by a search. */
class LargeModelTests {
    private static final int BLOCKS = 300;
    private static final int HEADS = 100;

    @Test
    void twoHeadsBesideHundredsOfBlocksAreOneLine() throws AlignmentException {
        List<Layer> network = blocks();
        network.add(new Layer("net/linear", "policy", 8, 3));
        network.add(new Layer("net/linear_1", "value", 8, 3));
        assertThat(align(network)).isInstanceOfSatisfying(Alignment.Refused.class, refused -> {
            assertThat(refused.lines()).containsExactly("--map 'net/linear=policy'");
            assertThat(refused.plan().open()).hasSize(2);
        });
    }

    @Test
    void hundredsOfEqualBlocksRestOnTheirOrder() throws AlignmentException {
        List<Layer> network = blocks();
        network.add(new Layer("net/linear", "head", 8, 3));
        assertThat(align(network)).isInstanceOfSatisfying(Alignment.Mapped.class, mapped -> assertThat(
                mapped.plan().steps().stream().filter(step -> step.basis() == Basis.BLOCK)).hasSize(2 * BLOCKS));
    }

    @Test
    void hundredsOfNumberedLayersRestOnTheirNumbers() throws AlignmentException {
        List<Layer> network = new ArrayList<>();
        for (int b = 0; b < BLOCKS; b++) {
            network.add(new Layer("net/linear" + number(2 * b), "blocks." + b + ".up", 8, 16));
            network.add(new Layer("net/linear" + number(2 * b + 1), "blocks." + b + ".down", 16, 8));
        }
        assertThat(align(network)).isInstanceOfSatisfying(Alignment.Mapped.class,
                mapped -> assertThat(mapped.plan().steps()).extracting(Step::basis).containsOnly(Basis.NUMBER));
    }

    @Test
    void twoHeadsBesideHundredsOfShapesAreOneLine() throws AlignmentException {
        List<Layer> network = new ArrayList<>();
        for (int i = 0; i < 2 * BLOCKS; i++) {
            network.add(new Layer("net/linear" + number(i), "layers.part" + i + "x", 3 + i, 5 + i));
        }
        network.add(new Layer("net/head_a", "policy", 2, 2));
        network.add(new Layer("net/head_b", "value", 2, 2));
        assertThat(align(network)).isInstanceOfSatisfying(Alignment.Refused.class,
                refused -> assertThat(refused.lines()).containsExactly("--map 'net/head_a=policy'"));
    }

    @Test
    void aModelOfOtherShapesIsRefusedInAFewLines() throws AlignmentException {
        List<Layer> network = new ArrayList<>();
        List<Layer> other = new ArrayList<>();
        for (int i = 0; i < 4 * BLOCKS; i++) {
            network.add(new Layer("net/linear" + number(i), "layers.part" + i + "x", 3 + i, 5 + i));
            other.add(new Layer("net/linear" + number(i), "layers.part" + i + "x", 3 + i, 6 + i));
        }
        assertThat(align(network, other)).isInstanceOfSatisfying(Alignment.Refused.class, refused -> {
            assertThat(refused.message().lines()).hasSizeLessThan(60).contains(
                    "1200 layers of the like file have no source:",
                    "  layers.part0x.{kernel f32[3,6], bias f32[6]}   nearest: net/linear_1/{w f32[4,6], b f32[6]}",
                    "1200 layers of the source fit nothing in the like file:");
            assertThat(refused.message()).endsWith("Leave a layer out with   --skip '**net/linear/**'   or give a like "
                    + "file of the model that this checkpoint is of");
        });
    }

    @Test
    void aNameThatKeepsOneOfHundredsOfLayersFromItsTargetIsSaid() throws AlignmentException {
        List<Layer> network = new ArrayList<>();
        List<Layer> other = new ArrayList<>();
        for (int i = 0; i < 2 * BLOCKS; i++) {
            network.add(new Layer("net/linear" + number(i), "layers.part" + i + "x", 3 + i, 5 + i));
            other.add(new Layer("net/linear" + number(i), "layers.part" + i + "x", 3 + i, 6 + i));
        }
        network.add(new Layer("net/conv1_d", "head", 2, 2));
        other.add(new Layer("net/conv1_d", "head", 2, 2));
        assertThat(align(network, other)).isInstanceOfSatisfying(Alignment.Refused.class,
                refused -> assertThat(refused.message()).contains("net/conv1_d/{w f32[2,2], b f32[2]} is a Conv1D, "
                        + "which does not fit head.{kernel f32[2,2], bias f32[2]}; if it is another kind, "
                        + "say --kind 'net/conv1_d=Linear'"));
    }

    @Test
    void manyHeadsOfOneShapeAreSettledInRounds() throws AlignmentException {
        List<Layer> network = new ArrayList<>();
        for (int i = 0; i < HEADS; i++) {
            network.add(new Layer("net/head_" + (char) ('a' + i % 10) + (char) ('a' + i / 10),
                    "out" + (char) ('a' + i / 10) + (char) ('a' + i % 10), 8, 8));
        }
        assertThat(align(network)).isInstanceOfSatisfying(Alignment.Refused.class, refused -> {
            assertThat(refused.lines()).hasSize(24).startsWith("--map 'net/head_aa=outaa'");
            assertThat(refused.message()).startsWith(HEADS + " of " + HEADS + " layers can go either way:\n")
                    .contains("  or  … and " + (HEADS - 24) + " more\n", "\nSettle the first of them with   --map ")
                    .endsWith("(or the other way round)   and ask again for the rest,   or edit the plan:   "
                            + "dovetail plan ... -o plan.json");
            assertThat(refused.plan().open()).hasSize(HEADS)
                    .allSatisfy(open -> assertThat(open.candidates()).hasSize(HEADS));
        });
    }

    private static List<Layer> blocks() {
        List<Layer> layers = new ArrayList<>();
        for (int b = 0; b < BLOCKS; b++) {
            layers.add(new Layer("net/block" + number(b) + "/linear", "blocks." + b + ".up", 8, 16));
            layers.add(new Layer("net/block" + number(b) + "/linear_1", "blocks." + b + ".down", 16, 8));
        }
        return layers;
    }

    private static String number(int i) { return i == 0 ? "" : "_" + i; }

    private static Alignment.Result align(List<Layer> network) throws AlignmentException {
        return align(network, network);
    }

    private static Alignment.Result align(List<Layer> network, List<Layer> like) throws AlignmentException {
        return Alignment.align(Style.HAIKU, Networks.haiku(network), KeyScheme.SLASH, Style.NNX, Networks.nnx(like),
                KeyScheme.DOTTED, Alignment.Options.DEFAULT);
    }
}
