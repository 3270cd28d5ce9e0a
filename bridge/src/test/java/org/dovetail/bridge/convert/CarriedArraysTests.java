package org.dovetail.bridge.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.dovetail.bridge.align.Alignment;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.format.ArraysInMemory;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.Array;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedArraysTests {
    private static final EntryPath MEAN = EntryPath.of("norm", "mean");

    @TempDir
    Path folder;

    @Test
    void whatAFileGivesMemoryGives() throws Exception {
        ArraysInMemory haiku = haiku();
        Path file = SmallFiles.write(folder.resolve("haiku.npz"), SmallFiles.haiku());
        Path out = folder.resolve("nnx.npz");
        try (Source source = Source.open(file, ReadOptions.DEFAULT)) {
            Conversion.of(source, plan(haiku), Conversion.Options.DEFAULT).write(out);
        }
        CarriedArrays carried = CarriedArrays.of(haiku, Optional.empty(), plan(haiku), Set.of());
        assertThat(bits(carried.arrays())).isEqualTo(SmallFiles.bits(out));
        assertThat(carried.findings().computed()).isEmpty();
    }

    @Test
    void thereAndBackIsBitIdentical() throws Exception {
        ArraysInMemory haiku = haiku();
        CarriedArrays there = CarriedArrays.of(haiku, Optional.empty(), plan(haiku), Set.of());
        CarriedArrays back = back(there, there.arrays());
        assertThat(bits(back.arrays())).isEqualTo(bits(haiku));
        assertThat(back.findings().restored()).hasSize(4);
        assertThat(back.findings().computed()).isEmpty();
    }

    @Test
    void aLayerThatWasTrainedIsComputedAndSaidSo() throws Exception {
        CarriedArrays there = CarriedArrays.of(haiku(), Optional.empty(), plan(haiku()), Set.of());
        SequencedMap<Entry, Array> trained = new LinkedHashMap<>(there.arrays());
        trained.replaceAll((entry, array) -> entry.path().equals(MEAN) ? SmallFiles.counting(99, 4) : array);
        CarriedArrays back = back(there, trained);
        assertThat(back.findings().restored()).isEmpty();
        assertThat(back.findings().computed()).hasSize(4).allMatch(
                one -> one.why().equals("the numbers of its layer have changed since its side data was kept"));
    }

    @Test
    void whatIsCarriedHasMemoryOfItsOwn() throws Exception {
        byte[] bytes = new byte[16];
        SequencedMap<Entry, Array> arrays = new LinkedHashMap<>();
        Array shared = Array.of(SmallFiles.counting(0, 4).spec(), MemorySegment.ofArray(bytes));
        arrays.put(new Entry(EntryPath.of("a"), shared.spec()), shared);
        ArraysInMemory source = new ArraysInMemory("the model", KeyScheme.NESTED, arrays);
        Plan plan = Plans.identity(source, Style.NNX, KeyScheme.NESTED);
        Array carried = CarriedArrays.of(source, Optional.empty(), plan, Set.of()).arrays().firstEntry().getValue();
        bytes[3] = 64;
        assertThat(shared.toFloats()).containsExactly(2, 0, 0, 0);
        assertThat(carried.toFloats()).containsExactly(0, 0, 0, 0);
        assertThat(carried.buffer().take()).as("its holder may overwrite it").isTrue();
    }

    @Test
    void aPlanForOtherArraysIsRefused() throws Exception {
        Plan plan = plan(haiku());
        SequencedMap<Entry, Array> less = new LinkedHashMap<>();
        ArraysInMemory all = haiku();
        all.entries().stream().skip(1).forEach(entry -> less.put(entry, all.read(entry.path(), Arena.global())));
        ArraysInMemory other = new ArraysInMemory("the model", KeyScheme.TWO_LEVEL, less);
        assertThatThrownBy(() -> CarriedArrays.of(other, Optional.empty(), plan, Set.of()))
                .isInstanceOf(PlanMismatchException.class)
                .hasMessage(
                        "the plan is for another checkpoint: it takes params/net/linear/w f32[3,4], the model has no "
                                + "such array");
        assertThatThrownBy(() -> other.read(EntryPath.of("a", "b"), Arena.global()))
                .hasMessage("the model: there is no entry a/b");
    }

    private static CarriedArrays back(CarriedArrays there, SequencedMap<Entry, Array> arrays) throws IOException {
        ArraysInMemory model = new ArraysInMemory("the model", KeyScheme.NESTED, arrays);
        return CarriedArrays.of(model, Optional.of(there.sideData()), there.sideData().inverse(), Set.of());
    }

    /** The small Haiku checkpoint, in memory. */
    private ArraysInMemory haiku() throws IOException {
        Path file = SmallFiles.write(folder.resolve("haiku.npz"), SmallFiles.haiku());
        try (Checkpoint checkpoint = Checkpoint.open(file); Arena arena = Arena.ofConfined()) {
            SequencedMap<Entry, Array> arrays = new LinkedHashMap<>();
            for (Entry entry : checkpoint.entries()) {
                arrays.put(entry, checkpoint.read(entry.path(), arena).toHeap());
            }
            return new ArraysInMemory("params and state", KeyScheme.TWO_LEVEL, arrays);
        }
    }

    private Plan plan(ArraysInMemory haiku) throws IOException, AlignmentException {
        Path file = Files.writeString(folder.resolve("like.json"), SmallFiles.NNX_LIKE);
        try (Checkpoint like = Checkpoint.open(file)) {
            return Alignment.align(Style.HAIKU, haiku.entries(), haiku.scheme(), Style.NNX, like.entries(),
                    KeyScheme.DOTTED, Alignment.Options.DEFAULT).plan();
        }
    }

    private static Map<String, String> bits(ArraysInMemory arrays) {
        SequencedMap<Entry, Array> all = new LinkedHashMap<>();
        arrays.entries().forEach(entry -> all.put(entry, arrays.read(entry.path(), Arena.global())));
        return bits(all);
    }

    private static Map<String, String> bits(SequencedMap<Entry, Array> arrays) {
        Map<String, String> bits = new TreeMap<>();
        arrays.forEach((entry, array) -> bits.put(entry.path().toString(),
                array.spec() + " " + ValueJson.bits(array)));
        return bits;
    }

    @Test
    void skippedArraysAreLeftOut() throws Exception {
        ArraysInMemory haiku = haiku();
        Set<EntryPath> head = Set.copyOf(List.of(new EntryPath("params", List.of("net", "linear_1"), "w"),
                new EntryPath("params", List.of("net", "linear_1"), "b")));
        CarriedArrays carried = CarriedArrays.of(haiku, Optional.empty(), Plans.without(plan(haiku), head), head);
        assertThat(bits(carried.arrays())).hasSize(6).doesNotContainKey("head/kernel");
    }
}
