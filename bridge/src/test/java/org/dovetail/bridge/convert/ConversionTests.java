package org.dovetail.bridge.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.dovetail.bridge.align.Alignment;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionTests {
    @TempDir
    Path folder;

    @Test
    void anExampleOfAConversion() throws Exception {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path like = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        Path out = folder.resolve("model.safetensors");
        // @start region="conversion"
        try (Source source = Source.open(params, ReadOptions.DEFAULT); Checkpoint target = Checkpoint.open(like)) {
            Alignment.Result result = Alignment.align(
                    Style.HAIKU, source.checkpoint().entries(), source.checkpoint().scheme(),
                    Style.NNX, target.entries(), target.scheme(), Alignment.Options.DEFAULT);
            Converted done = Conversion.of(source, result.plan(), Conversion.Options.DEFAULT.withCheck(true))
                    .write(out);
            assertThat(done.arrays()).isEqualTo(8);
        }
        // @end
        assertThat(SmallFiles.bits(out)).hasSize(8).containsKeys("head/kernel", "norm/var");
        assertThat(SmallFiles.floats(out, "norm/mean")).containsExactly(15, 15.25f, 15.5f, 15.75f);
        assertThat(Files.exists(SideData.fileBeside(out))).isFalse();
        assertThat(leftInFolder()).containsExactlyInAnyOrder("params.npz", "like.json", "model.safetensors");
    }

    @Test
    void thereAndBackIsBitIdenticalThroughEveryContainer() throws Exception {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        for (String name : List.of("out.npz", "out.safetensors", "out.pkl", "out.json")) {
            Path out = folder.resolve(name);
            convert(params, out, KeyScheme.DOTTED, Conversion.Options.DEFAULT.withCheck(true));
            Path back = folder.resolve("back.npz");
            Converted done = goBack(out, back);
            assertThat(SmallFiles.bits(back)).as(name).isEqualTo(SmallFiles.bits(params));
            assertThat(done.findings().restored()).as(name).hasSize(4);
            assertThat(done.findings().computed()).as(name).isEmpty();
        }
    }

    @Test
    void withoutSideDataTheRestIsComputedAndNamed() throws Exception {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path out = folder.resolve("out.npz");
        Converted there = convert(params, out, KeyScheme.DOTTED, Conversion.Options.DEFAULT);
        assertThat(there.sideFile()).contains(SideData.fileBeside(out));
        Path back = folder.resolve("back.npz");
        Plan plan = there.findings().plan().inverse();
        Files.delete(SideData.fileBeside(out));
        Converted done = run(out, plan, back, Conversion.Options.DEFAULT);
        assertThat(done.findings().restored()).isEmpty();
        assertThat(done.findings().computed()).extracting(Object::toString).contains(
                "Computed[entry=state/net/batch_norm/~/mean_ema/hidden, how=copied from ~/mean_ema/average, "
                        + "why=there is no side data of it]",
                "Computed[entry=state/net/batch_norm/~/var_ema/counter, how=set to 1073741824, "
                        + "why=there is no side data of it]");
        Map<String, String> before = SmallFiles.bits(params);
        Map<String, String> after = SmallFiles.bits(back);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        List<String> differing = before.keySet().stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .toList();
        assertThat(differing).containsExactlyInAnyOrderElementsOf(
                done.findings().computed().stream().map(computed -> computed.entry().toString()).toList());
        assertThat(SmallFiles.floats(back, "state/net/batch_norm/~/mean_ema/hidden"))
                .isEqualTo(SmallFiles.floats(params, "state/net/batch_norm/~/mean_ema/average"));
        assertThat(SmallFiles.floats(back, "state/net/batch_norm/~/var_ema/counter")).containsExactly(1 << 30);
    }

    @Test
    void sideDataOfALayerThatChangedIsStale() throws Exception {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path out = folder.resolve("out.safetensors");
        convert(params, out, KeyScheme.DOTTED, Conversion.Options.DEFAULT);
        SequencedMap<String, Node> changed = new LinkedHashMap<>();
        Map<String, String> metadata;
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            metadata = checkpoint.metadata();
            for (var entry : checkpoint.entries()) {
                Array array = entry.path().toString().equals("norm/mean")
                        ? SmallFiles.counting(99, 4)
                        : checkpoint.read(entry.path(), java.lang.foreign.Arena.ofAuto()).toHeap();
                changed.put(String.join(".", entry.path().components()), Node.Leaf.of(array));
            }
        }
        Path trained = SmallFiles.write(folder.resolve("trained.safetensors"), changed, metadata);
        Converted done = goBack(trained, folder.resolve("back.npz"));
        assertThat(done.findings().restored()).isEmpty();
        assertThat(done.findings().computed()).hasSize(4).allMatch(computed -> computed.why()
                .equals("the numbers of its layer have changed since its side data was kept"));
    }

    @Test
    void aSideFileOfOtherBytesIsIgnoredAndSaidSo() throws Exception {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        Path out = folder.resolve("out.npz");
        convert(params, out, KeyScheme.DOTTED, Conversion.Options.DEFAULT);
        SequencedMap<String, Node> other = new LinkedHashMap<>();
        other.put("stem.kernel", Node.Leaf.of(SmallFiles.counting(0, 2, 2)));
        SmallFiles.write(out, other);
        try (Source source = Source.open(out, ReadOptions.DEFAULT)) {
            assertThat(source.sideData()).isEmpty();
            assertThat(source.remarks()).containsExactly(SideData.fileBeside(out)
                    + " is ignored: it belongs to other bytes than those of " + out);
        }
        Files.writeString(SideData.fileBeside(out), "{\"format\": \"x\"}");
        try (Source source = Source.open(out, ReadOptions.DEFAULT)) {
            assertThat(source.remarks()).containsExactly(SideData.fileBeside(out)
                    + " is ignored: is no dovetail-side-data document of version 1");
        }
    }

    @Test
    void valuesAndMetadataComeBack() throws Exception {
        SequencedMap<String, Node> nodes = SmallFiles.haiku();
        nodes.put("global_step", Node.Leaf.of(Array.ofInts(Shape.of(), 1234)));
        nodes.put("note", new Node.Scalar("trained on Tuesday"));
        Path params = SmallFiles.write(folder.resolve("params.npz"), nodes);
        Path out = folder.resolve("out.safetensors");
        convert(params, out, KeyScheme.DOTTED, Conversion.Options.DEFAULT);
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            assertThat(checkpoint.entries()).hasSize(8);
            assertThat(checkpoint.values()).isEmpty();
        }
        Path back = folder.resolve("back.npz");
        goBack(out, back);
        try (Checkpoint before = Checkpoint.open(params); Checkpoint after = Checkpoint.open(back)) {
            assertThat(after.values().keySet()).isEqualTo(before.values().keySet());
            assertThat(after.values()).containsEntry("note", new Node.Scalar("trained on Tuesday"));
        }

        Path tensors = folder.resolve("haiku.safetensors");
        SmallFiles.write(tensors, SmallFiles.haiku(), Map.of("license", "Apache-2.0"));
        Path there = folder.resolve("there.npz");
        convert(tensors, there, KeyScheme.DOTTED, Conversion.Options.DEFAULT);
        Path again = folder.resolve("again.safetensors");
        goBack(there, again);
        try (Checkpoint checkpoint = Checkpoint.open(again)) {
            assertThat(checkpoint.metadata()).containsEntry("license", "Apache-2.0").containsKey(SideData.KEY);
        }
    }

    @Test
    void aFileCanBeConvertedOverItself() throws Exception {
        Path file = SmallFiles.write(folder.resolve("model.npz"), SmallFiles.haiku());
        Map<String, String> before = SmallFiles.bits(file);
        convert(file, file, KeyScheme.DOTTED, Conversion.Options.DEFAULT);
        assertThat(SmallFiles.bits(file)).hasSize(8);
        goBack(file, file);
        assertThat(SmallFiles.bits(file)).isEqualTo(before);
        assertThat(leftInFolder()).containsExactlyInAnyOrder("model.npz", "model.npz.dovetail.json");
    }

    @Test
    void bfloat16InAnNpzIsToldBySideData() throws Exception {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        Array values = SmallFiles.counting(1, 3, 4);
        nodes.put("net/linear//w", Node.Leaf.of(values.cast(DType.BFLOAT16, java.lang.foreign.Arena.ofAuto())));
        Path tensors = SmallFiles.write(folder.resolve("haiku.safetensors"), nodes);
        Path out = folder.resolve("out.npz");
        try (Source source = Source.open(tensors, ReadOptions.DEFAULT)) {
            Plan plan = Plans.identity(source.checkpoint(), Style.HAIKU, KeyScheme.DOUBLE_SLASH);
            Conversion.of(source, plan, Conversion.Options.DEFAULT.withCheck(true)).write(out);
        }
        assertThat(SmallFiles.bits(out)).isEqualTo(SmallFiles.bits(tensors));
        assertThatThrownBy(() -> Checkpoint.open(out)).hasMessageContaining("--assume V2=bfloat16");
    }

    @Test
    void castsThatChangeNumbersAreReported() throws Exception {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("exact", Node.Leaf.of(Array.ofFloats(Shape.of(2), 1.5f, -2)));
        nodes.put("rounded", Node.Leaf.of(Array.ofFloats(Shape.of(2), 1.5f, 0.1f)));
        Path in = SmallFiles.write(folder.resolve("in.npz"), nodes);
        Path out = folder.resolve("out.safetensors");
        try (Source source = Source.open(in, ReadOptions.DEFAULT)) {
            Plan plan = Plans.cast(Plans.identity(source.checkpoint(), Style.NNX, KeyScheme.DOTTED), DType.BFLOAT16);
            Converted done = Conversion.of(source, plan, Conversion.Options.DEFAULT).write(out);
            assertThat(done.findings().rounded()).containsExactly(
                    new Findings.Rounded(EntryPath.of("rounded"), DType.FLOAT32, DType.BFLOAT16));
        }
        assertThat(SmallFiles.floats(out, "exact")).containsExactly(1.5f, -2);
    }

    @Test
    void aPlanForAnotherCheckpointIsRefused() throws Exception {
        Path params = SmallFiles.write(folder.resolve("params.npz"), SmallFiles.haiku());
        SequencedMap<String, Node> more = SmallFiles.haiku();
        more.put("params/extra//w", Node.Leaf.of(SmallFiles.counting(0, 2)));
        more.put("params/extra//b", Node.Leaf.of(SmallFiles.counting(0, 2)));
        Path larger = SmallFiles.write(folder.resolve("larger.npz"), more);
        Plan plan = plan(params, KeyScheme.DOTTED);
        assertThatThrownBy(() -> run(larger, plan, folder.resolve("out.npz"), Conversion.Options.DEFAULT))
                .isInstanceOf(PlanMismatchException.class)
                .hasMessage("the plan does not say where params/extra/b of " + larger
                        + " goes, nor 1 others; leave out what should not be converted with --skip");
        Set<EntryPath> extra = Set.of(new EntryPath("params", List.of("extra"), "w"),
                new EntryPath("params", List.of("extra"), "b"));
        run(larger, plan, folder.resolve("out.npz"), Conversion.Options.DEFAULT.withSkipped(extra));

        SequencedMap<String, Node> less = SmallFiles.haiku();
        less.remove("params/net/linear//b");
        Path smaller = SmallFiles.write(folder.resolve("smaller.npz"), less);
        assertThatThrownBy(() -> run(smaller, plan, folder.resolve("out2.npz"), Conversion.Options.DEFAULT))
                .hasMessage("the plan is for another checkpoint: it takes params/net/linear/b f32[4], " + smaller
                        + " has no such array");
        Plan open = new Plan(plan.from(), plan.fromScheme(), plan.to(), plan.toScheme(), plan.steps(),
                List.of(new Plan.Open("head", List.of("net/linear", "net/linear_1"))));
        assertThatThrownBy(() -> run(params, open, folder.resolve("out2.npz"), Conversion.Options.DEFAULT))
                .hasMessage("1 of the plan's targets are open: head is net/linear or net/linear_1, ...; settle them "
                        + "with --map");
        Path structure = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        assertThatThrownBy(() -> run(structure, plan, folder.resolve("out2.npz"), Conversion.Options.DEFAULT))
                .hasMessage(structure + " is a structure: it has names and shapes, but no numbers to convert");
        assertThat(folder.resolve("out2.npz")).doesNotExist();
    }

    @Test
    void whatAContainerCannotHoldIsRefusedBeforeAnythingIsWritten() throws Exception {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("a/w", Node.Leaf.of(SmallFiles.counting(0, 2).cast(DType.INT4, java.lang.foreign.Arena.ofAuto())));
        Path in = SmallFiles.write(folder.resolve("in.npz"), nodes);
        Path out = folder.resolve("out.safetensors");
        ReadOptions options = new ReadOptions(Map.of("V1", DType.INT4));
        try (Source source = Source.open(in, options)) {
            Conversion flat = Conversion.of(source, Plans.identity(source.checkpoint(), Style.HAIKU, KeyScheme.SLASH),
                    Conversion.Options.DEFAULT);
            assertThatThrownBy(() -> flat.write(out)).isInstanceOf(CheckpointException.class)
                    .hasMessage(out + ": safetensors cannot hold int4, the dtype of a/w; these can: "
                            + String.join(", ", CheckpointFormats.ALL.stream().filter(f -> f.holds(DType.INT4))
                                    .map(f -> f.name()).toList())
                            + "; choose one with --format, or cast with --dtype");
            Conversion nested = Conversion.of(source,
                    Plans.identity(source.checkpoint(), Style.HAIKU, KeyScheme.NESTED), Conversion.Options.DEFAULT);
            Path npz = folder.resolve("out.npz");
            assertThatThrownBy(() -> nested.write(npz)).hasMessage(npz + ": npz has no nested trees, so it cannot have"
                    + " the key scheme nested; choose module//name, module/name or dotted with --scheme");
            Path unknown = folder.resolve("out.xyz");
            assertThatThrownBy(() -> flat.write(unknown)).hasMessageContaining("its name does not tell the format");
        }
        assertThat(leftInFolder()).containsExactly("in.npz");
    }

    @Test
    void numbersOfANestedNnxStateHaveIntegerKeys() throws Exception {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("layers.0.kernel", Node.Leaf.of(SmallFiles.counting(0, 2, 3)));
        nodes.put("layers.1.kernel", Node.Leaf.of(SmallFiles.counting(1, 3, 2)));
        Path in = SmallFiles.write(folder.resolve("in.safetensors"), nodes);
        Path out = folder.resolve("out.pkl");
        try (Source source = Source.open(in, ReadOptions.DEFAULT)) {
            Plan plan = Plans.identity(source.checkpoint(), Style.NNX, KeyScheme.NESTED);
            Conversion.of(source, plan, Conversion.Options.DEFAULT.withCheck(true)).write(out);
        }
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            assertThat(checkpoint.tree().children().get("layers")).isInstanceOfSatisfying(Node.Branch.class,
                    layers -> assertThat(layers.kind()).isEqualTo(Node.Kind.INT_DICT));
        }
    }

    private Plan plan(Path in, KeyScheme scheme) throws IOException, AlignmentException {
        Path like = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        try (Source source = Source.open(in, ReadOptions.DEFAULT); Checkpoint target = Checkpoint.open(like)) {
            Alignment.Result result = Alignment.align(Style.HAIKU, source.checkpoint().entries(),
                    source.checkpoint().scheme(), Style.NNX, target.entries(), scheme, Alignment.Options.DEFAULT);
            assertThat(result).isInstanceOf(Alignment.Mapped.class);
            return result.plan();
        } finally {
            Files.delete(like);
        }
    }

    private Converted convert(Path in, Path out, KeyScheme scheme, Conversion.Options options) throws Exception {
        return run(in, plan(in, scheme), out, options);
    }

    private static Converted run(Path in, Plan plan, Path out, Conversion.Options options) throws IOException {
        try (Source source = Source.open(in, ReadOptions.DEFAULT)) {
            return Conversion.of(source, plan, options).write(out);
        }
    }

    /** Runs the plan that side data holds. */
    private static Converted goBack(Path out, Path back) throws IOException {
        try (Source source = Source.open(out, ReadOptions.DEFAULT)) {
            Optional<SideData> data = source.sideData();
            return Conversion.of(source, data.orElseThrow().inverse(), Conversion.Options.DEFAULT.withCheck(true))
                    .write(back);
        }
    }

    private List<String> leftInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.map(file -> file.getFileName().toString()).toList());
        }
    }
}
