package org.dovetail.bridge.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.Contents;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.PiecedNumbers;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Move;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.LossyOp;
import org.dovetail.bridge.rules.PieceOp;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.TensorOp;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

class MovedArrayTests {
    private static final int LAYERS = 3;
    private Path folder = Path.of("");

    @BeforeProperty
    void writeCheckpoints() throws IOException {
        folder = Files.createTempDirectory("moved");
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("stack", Node.Leaf.of(SmallFiles.counting(1, LAYERS, 2, 4)));
        for (int i = 0; i < LAYERS; i++) {
            nodes.put("layer" + i, Node.Leaf.of(SmallFiles.counting(100 * i, 2, 4)));
        }
        SmallFiles.write(folder.resolve("stored.npz"), nodes);
        CheckpointFormats.ALL.stream().filter(format -> format.name().equals("npz-compressed")).findFirst()
                .orElseThrow()
                .write(Contents.toWrite(Node.Branch.dict(nodes), Map.of()), folder.resolve("deflated.npz"));
    }

    @AfterProperty
    void removeCheckpoints() throws IOException {
        Files.delete(folder.resolve("stored.npz"));
        Files.delete(folder.resolve("deflated.npz"));
        Files.delete(folder);
    }

    @Property(tries = 200)
    void everyTargetIsWhatAllOperationsOnAllArraysGive(@ForAll("stackedOps") List<TensorOp> before,
            @ForAll("layerOps") List<TensorOp> after, @ForAll boolean split, @ForAll boolean deflated)
            throws IOException {
        List<TensorOp> ops = new ArrayList<>(split ? before : after);
        ops.add(split ? new TensorOp.Unstack(LAYERS) : new TensorOp.Stack(LAYERS));
        ops.addAll(split ? after : before);
        assertMoves(ops, split, deflated);
    }

    @Example
    void piecesOfLayersAreTakenApartAndPutTogether() throws IOException {
        assertMoves(List.of(new TensorOp.Unstack(LAYERS), new LossyOp.Spread(3), new PieceOp.Join(0, List.of(2, 2, 2)),
                new PieceOp.Blocks(0, List.of(2, 0, 1)), new PieceOp.Split(0, List.of(3, 3)),
                new PieceOp.Split(1, List.of(1, 2, 1))), true, false);
        assertMoves(List.of(new PieceOp.Split(1, List.of(3, 1)), new LossyOp.Shift(0, 1, 2),
                new PieceOp.Join(1, List.of(3, 1)), new PieceOp.Split(0, List.of(1, 1)), new TensorOp.Stack(LAYERS)),
                false, true);
    }

    private void assertMoves(List<TensorOp> ops, boolean split, boolean deflated) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(folder.resolve(deflated ? "deflated.npz" : "stored.npz"));
                Arena arena = Arena.ofConfined()) {
            List<EntryPath> names = split
                    ? List.of(EntryPath.of("stack"))
                    : IntStream.range(0, LAYERS).mapToObj(i -> EntryPath.of("layer" + i)).toList();
            List<Array> arrays = new ArrayList<>();
            for (EntryPath name : names) {
                arrays.add(checkpoint.read(name, arena));
            }
            List<Entry> from = IntStream.range(0, names.size())
                    .mapToObj(i -> new Entry(names.get(i), arrays.get(i).spec())).toList();
            List<Array> expected = arrays;
            for (TensorOp op : ops) {
                expected = op.apply(expected, arena);
            }
            List<Entry> to = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                to.add(new Entry(EntryPath.of("to" + i), expected.get(i).spec()));
            }
            Move move = new Move(from, to, ops);
            try (SourceArrays sources = SourceArrays.of(checkpoint, plan(move), folder)) {
                for (int i = 0; i < to.size(); i++) {
                    MovedArray target = new MovedArray(move, i, sources, _ -> {});
                    Array pieces = new PiecedNumbers(to.get(i).spec(), target::each).read(arena);
                    assertThat(target.read(arena).bitEquals(expected.get(i))).as("target " + i + " of " + ops).isTrue();
                    assertThat(pieces.bitEquals(expected.get(i))).as("pieces of " + i + " of " + ops).isTrue();
                }
            }
        }
    }

    /** Operations on {@code [3, 2, 4]}; some of them mix the layers. */
    @Provide
    Arbitrary<List<TensorOp>> stackedOps() {
        return Arbitraries.of(
                List.of(),
                List.of(new TensorOp.Permute(List.of(0, 2, 1)), new TensorOp.Cast(DType.FLOAT32, DType.BFLOAT16)),
                List.of(new TensorOp.Flip(List.of(1)),
                        new TensorOp.Reshape(Shape.of(LAYERS, 2, 4), Shape.of(LAYERS, 8))),
                List.of(new TensorOp.Flip(List.of(0))),
                List.of(new PieceOp.Blocks(2, List.of(1, 0)), new PieceOp.Split(1, List.of(1, 1)),
                        new LossyOp.Sum(2)),
                List.of(new PieceOp.Split(2, List.of(1, 3)), new PieceOp.Join(2, List.of(1, 3)),
                        new LossyOp.Shift(1, 2, 1)),
                List.of(new TensorOp.Permute(List.of(2, 1, 0)), new TensorOp.Permute(List.of(2, 0, 1))),
                List.of(new TensorOp.Reshape(Shape.of(LAYERS, 2, 4), Shape.of(6, 4)),
                        new TensorOp.Reshape(Shape.of(6, 4), Shape.of(LAYERS, 8))));
    }

    /** Operations on layers of any shape. */
    @Provide
    Arbitrary<List<TensorOp>> layerOps() {
        return Arbitraries.of(List.of(), List.of(new TensorOp.Flip(List.of(0))),
                List.of(new TensorOp.Flip(List.of(0)), new TensorOp.Flip(List.of(0))),
                List.of(new LossyOp.Spread(2), new LossyOp.Shift(0, 2, 1), new LossyOp.Sum(2)));
    }

    @Example
    void whatMustBeDecompressedIsReadOnceForAllItsLayers() throws IOException {
        Entry stack = new Entry(EntryPath.of("stack"), TensorSpec.of(DType.FLOAT32, LAYERS, 2, 4));
        List<Entry> layers = IntStream.range(0, LAYERS)
                .mapToObj(i -> new Entry(EntryPath.of("to" + i), TensorSpec.of(DType.FLOAT32, 2, 4))).toList();
        Plan plan = plan(new Move(List.of(stack), layers, List.of(new TensorOp.Unstack(LAYERS))));
        try (Checkpoint checkpoint = Checkpoint.open(folder.resolve("deflated.npz"));
                SourceArrays sources = SourceArrays.of(checkpoint, plan, folder);
                Arena arena = Arena.ofConfined()) {
            assertThat(sources.numbers(stack.path()).read(arena)).isSameAs(sources.numbers(stack.path()).read(arena));
            EntryPath other = EntryPath.of("layer0");
            assertThat(sources.numbers(other).read(arena)).isNotSameAs(sources.numbers(other).read(arena));
        }
    }

    private static Plan plan(Move move) {
        return new Plan(Style.HAIKU, KeyScheme.DOTTED, Style.NNX, KeyScheme.DOTTED,
                List.of(new Step("", "", "", Basis.SHAPE, List.of(move), List.of(), List.of())), List.of());
    }
}
