package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.dovetail.bridge.convert.SideData;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.Contents;
import org.dovetail.bridge.format.Node;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCheckpointTests {
    @TempDir
    Path folder;

    private static SequencedMap<String, Node> map(Object... keysAndNodes) {
        SequencedMap<String, Node> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndNodes.length; i += 2) {
            map.put((String) keysAndNodes[i], (Node) keysAndNodes[i + 1]);
        }
        return map;
    }

    private static Node dict(Object... keysAndNodes) { return Node.Branch.dict(map(keysAndNodes)); }

    private static Node array(float first, int... extents) { return Node.Leaf.of(SmallFiles.counting(first, extents)); }

    private static Node count(int count) { return Node.Leaf.of(Array.ofInts(Shape.of(), count)); }

    private static Node optax(String name, Object... keysAndNodes) {
        return new Node.Branch(Node.Kind.NAMED, map(keysAndNodes), "optax._src." + name);
    }

    private static Node tree(float first) {
        return dict("net/conv2_d_transpose", dict("w", array(first, 2, 2, 3, 4), "b", array(first + 1, 3)));
    }

    /** A training run as a Haiku user pickles it: {@code optax.chain(clip, adam)} under {@code MultiSteps}, and an average. */
    private static Node.Branch haiku() {
        Node adam = optax("transform.ScaleByAdamState", "count", count(7), "mu", tree(2), "nu", tree(3));
        Node chain = new Node.Branch(Node.Kind.TUPLE, map("0", optax("base.EmptyState"), "1", adam), "");
        Node steps = optax("transforms._accumulation.MultiStepsState", "mini_step", count(1), "gradient_step", count(7),
                "inner_opt_state", chain, "acc_grads", tree(4), "skip_state",
                new Node.Branch(Node.Kind.TUPLE, map(), ""));
        return Node.Branch.dict(map("params", tree(1), "state", dict(), "opt_state", steps, "ema_params", tree(5),
                "step", new Node.Scalar(15L), "config", dict("rate", new Node.Scalar(0.1))));
    }

    private Path write(String name, Node.Branch root) throws IOException {
        Path file = folder.resolve(name);
        CheckpointFormats.forName(file).write(Contents.toWrite(root, Map.of()), file);
        return file;
    }

    private static void converts(Object... args) {
        Object[] all = new Object[args.length + 1];
        all[0] = "convert";
        System.arraycopy(args, 0, all, 1, args.length);
        Ran ran = Ran.command(all);
        assertThat(ran.status()).as(ran::toString).isZero();
    }

    @Test
    void aTrainingRunGoesThereAndBackWithItsClasses() throws IOException {
        Path source = write("run.pkl", haiku());
        for (String name : List.of("nnx.pkl", "nnx.npz", "nnx.safetensors")) {
            Path nnx = folder.resolve(name);
            Path back = folder.resolve("back.pkl");
            converts(source, nnx);
            assertThat(SmallFiles.bits(nnx)).hasSize(2 * 5 + 3).containsKeys("model/conv2_d_transpose/kernel",
                    "opt_state/inner_opt_state/1/mu/conv2_d_transpose/kernel",
                    "opt_state/acc_grads/conv2_d_transpose/bias", "ema_params/conv2_d_transpose/kernel");
            converts(nnx, back);
            assertThat(SmallFiles.bits(back)).isEqualTo(SmallFiles.bits(source));
            try (Checkpoint there = Checkpoint.open(source); Checkpoint again = Checkpoint.open(back)) {
                String integer = name.endsWith(".npz") ? "step=i64[]" : "step=15"; // NumPy's archives hold arrays alone
                assertThat(shape(again.tree())).isEqualTo(shape(there.tree()).replace("step=15", integer));
            }
        }
    }

    @Test
    void aLikeFileGivesItsClassesToo() throws IOException {
        Path source = write("run.pkl", haiku());
        Path nnx = folder.resolve("nnx.safetensors");
        Path back = folder.resolve("back.pkl");
        converts(source, nnx);
        Files.deleteIfExists(SideData.fileBeside(nnx));
        converts(nnx, back, "--like", source);
        try (Checkpoint there = Checkpoint.open(source); Checkpoint again = Checkpoint.open(back)) {
            assertThat(shape(again.tree().children().get("opt_state")))
                    .isEqualTo(shape(there.tree().children().get("opt_state")));
        }
    }

    /** Kinds, classes and keys of a tree. */
    private static String shape(@Nullable Node node) {
        return switch (node) {
            case Node.Leaf leaf -> leaf.spec().toString();
            case Node.Scalar(var value) -> String.valueOf(value);
            case Node.Branch(var kind, var children, String type) -> {
                SequencedMap<String, String> inside = new LinkedHashMap<>();
                children.keySet().stream().sorted().forEach(key -> inside.put(key, shape(children.get(key))));
                yield kind + type + inside;
            }
            case null -> "nothing";
        };
    }

    @Test
    void copiesOfDevicesAreDroppedIfTheyAreEqual() throws IOException {
        Array one = SmallFiles.counting(1, 3, 4);
        Array bias = SmallFiles.counting(2, 4);
        Path source = SmallFiles.write(folder.resolve("pmap.npz"), map(
                "params/linear//w", Node.Leaf.of(Array.stack(List.of(one, one), Arena.ofAuto())),
                "params/linear//b", Node.Leaf.of(Array.stack(List.of(bias, bias), Arena.ofAuto())),
                "opt_state/0//count", Node.Leaf.of(Array.ofInts(Shape.of(2), 5, 5)), "step", count(5)));
        Path out = folder.resolve("nnx.safetensors");
        converts(source, out, "--device-axis", "first");
        assertThat(SmallFiles.bits(out)).hasSize(3).hasEntrySatisfying("model/linear/kernel",
                bits -> assertThat(bits).startsWith(one.spec().toString()));

        Path differing = SmallFiles.write(folder.resolve("differing.npz"), map(
                "params/linear//w", Node.Leaf.of(Array.stack(List.of(one, one), Arena.ofAuto())),
                "opt_state/0//count", Node.Leaf.of(Array.ofInts(Shape.of(2), 5, 6))));
        assertThat(Ran.command("convert", differing, folder.resolve("x.npz"), "--device-axis", "first").onlyError())
                .contains("entry 'opt_state/0//count': differs between device 0 and device 1")
                .endsWith("leave it out with --skip, or save the one that counts");
        assertThat(folder.resolve("x.npz")).doesNotExist();
        converts(differing, folder.resolve("x.npz"), "--device-axis", "first", "--skip", "opt_state/**");

        Path mixed = SmallFiles.write(folder.resolve("mixed.npz"), map("linear//w", array(1, 2, 3), "linear//b",
                array(1, 3)));
        assertThat(Ran.command("convert", mixed, out, "--device-axis", "first").onlyError()).contains(
                "entry 'linear//b': is f32[3], without a first axis of 2 devices, which linear//w f32[2,3] has");
        assertThat(Ran.command("convert", mixed, out, "--device-axis", "last").onlyError())
                .contains("there is no device axis 'last'; there are first");
    }

    @Test
    void linesAndPlansSayWhereAnOptimizersStateGoes() throws IOException {
        Path source = SmallFiles.write(folder.resolve("run.npz"), map("params/a//w", array(1, 2, 3),
                "opt_state/1/0/mu/a//w", array(2, 2, 3), "opt_state/1/0//count", count(5)));
        Path like = Files.writeString(folder.resolve("like.json"), """
                {"model/stem/kernel": [2,3], "opt_state/0/mu/stem/kernel": [2,3], "opt_state/0/count": "i32[]"}""");
        Path out = folder.resolve("out.npz");
        Path plan = folder.resolve("plan.json");
        assertThat(Ran.command("convert", source, out, "--like", like).err()).contains(
                "opt_state/1/0/mu  ->  opt_state.0.mu\n", "Say where they go with   --map 'opt_state/1/0=opt_state.0'");
        converts(source, out, "--like", like, "--map", "opt_state/1=opt_state", "--strict");
        assertThat(SmallFiles.bits(out)).hasSize(3).containsKeys("opt_state/0/mu/stem/kernel", "opt_state/0/count");
        Path chosen = folder.resolve("chosen.npz");
        Ran.command("plan", source, "--like", like, "-o", plan);
        Files.writeString(plan, Files.readString(plan)
                .replaceAll("(\"candidates\": \\[(\"[^\"]*\")\\], \"choice\": )null", "$1$2"));
        converts(source, chosen, "--like", like, "--plan", plan);
        assertThat(SmallFiles.bits(chosen)).isEqualTo(SmallFiles.bits(out));
    }

    private Path streams(String name) throws IOException {
        return SmallFiles.write(folder.resolve(name), map("head.kernel", array(1, 2, 3), "drop.rngs.key",
                Node.Leaf.of(Array.of(TensorSpec.of(DType.UINT32, 2),
                        MemorySegment.ofArray(new byte[]{1, 2, 3, 4, 5, 6, 7, 8}))),
                "drop.rngs.count", Node.Leaf.of(Array.of(TensorSpec.of(DType.UINT32),
                        MemorySegment.ofArray(new byte[]{9, 0, 0, 0})))));
    }

    @Test
    void randomStreamsAreDroppedOnDemand() throws IOException {
        Path nnx = streams("nnx.safetensors");
        Path haiku = folder.resolve("haiku.npz");
        Path back = folder.resolve("back.safetensors");
        converts(nnx, haiku, "--rngs", "drop");
        converts(haiku, back);
        assertThat(SmallFiles.bits(back)).containsOnlyKeys("head/kernel");
        converts(nnx, back, "--to", "nnx");
        assertThat(SmallFiles.bits(back)).isEqualTo(SmallFiles.bits(nnx));
        converts(nnx, back, "--to", "nnx", "--rngs", "drop");
        assertThat(SmallFiles.bits(back)).containsOnlyKeys("head/kernel");
        Path like = SmallFiles.write(folder.resolve("like.npz"), map("linear//w", array(1, 2, 3)));
        converts(nnx, haiku, "--like", like, "--rngs", "drop");
        converts(haiku, back);
        assertThat(SmallFiles.bits(back)).containsOnlyKeys("head/kernel");
    }

    @Test
    void aStreamOfSeveralKeysStartsAnewFromADrawThatIsSplit() throws IOException {
        Path nnx = SmallFiles.write(folder.resolve("nnx.safetensors"), map("head.kernel", array(1, 2, 3),
                "drop.rngs.key", Node.Leaf.of(Array.of(TensorSpec.of(DType.UINT32, 3, 2),
                        MemorySegment.ofArray(new byte[24]))),
                "drop.rngs.count", Node.Leaf.of(Array.of(TensorSpec.of(DType.UINT32, 3),
                        MemorySegment.ofArray(new byte[]{9, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0})))));
        Array keys = Prng.split(Prng.foldIn(Prng.key(42), 0), 3).data().array();
        Path wanted = SmallFiles.write(folder.resolve("wanted.safetensors"), map("head.kernel", array(1, 2, 3),
                "drop.rngs.key", Node.Leaf.of(keys), "drop.rngs.count", Node.Leaf.of(Array.of(
                        TensorSpec.of(DType.UINT32, 3), MemorySegment.ofArray(new byte[12])))));
        Path out = folder.resolve("anew.safetensors");
        converts(nnx, out, "--to", "nnx", "--rngs", "seed=42");
        assertThat(SmallFiles.bits(out)).isEqualTo(SmallFiles.bits(wanted));
    }

    @Test
    void randomStreamsStartAnewFromASeed() throws IOException {
        Path nnx = streams("nnx.safetensors");
        Path out = folder.resolve("anew.safetensors");
        Path haiku = folder.resolve("haiku.npz");
        Array key = Prng.foldIn(Prng.key(42), 0).data().array();
        Path wanted = SmallFiles.write(folder.resolve("wanted.safetensors"), map("head.kernel", array(1, 2, 3),
                "drop.rngs.key", Node.Leaf.of(key), "drop.rngs.count", Node.Leaf.of(Array.of(
                        TensorSpec.of(DType.UINT32), MemorySegment.ofArray(new byte[4])))));
        converts(nnx, out, "--to", "nnx", "--rngs", "seed=42");
        assertThat(SmallFiles.bits(out)).isEqualTo(SmallFiles.bits(wanted));
        converts(nnx, haiku);
        converts(haiku, out, "--rngs", "seed=42");
        assertThat(SmallFiles.bits(out)).isEqualTo(SmallFiles.bits(wanted));
        converts(haiku, out, "--like", nnx, "--rngs", "seed=42");
        assertThat(SmallFiles.bits(out)).isEqualTo(SmallFiles.bits(wanted));
        assertThat(Ran.command("convert", nnx, haiku, "--rngs", "seed=42").err())
                .contains("--rngs seed=42 changes nothing: nothing tells of random streams in the target");
        assertThat(Ran.command("convert", nnx, haiku, "--rngs", "new").onlyError())
                .contains("there is no way with random streams 'new'; there are keep, drop, seed=N");
    }
}
