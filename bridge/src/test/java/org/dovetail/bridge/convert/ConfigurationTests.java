package org.dovetail.bridge.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations: dicts, lists and tuples of plain values beside the arrays. */
class ConfigurationTests {
    private static final Node.Scalar NONE = new Node.Scalar(null);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"out.pkl", "out.joblib", "out.npy", "out.json"})
    void staysInContainersThatNest(String name) throws IOException {
        Path source = experiment(configuration());
        Path out = convert(source, folder.resolve(name), KeyScheme.TWO_LEVEL);
        assertThat(values(out)).isEqualTo(values(source)).containsEntry("config", configuration());
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.npz", "out.safetensors"})
    void isKeptInSideDataElsewhereAndComesBack(String name) throws IOException {
        Path source = experiment(configuration());
        Path out = convert(source, folder.resolve(name), KeyScheme.DOUBLE_SLASH);
        assertThat(values(out)).doesNotContainKey("config");
        Path back = convert(out, folder.resolve("back.pkl"), KeyScheme.TWO_LEVEL);
        assertThat(values(back)).isEqualTo(values(source));
    }

    @Test
    void aNamedTupleIsKeptInSideDataWithItsClass() throws IOException {
        Node.Branch named = new Node.Branch(Node.Kind.NAMED, map("0", new Node.Scalar(3L)), "my.models.Config");
        Path source = folder.resolve("named.json");
        SmallFiles.write(source, map("params", linear(), "state", counter(), "config", named));
        Path out = convert(source, folder.resolve("out.pkl"), KeyScheme.TWO_LEVEL);
        assertThat(values(out)).doesNotContainKey("config");
        Path back = convert(out, folder.resolve("back.json"), KeyScheme.TWO_LEVEL);
        assertThat(values(back)).containsEntry("config", named);
    }

    @Test
    void graphCastsKeysAreArraysAndAConfiguration() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(graphCast())) {
            assertThat(checkpoint.scheme()).isEqualTo(KeyScheme.COLON);
            assertThat(checkpoint.entries()).extracting(entry -> entry.path().toString())
                    .containsExactly("params/mesh_gnn/~/mlp/w", "params/mesh_gnn/~/mlp/b");
            assertThat(checkpoint.values()).containsOnlyKeys("description", "model_config", "task_config");
            assertThat(checkpoint.values().get("task_config")).isEqualTo(Node.Branch.dict(map("levels",
                    Node.Branch.dict(map("0", new Node.Scalar("a"), "1", new Node.Scalar("b"))))));
            assertThat(checkpoint.values().get("model_config")).isInstanceOfSatisfying(Node.Branch.class,
                    branch -> assertThat(branch.children().get("mesh_size")).isInstanceOfSatisfying(Node.Leaf.class,
                            leaf -> assertThat(leaf.spec()).isEqualTo(TensorSpec.of(DType.INT32))));
        }
    }

    @Test
    void graphCastsKeysAreWrittenAsTheyWere() throws IOException {
        Path source = graphCast();
        Path out = convert(source, folder.resolve("out.npz"), KeyScheme.COLON);
        try (Checkpoint before = Checkpoint.open(source); Checkpoint after = Checkpoint.open(out)) {
            assertThat(after.tree().children().sequencedKeySet())
                    .containsExactlyInAnyOrderElementsOf(before.tree().children().sequencedKeySet());
        }
        assertThat(SmallFiles.bits(out)).isEqualTo(SmallFiles.bits(source));
    }

    @Test
    void graphCastsConfigurationIsADictInAPickle() throws IOException {
        Path out = convert(graphCast(), folder.resolve("out.pkl"), KeyScheme.TWO_LEVEL);
        assertThat(values(out)).containsOnlyKeys("description", "model_config", "task_config");
        Path back = convert(out, folder.resolve("back.npz"), KeyScheme.COLON);
        try (Checkpoint before = Checkpoint.open(graphCast()); Checkpoint after = Checkpoint.open(back)) {
            assertThat(after.tree().children().keySet()).isEqualTo(before.tree().children().keySet());
        }
    }

    @Test
    void aConfigurationThatContradictsItselfIsRefused() throws IOException {
        Path file = folder.resolve("twice.npz");
        SmallFiles.write(file, map("params:linear:w", Node.Leaf.of(SmallFiles.counting(0, 2)), "config:a",
                new Node.Scalar(1L), "config:a:b", new Node.Scalar(2L)));
        assertThatThrownBy(() -> Checkpoint.open(file)).isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": two values stand at 'config:a:b'");
    }

    @Test
    void aNameWithAColonCannotBeSpelledSo() {
        assertThatThrownBy(() -> KeyScheme.COLON.keys(EntryPath.of("a:b", "w")))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("'a:b' in a:b/w contains ':', which the key"
                        + " scheme module:name splits at; choose another with --scheme");
        assertThat(KeyScheme.COLON.keys(new EntryPath("params", List.of("a", "~", "b"), "w")))
                .containsExactly("params:a/~/b:w");
        assertThat(KeyScheme.COLON.keys(EntryPath.of("w"))).containsExactly("w");
    }

    private static Node.Branch configuration() {
        return Node.Branch.dict(map("name", new Node.Scalar("mlp"), "seed", NONE, "empty",
                Node.Branch.dict(new LinkedHashMap<>()), "sizes",
                new Node.Branch(Node.Kind.LIST, map("0", new Node.Scalar(3L), "1", new Node.Scalar(2L)), ""), "pair",
                new Node.Branch(Node.Kind.TUPLE, map("0", new Node.Scalar(0.5), "1", NONE), ""), "levels",
                new Node.Branch(Node.Kind.INT_DICT, map("850", new Node.Scalar(true)), "")));
    }

    private Path experiment(Node.Branch configuration) throws IOException {
        return SmallFiles.write(folder.resolve("source.pkl"),
                map("params", linear(), "state", counter(), "config", configuration, "note", new Node.Scalar("x")));
    }

    private static Node.Branch linear() {
        return Node.Branch.dict(map("net/~/linear",
                Node.Branch.dict(map("w", Node.Leaf.of(SmallFiles.counting(1, 2, 3))))));
    }

    private static Node.Branch counter() {
        return Node.Branch
                .dict(map("net", Node.Branch.dict(map("counter", Node.Leaf.of(Array.ofInts(Shape.of(), 7))))));
    }

    private Path graphCast() throws IOException {
        Path file = folder.resolve("graphcast.npz");
        Files.deleteIfExists(file);
        return SmallFiles.write(file, map("params:mesh_gnn/~/mlp:w", Node.Leaf.of(SmallFiles.counting(1, 2, 3)),
                "params:mesh_gnn/~/mlp:b", Node.Leaf.of(SmallFiles.counting(2, 3)), "model_config:mesh_size",
                Node.Leaf.of(Array.ofInts(Shape.of(), 5)), "task_config:levels:0", new Node.Scalar("a"),
                "task_config:levels:1", new Node.Scalar("b"), "description", new Node.Scalar("a net")));
    }

    private static Path convert(Path in, Path out, KeyScheme scheme) throws IOException {
        try (Source source = Source.open(in, ReadOptions.DEFAULT)) {
            Conversion.of(source, Plans.identity(source.checkpoint(), Style.HAIKU, scheme), Conversion.Options.DEFAULT
                    .withCheck(true)).write(out);
        }
        return out;
    }

    private static SequencedMap<String, Node> values(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return new LinkedHashMap<>(checkpoint.values());
        }
    }

    private static SequencedMap<String, Node> map(Object... keysAndNodes) {
        SequencedMap<String, Node> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndNodes.length; i += 2) {
            map.put((String) keysAndNodes[i], (Node) keysAndNodes[i + 1]);
        }
        return map;
    }
}
