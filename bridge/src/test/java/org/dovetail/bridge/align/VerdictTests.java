package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Rules;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Unit;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;

/** Small networks as names alone: a layer fits a target when both are written with the same letter behind the colon. */
class VerdictTests {
    private static final Kinds KINDS = new Kinds(Rules.builtIn());
    private static final Set<Law> ALL = EnumSet.allOf(Law.class);

    @Test
    void layersOfDifferentShapeNeedNoLaw() {
        assertThat(map(Set.of(), List.of("model/block/linear:a", "model/linear:b"), List.of("head:b", "body.dense:a")))
                .isEqualTo(Map.of("head", "model/linear", "body.dense", "model/block/linear"));
    }

    @Test
    void automaticNumbersOutsideBlocksDecideNothing() {
        assertThat(map(ALL, List.of("critic/linear:a", "critic/linear_1:b", "critic/linear_2:b"),
                List.of("left:b", "right:b", "stem:a")))
                .isEqualTo(Map.of("stem", "critic/linear", "left", "critic/linear_1|critic/linear_2", "right",
                        "critic/linear_1|critic/linear_2"));
    }

    @Test
    void numberedScopesFillAListInOrder() {
        List<String> source = List.of("net/block:a", "net/block/linear:a", "net/block/linear_1:b",
                "net/block_1/linear:a", "net/block_1/linear_1:b", "net/block_2/linear:a",
                "net/block_2/linear_1:b");
        List<String> target = List.of("layers.0.up:a", "layers.0.down:b", "layers.1.up:a", "layers.1.down:b",
                "layers.2.up:a", "layers.2.down:b");
        assertThat(map(ALL, source.subList(1, 7), target)).isEqualTo(
                Map.of("layers.0.up", "net/block/linear", "layers.0.down", "net/block/linear_1", "layers.1.up",
                        "net/block_1/linear", "layers.1.down", "net/block_1/linear_1", "layers.2.up",
                        "net/block_2/linear", "layers.2.down", "net/block_2/linear_1"));
        assertThat(map(Set.of(), source.subList(1, 7), target).get("layers.0.up"))
                .isEqualTo("net/block/linear|net/block_1/linear");
    }

    @Test
    void aPinOfOneBlockSettlesAllAlikeBlocks() {
        List<String> source = new ArrayList<>();
        List<String> target = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            String block = i == 0 ? "net/block" : "net/block_" + i;
            source.addAll(List.of(block + "/linear:a", block + "/linear_1:a"));
            target.addAll(List.of("layers." + i + ".one:a", "layers." + i + ".two:a"));
        }
        Network network = new Network(source, target);
        assertThat(network.verdict(ALL, true).undecided()).hasSize(96);
        BitSet only = new BitSet();
        only.set(network.source("net/block_7/linear_1"));
        Problem pinned = network.problem.pinned(network.target("layers.7.one"), only);
        Verdict verdict = Verdict.of(pinned, ALL, false);
        assertThat(verdict.isUnique()).isTrue();
        assertThat(verdict.source(network.target("layers.30.two"))).isEqualTo(network.source("net/block_30/linear"));
    }

    @Test
    void aPinOfOneBlockSettlesAllAlikeBlocksWithoutScopes() {
        List<String> source = new ArrayList<>();
        List<String> target = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            source.addAll(List.of(i == 0 ? "net/linear:a" : "net/linear_" + 2 * i + ":a",
                    "net/linear_" + (2 * i + 1) + ":a"));
            target.addAll(List.of("layers." + i + ".one:a", "layers." + i + ".two:a"));
        }
        Network network = new Network(source, target);
        assertThat(network.verdict(ALL, true).undecided()).hasSize(48);
        BitSet only = new BitSet();
        only.set(network.source("net/linear_15"));
        Verdict verdict = Verdict.of(network.problem.pinned(network.target("layers.7.one"), only), ALL, false);
        assertThat(verdict.isUnique()).isTrue();
        assertThat(verdict.source(network.target("layers.20.one"))).isEqualTo(network.source("net/linear_41"));
    }

    @Test
    void nestedBlocksMayBeOneList() {
        List<String> source = new ArrayList<>();
        List<String> target = new ArrayList<>();
        for (int g = 0; g < 4; g++) {
            for (int b = 0; b < 2; b++) {
                String block = "res_net18/~/block_group_" + g + "/~/block_" + b + "/~/";
                String here = "trunk." + (2 * g + b) + ".";
                source.addAll(List.of(block + "conv_0:" + (b == 0 ? "in" : "same") + g, block + "conv_1:same" + g,
                        block + "batchnorm_0:bn" + g, block + "batchnorm_1:bn" + g));
                target.addAll(List.of(here + "conv_a:" + (b == 0 ? "in" : "same") + g, here + "conv_b:same" + g,
                        here + "norm_a:bn" + g, here + "norm_b:bn" + g));
                if (b == 0) {
                    source.add(block + "shortcut_conv:short" + g);
                    target.add(here + "skip:short" + g);
                }
            }
        }
        assertThat(map(ALL, source, target)).hasSize(36).allSatisfy((t, s) -> assertThat(s).doesNotContain("|"))
                .containsEntry("trunk.5.conv_b", "res_net18/~/block_group_2/~/block_1/~/conv_1")
                .containsEntry("trunk.4.norm_a", "res_net18/~/block_group_2/~/block_0/~/batchnorm_0");
    }

    @Test
    void namesThatAuthorsGaveMatch() {
        assertThat(map(ALL, List.of("auto_encoder/~/encoder:a", "auto_encoder/~/decoder:a"),
                List.of("encoder:a", "decoder:a")))
                .isEqualTo(Map.of("encoder", "auto_encoder/~/encoder", "decoder", "auto_encoder/~/decoder"));
        assertThat(map(ALL, List.of("net/linear:a", "net/linear_1:a"), List.of("linear:a", "linear_1:a")).get("linear"))
                .contains("|");
    }

    @Test
    void writtenOrdinalsKeepTheirOrder() {
        assertThat(map(ALL, List.of("mlp/~/linear_0:a", "mlp/~/linear_1:a", "mlp/~/linear_2:a"),
                List.of("first:a", "second:a", "third:a")))
                .isEqualTo(Map.of("first", "mlp/~/linear_0", "second", "mlp/~/linear_1", "third", "mlp/~/linear_2"));
    }

    @Test
    void theOrderOfTheKeysPlaysNoPart() {
        List<String> source = List.of("net/a/linear:x", "net/a/linear_1:x", "net/b/linear:x");
        List<String> target = List.of("p.q:x", "p.r:x", "s:x");
        assertThat(map(ALL, source.reversed(), target.reversed())).isEqualTo(map(ALL, source, target));
    }

    private static Map<String, String> map(Set<Law> kept, List<String> sources, List<String> targets) {
        return new Network(sources, targets).mapping(kept);
    }

    private static final class Network {
        final List<Item> sources;
        final List<Item> targets;
        final Problem problem;

        Network(List<String> sources, List<String> targets) {
            this.sources = sources.stream().map(text -> item(Style.HAIKU, text)).toList();
            this.targets = targets.stream().map(text -> item(Style.NNX, text)).toList();
            List<BitSet> fits = new ArrayList<>();
            for (int t = 0; t < targets.size(); t++) {
                fits.add(new BitSet());
                for (int s = 0; s < sources.size(); s++) {
                    fits.get(t).set(s, letter(targets.get(t)).equals(letter(sources.get(s))));
                }
            }
            problem = Problem.of(Places.of(Style.NNX, this.targets, KINDS),
                    Places.of(Style.HAIKU, this.sources, KINDS), fits,
                    new SameNames(Style.NNX, Style.HAIKU, KINDS));
        }

        Verdict verdict(Set<Law> kept, boolean all) { return Verdict.of(problem, kept, all); }

        int source(String name) { return sources.stream().map(Item::toString).toList().indexOf(name); }

        int target(String name) { return targets.stream().map(Item::toString).toList().indexOf(name); }

        Map<String, String> mapping(Set<Law> kept) {
            Verdict verdict = verdict(kept, true);
            Map<String, String> mapping = new TreeMap<>();
            for (int t = 0; t < targets.size(); t++) {
                mapping.put(targets.get(t).toString(), String.join("|", verdict.witnessed().get(t).stream()
                        .mapToObj(s -> sources.get(s).toString()).sorted().limit(2).toList()));
            }
            return mapping;
        }

        private static String letter(String text) { return text.substring(text.indexOf(':') + 1); }

        private static Item item(Style style, String text) {
            List<String> path = List.of(text.substring(0, text.indexOf(':')).split(style == Style.HAIKU ? "/" : "\\."));
            LinkedHashMap<String, Entry> members = new LinkedHashMap<>();
            members.put("w", new Entry(new EntryPath("", path, "w"), TensorSpec.of(DType.FLOAT32, 1)));
            return new Item(new Unit(style, path, members, 0), -1);
        }
    }
}
