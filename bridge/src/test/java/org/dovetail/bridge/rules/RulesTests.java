package org.dovetail.bridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTests {
    /** A layer as Haiku makes it, and what the way back needs to be told. */
    record Example(LayerRule rule, Map<String, TensorSpec> haiku, List<String> arguments) {}

    private static final SegmentAllocator MEMORY = Arena.ofAuto();

    @Property(tries = 400)
    void everyRuleGoesThereAndBack(@ForAll("layers") Example layer, @ForAll Random random) {
        Map<String, TensorSpec> nnx = layer.rule.counterpart(Style.HAIKU, layer.haiku, toNnx(layer.rule)).orElseThrow();
        Fit fit = layer.rule.fit(layer.haiku, nnx).orElseThrow();
        List<String> moved = new ArrayList<>(fit.haikuOnly().keySet());
        for (Link link : fit.links()) {
            moved.addAll(link.haiku());
            List<Array> before = link.haiku().stream().map(role -> random(spec(layer.haiku, role), random)).toList();
            List<Array> there = run(link.toNnx(), before);
            assertThat(there).extracting(Array::spec).isEqualTo(link.nnx().stream().map(nnx::get).toList());
            assertThat(specs(link.toNnx(), before.stream().map(Array::spec).toList()))
                    .isEqualTo(there.stream().map(Array::spec).toList());
            List<TensorOp> inverse = link.toNnx().reversed().stream().map(TensorOp::inverse).toList();
            List<Array> back = run(inverse, there);
            boolean exact = link.toNnx().stream().noneMatch(LossyOp.class::isInstance);
            for (int i = 0; i < before.size(); i++) {
                assertThat(back.get(i).spec()).isEqualTo(before.get(i).spec());
                assertThat(!exact || back.get(i).bitEquals(before.get(i))).isTrue();
            }
        }
        assertThat(moved).containsExactlyInAnyOrderElementsOf(layer.haiku.keySet());
        Map<String, TensorSpec> again = layer.rule.counterpart(Style.NNX, nnx, layer.arguments).orElseThrow();
        assertThat(layer.rule.fit(again, nnx)).isPresent();
        assertThat(again.keySet()).isEqualTo(layer.haiku.keySet());
    }

    @Property(tries = 200)
    void behindALeadingAxisEveryRuleFitsAsWithoutIt(@ForAll("layers") Example layer) {
        Map<String, TensorSpec> nnx = layer.rule.counterpart(Style.HAIKU, layer.haiku, toNnx(layer.rule)).orElseThrow();
        Optional<Stacks.Deep> deep = Stacks.fit(layer.rule, Stacks.withFirst(layer.haiku, 7),
                Stacks.withFirst(nnx, 7));
        assertThat(deep.map(fit -> fit.fit().links().stream().map(Link::haiku).toList())).isEqualTo(
                layer.rule.fit(layer.haiku, nnx).map(fit -> fit.links().stream().map(Link::haiku).toList()));
        Map<String, TensorSpec> stack = Stacks.withFirst(layer.haiku, 7);
        deep.ifPresent(fit -> fit.fit().links().forEach(link -> assertThat(
                specs(link.toNnx(), link.haiku().stream().map(role -> spec(stack, role)).toList()))
                .isEqualTo(link.nnx().stream().map(Stacks.withFirst(nnx, 7)::get).toList())));
    }

    @Test
    void aTransposedConvolutionExchangesItsLastAxes() {
        LayerRule rule = rule("Conv1DTranspose");
        Fit fit = rule.fit(Map.of("w", Entries.spec("[1,2,3]")), Map.of("kernel", Entries.spec("[1,3,2]")))
                .orElseThrow();
        Array w = Array.ofFloats(Shape.of(1, 2, 3), 1, 2, 3, 4, 5, 6);
        assertThat(run(fit.links().getFirst().toNnx(), List.of(w)).getFirst()
                .bitEquals(Array.ofFloats(Shape.of(1, 3, 2), 1, 4, 2, 5, 3, 6))).isTrue();
    }

    @Test
    void aTransposedKernelRunsBackwardsInSpaceAlone() {
        LayerRule rule = rule("Conv2DTranspose(transpose_kernel)");
        assertThat(rule.onlyByName()).isTrue();
        Fit fit = rule.fit(Map.of("w", Entries.spec("[2,2,1,2]")), Map.of("kernel", Entries.spec("[2,2,1,2]")))
                .orElseThrow();
        Array w = Array.ofFloats(Shape.of(2, 2, 1, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(run(fit.links().getFirst().toNnx(), List.of(w)).getFirst()
                .bitEquals(Array.ofFloats(Shape.of(2, 2, 1, 2), 7, 8, 5, 6, 3, 4, 1, 2))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Conv2D | w [3,3,8,6] b [6,1,1] | kernel [3,3,8,6] bias [6]",
            "DepthwiseConv1D | w [3,1,8] b [8,1,1] | kernel [3,1,8] bias [8]",
            "DepthwiseConv2D | w [3,3,1,16] b [16,1,1] | kernel [3,3,1,16] bias [16]",
            "Conv2DTranspose | w [3,3,6,8] b [6,1,1] | kernel [3,3,8,6] bias [6]",
            "Conv3DTranspose | w [3,3,3,3,2] b [3] | kernel [3,3,3,2,3] bias [3]",
            "LayerNorm | scale [1,8,1,1] offset [1,8,1,1] | scale [8] bias [8]",
            "LayerNorm | offset [4] | bias [4]",
            "RMSNorm | scale [1,8,1,1] | scale [8]",
            "GroupNorm | scale [8,1,1] offset [8,1,1] | scale [8] bias [8]",
            "InstanceNorm | scale [1,1,1] offset [1,1,1] | scale [1] bias [1]",
            "Embed | embeddings [10,4] | embedding [10,4]"})
    void theShapesOfRealLayersFit(String kind, String haiku, String nnx) {
        assertThat(rule(kind).fit(specs(haiku), specs(nnx))).isPresent();
        assertThat(rule(kind).counterpart(Style.HAIKU, specs(haiku), List.of())).contains(specs(nnx));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "BatchNorm | ~/mean_ema/average [1,1,8,4] ~/var_ema/average [1,1,8,4] | mean [4] var [4]",
            "BatchNorm | ~/mean_ema/average [1,4] ~/var_ema/average [1,4] scale [1,4] | mean [4] var [4]",
            "BatchNorm | ~/mean_ema/average [1,4] ~/var_ema/average [1,5] | mean [4] var [5]",
            "LayerNorm | scale [1,8,1,4] | scale [4]", "LayerNorm | scale [] | scale [1]",
            "Linear | w [3,4] b [4] | kernel [3,4]", "Linear | w [3,4] b [3] | kernel [3,4] bias [3]",
            "Linear | w [3,4] b [4,1] | kernel [3,4] bias [4]", "Linear | w [3,4] | kernel [4,3]",
            "Linear | w [3] | kernel [3]", "Linear | b [3] | bias [3]",
            "Conv2D | w [3,3,4,5] b [4] | kernel [3,3,4,5] bias [4]",
            "Conv2D | w [3,3,4,5] b [5,1,2] | kernel [3,3,4,5] bias [5]", "Conv1D | w [3,4] | kernel [3,4]",
            "Conv2DTranspose | w [3,3,4,5] b [5] | kernel [3,3,5,4] bias [5]",
            "DepthwiseConv2D | w [3,3,2,4] | kernel [3,3,2,4]"})
    void shapesOfNoLayerDoNotFit(String kind, String haiku, String nnx) {
        assertThat(rule(kind).fit(specs(haiku), specs(nnx))).isEmpty();
    }

    @Test
    void batchNormTellsWhatReplacesHaikusSumsAndCounters() {
        Map<String, TensorSpec> nnx = specs("mean [4] var [4] bias [4]");
        assertThat(rule("BatchNorm").counterpart(Style.NNX, nnx, List.of())).isEmpty();
        assertThat(rule("BatchNorm").counterpart(Style.NNX, nnx, List.of("0"))).isEmpty();
        Map<String, TensorSpec> haiku = rule("BatchNorm").counterpart(Style.NNX, nnx, List.of("3")).orElseThrow();
        assertThat(haiku).isEqualTo(specs("offset [1,1,4] ~/mean_ema/average [1,1,4] ~/mean_ema/hidden [1,1,4]"
                + " ~/mean_ema/counter i32[] ~/var_ema/average [1,1,4] ~/var_ema/hidden [1,1,4]"
                + " ~/var_ema/counter i32[]"));
        Fit fit = rule("BatchNorm").fit(haiku, nnx).orElseThrow();
        assertThat(fit.haikuOnly()).isEqualTo(Map.of("~/mean_ema/hidden", new Fallback.Copy("~/mean_ema/average"),
                "~/var_ema/hidden", new Fallback.Copy("~/var_ema/average"), "~/mean_ema/counter",
                new Fallback.Constant(1073741824), "~/var_ema/counter", new Fallback.Constant(1073741824)));
        assertThat(fit.links().getFirst())
                .isEqualTo(Link.of("~/mean_ema/average", "mean", new TensorOp.Reshape(Shape.of(1, 1, 4), Shape.of(4))));
    }

    @Test
    void whatOnlyNnxHasIsLeftOut() {
        assertThat(rule("RngStream").fit(Map.of(), specs("key u32[5,2] count u32[5]")).orElseThrow().nnxOnly())
                .isEqualTo(Map.of("key", new Fallback.LeaveOut(), "count", new Fallback.LeaveOut()));
        assertThat(rule("RngStream").fit(Map.of(), specs("key f32[64,64] count f32[64]"))).isEmpty();
        assertThat(rule("Cache").fit(Map.of(),
                specs("cached_key [2,8,4,16] cached_value [2,8,4,16] cache_index i32[]"))).isPresent();
    }

    @Test
    void notesSayWhatToSetOnTheOtherSide() {
        assertThat(rule("LayerNorm").note(Style.NNX, Map.of())).get().asString().contains("epsilon=1e-5",
                "use_fast_variance=False");
        assertThat(rule("LayerNorm").note(Style.HAIKU, Map.of())).get().asString().contains("eps=1e-6",
                "use_fast_variance=True");
        assertThat(rule("GroupNorm").note(Style.NNX, Map.of())).get().asString().contains("epsilon=1e-5",
                "use_fast_variance=False");
        assertThat(rule("BatchNorm").note(Style.NNX, Map.of())).get().asString().contains("momentum=decay_rate",
                "epsilon=1e-5");
        assertThat(rule("Conv2D").note(Style.NNX, Map.of())).get().asString().contains("hk.pad.same");
        assertThat(rule("Conv2DTranspose").note(Style.NNX, Map.of())).get().asString()
                .contains("transpose_kernel=False");
        assertThat(rule("Embed").note(Style.NNX, Map.of())).get().asString().contains("ids in range");
        assertThat(rule("Linear").note(Style.NNX, Map.of())).isEmpty();
    }

    /** A rule of a user's: a table that NNX keeps flat. */
    public static final class GainRule implements LayerRule {
        @Override
        public String kind() { return "Gain"; }

        @Override
        public Set<String> haikuClasses() { return Set.of("Gain"); }

        @Override
        public Roles roles(Style style) {
            return new Roles(List.of(style == Style.HAIKU ? "gain_table" : "gains"), List.of());
        }

        @Override
        public Optional<Fit> fit(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
            return Optional.of(new Fit("Gain", List.of(Link.of("gain_table", "gains")), Map.of(), Map.of()));
        }

        @Override
        public Optional<Map<String, TensorSpec>> counterpart(Style from, Map<String, TensorSpec> specs,
                List<String> arguments) {
            return Optional.empty();
        }
    }

    @Test
    void aUsersRuleIsFoundAsAService(@TempDir Path classes) throws IOException {
        Path service = classes.resolve("META-INF/services/" + LayerRule.class.getName());
        Files.createDirectories(service.getParent());
        Files.writeString(service, GainRule.class.getName());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[]{classes.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            assertThat(Rules.all()).hasSize(Rules.builtIn().size() + 1);
            assertThat(Rules.all().getLast()).isInstanceOf(GainRule.class);
            assertThat(Units.recognise(Style.HAIKU, Entries.of("a/gain gain_table [3]"), Rules.all(), Set.of()))
                    .extracting(Unit::name).containsExactly("a/gain");
            System.setProperty("dovetail.rules", "");
            assertThat(Rules.all()).as("a launcher without jars of rules").hasSize(Rules.builtIn().size());
        } finally {
            System.clearProperty("dovetail.rules");
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void twoRulesOfOneKindClash() {
        assertThatThrownBy(() -> Rules.with(List.of(new GainRule(), new GainRule())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two layer rules are of kind Gain: org.dovetail.bridge.rules.RulesTests$GainRule and"
                        + " org.dovetail.bridge.rules.RulesTests$GainRule; give one of them another kind()");
    }

    @Provide
    Arbitrary<Example> layers() {
        return Arbitraries.of(Rules.builtIn().stream()
                .filter(rule -> !rule.roles(Style.HAIKU).required().isEmpty() || rule.kind().endsWith("Norm"))
                .filter(rule -> !rule.kind().equals("GRUCell")).toList())
                .flatMap(rule -> Arbitraries.randomValue(random -> new Example(rule, example(rule, random),
                        rule.kind().equals("BatchNorm") ? List.of("4") : List.of())));
    }

    /** What the way to NNX needs to be told. */
    private static List<String> toNnx(LayerRule rule) {
        return switch (rule.kind()) {
            case "GRU" -> List.of("HaikuGruCell");
            case "MultiHeadAttention" -> List.of("2");
            default -> List.of();
        };
    }

    private static Optional<Map<String, TensorSpec>> recurrent(String kind, Random random) {
        int in = 1 + random.nextInt(4);
        int state = 2 * (1 + random.nextInt(3));
        String text = switch (kind) {
            case "LSTM" -> "linear/w [%d,%d] linear/b [%d]".formatted(in + state, 4 * state, 4 * state);
            case "VanillaRNN" ->
                "linear/w [%d,%d] linear/b [%d] linear_1/w [%d,%d]".formatted(in, state, state, state, state);
            case "GRU" -> "w_i [%d,%d] w_h [%d,%d] b [%d]".formatted(in, 3 * state, state, 3 * state, 3 * state);
            case "SpectralNorm" -> "u0 [1,%d] sigma []".formatted(in);
            case "MultiHeadAttention" -> ("query/w [%d,%d] key/w [2,%d] value/w [3,%d] linear/w [%d,4] query/b [%d]"
                    + " linear/b [4]").formatted(in, state, state, state, state, state);
            default -> "";
        };
        return text.isEmpty() ? Optional.empty() : Optional.of(specs(text));
    }

    private static Map<String, TensorSpec> example(LayerRule rule, Random random) {
        Map<String, TensorSpec> specs = new HashMap<>();
        String kind = rule.kind();
        Optional<Map<String, TensorSpec>> recurrent = recurrent(kind, random);
        if (recurrent.isPresent()) {
            return recurrent.get();
        }
        if (kind.contains("Conv")) {
            int dimensions = kind.charAt(kind.indexOf("Conv") + 4) - '0';
            List<Integer> w = new ArrayList<>();
            for (int i = 0; i < dimensions + 2; i++) {
                w.add(1 + random.nextInt(4));
            }
            if (kind.contains("Depthwise")) {
                w.set(dimensions, 1);
            }
            specs.put("w", new TensorSpec(DType.FLOAT32, new Shape(w)));
            List<Integer> b = new ArrayList<>(Collections.nCopies(random.nextBoolean() ? 1 : dimensions + 1, 1));
            b.set(0, w.get(kind.contains("Transpose") ? dimensions : dimensions + 1));
            specs.put("b", new TensorSpec(DType.BFLOAT16, new Shape(b)));
        } else if (kind.equals("Linear")) {
            specs.put("w", TensorSpec.of(DType.FLOAT16, 1 + random.nextInt(5), 3));
            specs.put("b", TensorSpec.of(DType.FLOAT32, 3));
        } else if (kind.endsWith("Norm")) {
            List<Integer> scale = new ArrayList<>(Collections.nCopies(1 + random.nextInt(4), 1));
            scale.set(random.nextInt(scale.size()), 1 + random.nextInt(5));
            TensorSpec spec = new TensorSpec(DType.FLOAT32, new Shape(scale));
            rule.roles(Style.HAIKU).inOrder().forEach(
                    role -> specs.put(role, role.endsWith("counter") ? TensorSpec.of(DType.INT32) : spec));
        } else {
            rule.roles(Style.HAIKU).inOrder()
                    .forEach(role -> specs.put(role, TensorSpec.of(DType.FLOAT32, 1 + random.nextInt(5), 4)));
        }
        if (!kind.equals("BatchNorm")) {
            rule.roles(Style.HAIKU).optional().stream().filter(_ -> specs.size() > 1 && random.nextInt(3) == 0)
                    .forEach(specs::remove);
        }
        return specs;
    }

    private static LayerRule rule(String kind) {
        return Rules.builtIn().stream().filter(rule -> rule.kind().equals(kind)).findFirst().orElseThrow();
    }

    private static Map<String, TensorSpec> specs(String text) {
        String[] words = text.strip().split(" ");
        Map<String, TensorSpec> specs = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            specs.put(words[i], Entries.spec(words[i + 1]));
        }
        return specs;
    }

    private static TensorSpec spec(Map<String, TensorSpec> specs, String role) {
        return Objects.requireNonNull(specs.get(role), role);
    }

    private static Array random(TensorSpec spec, Random random) {
        byte[] bytes = new byte[Math.toIntExact(spec.bytes())];
        random.nextBytes(bytes);
        return Array.of(spec, MemorySegment.ofArray(Arrays.copyOf(bytes, bytes.length)));
    }

    private static List<Array> run(List<TensorOp> ops, List<Array> arrays) {
        List<Array> now = arrays;
        for (TensorOp op : ops) {
            now = op.apply(now, MEMORY);
        }
        return now;
    }

    private static List<TensorSpec> specs(List<TensorOp> ops, List<TensorSpec> specs) {
        List<TensorSpec> now = specs;
        for (TensorOp op : ops) {
            now = op.specs(now);
        }
        return now;
    }
}
