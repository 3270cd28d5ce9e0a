package org.dovetail.bridge;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Init;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.haiku.HkState;
import org.dovetail.haiku.Params;
import org.dovetail.nnx.BatchNorm;
import org.dovetail.nnx.Linear;
import org.dovetail.nnx.Module;
import org.dovetail.nnx.Rngs;

/** Random models of linear layers, batch norms and nested modules, in both styles; the attributes have other names than the modules. */
final class RandomModels {
    /** A model as both libraries hold it. */
    record Pair(Params params, HkState state, Net model) {}

    /** Modules by the name of their attribute. */
    static final class Net extends Module {
        private final SortedMap<String, Module> parts = new TreeMap<>();
    }

    static final Arbitrary<Pair> ALL = Arbitraries.randomValue(random -> new RandomModels(random).pair());

    private static final int DEPTH = 3;
    private static final Linear.Options ZEROS = Linear.options().kernelInit(Init.zeros());

    private final Random random;
    private final Map<String, Map<String, Tensor>> params = new TreeMap<>();
    private final Map<String, Map<String, Tensor>> state = new TreeMap<>();
    private final Rngs rngs = new Rngs(0);

    private RandomModels(Random random) { this.random = random; }

    private Pair pair() {
        Net net = net("net", 1);
        return new Pair(Params.of(params), HkState.of(state), net);
    }

    private Net net(String scope, int depth) {
        Net net = new Net();
        List<String> words = new ArrayList<>();
        Map<String, Integer> numbers = new TreeMap<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            String word = word(words);
            net.parts.put(word, switch (random.nextInt(depth < DEPTH ? 4 : 3)) {
                case 0, 1 -> linear(numbered(scope, "linear", numbers));
                case 2 -> batchNorm(numbered(scope, "batch_norm", numbers));
                default -> net(numbered(scope, "block", numbers), depth + 1);
            });
        }
        return net;
    }

    private Linear linear(String path) {
        int in = 1 + random.nextInt(4);
        int out = 1 + random.nextInt(4);
        boolean bias = random.nextBoolean();
        Map<String, Tensor> mine = new TreeMap<>(Map.of("w", numbers(in, out)));
        if (bias) {
            mine.put("b", numbers(out));
        }
        params.put(path, mine);
        return new Linear(in, out, bias ? ZEROS : ZEROS.withoutBias(), rngs);
    }

    private BatchNorm batchNorm(String path) {
        int features = 1 + random.nextInt(4);
        int[] extents = new int[2 + random.nextInt(3)];
        Arrays.fill(extents, 1);
        extents[extents.length - 1] = features;
        params.put(path, Map.of("scale", numbers(extents), "offset", numbers(extents)));
        for (String average : List.of("mean_ema", "var_ema")) {
            state.put(path + "/~/" + average, Map.of("average", numbers(extents), "hidden", numbers(extents), "counter",
                    Array.ofInts(Shape.of(), random.nextInt(5000))));
        }
        return new BatchNorm(features, rngs);
    }

    /** Floats of any bits, NaNs and signed zeros included. */
    private Array numbers(int... extents) {
        return Array.filled(TensorSpec.of(DType.FLOAT32, extents), data -> {
            for (long at = 0; at < data.byteSize(); at += Integer.BYTES) {
                data.set(ValueLayout.JAVA_INT_UNALIGNED, at, random.nextInt());
            }
        });
    }

    /** Zeros of the same dtype and shape. */
    static Tensor zeros(Tensor tensor) {
        return Array.filled(tensor.spec(), _ -> {});
    }

    private static String numbered(String scope, String name, Map<String, Integer> numbers) {
        int number = numbers.merge(name, 1, Integer::sum) - 1;
        return scope + "/" + name + (number == 0 ? "" : "_" + number);
    }

    /** A name without an ordinal. */
    private String word(List<String> taken) {
        StringBuilder word = new StringBuilder();
        while (word.isEmpty() || taken.contains(word.toString())) {
            word.append("bdfgklmnprst".charAt(random.nextInt(12))).append("oui".charAt(random.nextInt(3)))
                    .append("lnrs".charAt(random.nextInt(4)));
        }
        taken.add(word.toString());
        return word.toString();
    }
}
