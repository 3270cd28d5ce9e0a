package org.dovetail.bridge.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.dovetail.bridge.align.Alignment;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.format.ArraysInMemory;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Entries;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.Array;
import org.junit.jupiter.api.Test;

/** What rounding takes, side data gives back. */
class KeptSourcesTests {
    private static final List<Entry> LSTM = Entries.of("net/lstm/linear w [5,12]", "net/lstm/linear b [12]");

    private static final String[] FUSED = {"rnn.dense_i kernel [2,12]", "rnn.dense_h kernel [3,12]",
            "rnn.dense_h bias [12]"};
    private static final String[] RNN = {"net/vanilla_rnn/linear w [2,3]", "net/vanilla_rnn/linear b [3]",
            "net/vanilla_rnn/linear_1 w [3,3]", "net/vanilla_rnn/linear_1 b [3]"};
    private static final String[] SIMPLE = {"rnn.dense_i kernel [2,3]", "rnn.dense_i bias [3]",
            "rnn.dense_h kernel [3,3]"};

    @Test
    void theForgetBiasComesBackBitForBit() throws Exception {
        ArraysInMemory haiku = thirds(LSTM, KeyScheme.TWO_LEVEL);
        CarriedArrays there = CarriedArrays.of(haiku, Optional.empty(), plan(LSTM, Entries.of(FUSED)), Set.of());
        CarriedArrays back = back(there, there.arrays(), there.sideData());
        assertThat(bits(back)).isEqualTo(bits(haiku));
        assertThat(back.findings().restored()).extracting(Object::toString).containsExactly("net/lstm/linear/b");
        assertThat(bits(back(there, there.arrays(), new SideData("", there.sideData().inverse(), List.of(),
                new LinkedHashMap<>(), new LinkedHashMap<>(), Map.of()))))
                .as("a third plus one minus one is another number").isNotEqualTo(bits(haiku));
    }

    @Test
    void bothBiasesComeBackBitForBit() throws Exception {
        ArraysInMemory haiku = thirds(Entries.of(RNN), KeyScheme.TWO_LEVEL);
        CarriedArrays there = CarriedArrays.of(haiku, Optional.empty(), plan(Entries.of(RNN), Entries.of(SIMPLE)),
                Set.of());
        assertThat(there.arrays()).hasSize(3);
        assertThat(bits(back(there, there.arrays(), there.sideData()))).isEqualTo(bits(haiku));
    }

    @Test
    void aBiasThatWasTrainedIsComputedAndSaidSo() throws Exception {
        ArraysInMemory haiku = thirds(LSTM, KeyScheme.TWO_LEVEL);
        CarriedArrays there = CarriedArrays.of(haiku, Optional.empty(), plan(LSTM, Entries.of(FUSED)), Set.of());
        SequencedMap<Entry, Array> trained = new LinkedHashMap<>(there.arrays());
        trained.replaceAll((entry, array) -> entry.path().name().equals("bias")
                ? Array.ofDoubles(array.spec(), i -> 10 + i)
                : array);
        CarriedArrays back = back(there, trained, there.sideData());
        assertThat(back.findings().restored()).isEmpty();
        assertThat(back.findings().computed()).singleElement().satisfies(one -> {
            assertThat(one.entry()).hasToString("net/lstm/linear/b");
            assertThat(one.why()).isEqualTo("the numbers of its layer have changed since its side data was kept");
        });
        Array bias = back.arrays().entrySet().stream().filter(e -> e.getKey().path().name().equals("b")).findFirst()
                .orElseThrow().getValue();
        assertThat(bias.toFloats()).containsExactly(10, 11, 12, 16, 17, 18, 12, 13, 14, 19, 20, 21);
    }

    @Test
    void theSideDataIsADocument() throws Exception {
        CarriedArrays there = CarriedArrays.of(thirds(LSTM, KeyScheme.TWO_LEVEL), Optional.empty(),
                plan(LSTM, Entries.of(FUSED)), Set.of());
        assertThat(read(there.sideData())).isEqualTo(there.sideData());
    }

    private static SideData read(SideData data) throws IOException, JsonException {
        return SideDataJson.fromJson(SideDataJson.toJson(data));
    }

    private static Plan plan(List<Entry> haiku, List<Entry> nnx) throws AlignmentException {
        Alignment.Result result = Alignment.align(Style.HAIKU, haiku, KeyScheme.TWO_LEVEL, Style.NNX, nnx,
                KeyScheme.NESTED, Alignment.Options.DEFAULT);
        assertThat(result).as(result.toString()).isInstanceOf(Alignment.Mapped.class);
        return result.plan();
    }

    private static ArraysInMemory thirds(List<Entry> entries, KeyScheme scheme) {
        SequencedMap<Entry, Array> arrays = new LinkedHashMap<>();
        IntStream.range(0, entries.size()).forEach(number -> arrays.put(entries.get(number),
                Array.ofDoubles(entries.get(number).spec(), i -> (number + i) / 3.0 - 2)));
        return new ArraysInMemory("the model", scheme, arrays);
    }

    private static CarriedArrays back(CarriedArrays there, SequencedMap<Entry, Array> arrays, SideData known)
            throws IOException {
        ArraysInMemory model = new ArraysInMemory("the model", KeyScheme.NESTED, arrays);
        return CarriedArrays.of(model, Optional.of(known), there.sideData().inverse(), Set.of());
    }

    private static Map<String, String> bits(CarriedArrays carried) {
        Map<String, String> bits = new TreeMap<>();
        carried.arrays().forEach((entry, array) -> bits.put(entry.toString(), ValueJson.bits(array)));
        return bits;
    }

    private static Map<String, String> bits(ArraysInMemory model) {
        Map<String, String> bits = new TreeMap<>();
        for (Entry entry : model.entries()) {
            bits.put(entry.toString(), ValueJson.bits(model.read(entry.path(), Arena.global())));
        }
        return bits;
    }
}
