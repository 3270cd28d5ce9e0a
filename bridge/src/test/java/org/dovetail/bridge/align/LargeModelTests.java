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
        return Alignment.align(Style.HAIKU, Networks.haiku(network), KeyScheme.SLASH, Style.NNX, Networks.nnx(network),
                KeyScheme.DOTTED, Alignment.Options.DEFAULT);
    }
}
