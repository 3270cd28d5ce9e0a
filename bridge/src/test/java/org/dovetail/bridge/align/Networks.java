package org.dovetail.bridge.align;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/** Random networks that are written in both styles, with the true correspondence of their layers. */
final class Networks {
    /**
     * A layer as both libraries call it.
     *
     * @param haiku its module path
     * @param nnx its attribute path
     * @param in its inputs
     * @param out its outputs
     */
    record Layer(String haiku, String nnx, int in, int out) {
        Layer renamed(String attribute) { return new Layer(haiku, attribute, in, out); }
    }

    /** Networks of a stem, blocks with or without scopes of their own, and heads whose shapes may be equal. */
    static final Arbitrary<List<Layer>> ALL = Arbitraries.randomValue(Networks::network);

    private Networks() {}

    private static List<Layer> network(Random random) {
        List<Layer> layers = new ArrayList<>();
        int plain = random.nextInt(4);
        int[] next = {0};
        for (int i = 0; i < plain; i++) {
            layers.add(linear("net", next, "stem_" + word(random, i), random));
        }
        int blocks = random.nextInt(4);
        int inside = 1 + random.nextInt(3);
        boolean scopes = random.nextBoolean();
        String list = random.nextBoolean() ? "blocks." : "trunk.parts.";
        int[][] shapes = new int[inside][];
        for (int k = 0; k < inside; k++) {
            shapes[k] = new int[]{2 + random.nextInt(2), 2 + random.nextInt(2)};
        }
        for (int b = 0; b < blocks; b++) {
            int[] inner = {0};
            for (int k = 0; k < inside; k++) {
                String scope = scopes ? "net/block" + (b == 0 ? "" : "_" + b) : "net";
                layers.add(new Layer(numbered(scope, scopes ? inner : next), list + b + "." + word(random(k), k),
                        shapes[k][0], shapes[k][1]));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            layers.add(new Layer("net/head_" + (char) ('a' + i), "output." + word(random, i), 2 + random.nextInt(2),
                    2 + random.nextInt(2)));
        }
        if (layers.isEmpty()) {
            layers.add(linear("net", next, "only", random));
        }
        return layers;
    }

    /** The attributes of a block are the same in every block. */
    private static Random random(int seed) {
        return new Random(seed);
    }

    private static Layer linear(String scope, int[] next, String attribute, Random random) {
        return new Layer(numbered(scope, next), attribute, 2 + random.nextInt(3), 2 + random.nextInt(3));
    }

    private static String numbered(String scope, int[] next) {
        int number = next[0]++;
        return scope + "/linear" + (number == 0 ? "" : "_" + number);
    }

    private static String word(Random random, int salt) {
        String letters = "bcdfghklmnprst";
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.append("qwxz".charAt(salt % 4)).append(letters.charAt(salt % 14)).append("uu").toString();
    }

    static List<Entry> haiku(List<Layer> layers) {
        List<Entry> entries = new ArrayList<>();
        for (Layer layer : layers) {
            List<String> scope = List.of(layer.haiku().split("/"));
            entries.add(
                    new Entry(new EntryPath("", scope, "w"), TensorSpec.of(DType.FLOAT32, layer.in(), layer.out())));
            entries.add(new Entry(new EntryPath("", scope, "b"), TensorSpec.of(DType.FLOAT32, layer.out())));
        }
        return entries;
    }

    static List<Entry> nnx(List<Layer> layers) {
        List<Entry> entries = new ArrayList<>();
        for (Layer layer : layers) {
            List<String> scope = List.of(layer.nnx().split("\\."));
            entries.add(new Entry(new EntryPath("", scope, "kernel"),
                    TensorSpec.of(DType.FLOAT32, layer.in(), layer.out())));
            entries.add(new Entry(new EntryPath("", scope, "bias"), TensorSpec.of(DType.FLOAT32, layer.out())));
        }
        return entries;
    }
}
