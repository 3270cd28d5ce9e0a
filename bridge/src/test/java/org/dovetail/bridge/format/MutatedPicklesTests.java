package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import org.dovetail.bridge.format.pickle.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Real pickles, damaged: they are read, or refused in one line; nothing else happens. */
class MutatedPicklesTests {
    /** Between them every instruction and every class on the list. */
    static final List<String> SAMPLES = List.of("array.p4", "few_layouts.p0", "few_layouts.p1", "flat_state.p4",
            "haiku.p2", "jax.p2", "jax.p5", "layouts.p2", "layouts.p5", "module.p4", "named_tuple.p0", "named_tuple.p4",
            "object.p3", "old_flax08_state.p4", "old_flax10_dill.p2", "old_jax04_frozendict.p4", "optax.p4", "paths.p4",
            "state.p2", "state.p4");

    /** Instructions that need nothing behind them, or one small byte. */
    private static final List<Opcode> HARMLESS = List.of(Opcode.MARK, Opcode.EMPTY_LIST, Opcode.EMPTY_DICT,
            Opcode.EMPTY_TUPLE, Opcode.EMPTY_SET, Opcode.NONE, Opcode.NEWTRUE, Opcode.POP, Opcode.POP_MARK, Opcode.DUP,
            Opcode.APPEND, Opcode.APPENDS, Opcode.SETITEM, Opcode.SETITEMS, Opcode.ADDITEMS, Opcode.TUPLE,
            Opcode.TUPLE1,
            Opcode.TUPLE2, Opcode.TUPLE3, Opcode.LIST, Opcode.DICT, Opcode.FROZENSET, Opcode.BUILD, Opcode.REDUCE,
            Opcode.NEWOBJ, Opcode.STACK_GLOBAL, Opcode.MEMOIZE, Opcode.BINPUT, Opcode.BINGET, Opcode.BININT1,
            Opcode.SHORT_BINUNICODE, Opcode.SHORT_BINBYTES);

    private static final Path FILE = Path.of("mutated.pkl");

    /** A change: what happens to the bytes at a place, counted round and round. */
    record Mutation(int at, int kind, byte value, int length) {
        byte[] apply(byte[] bytes) {
            int place = at % bytes.length;
            return switch (kind) {
                case 0 -> replaced(bytes, place, value);
                case 1 -> replaced(bytes, place, (byte) (bytes[place] ^ 1 << (value & 7)));
                case 2 -> joined(Arrays.copyOf(bytes, place), Arrays.copyOfRange(bytes,
                        Math.min(bytes.length, place + length), bytes.length));
                case 3 -> joined(Arrays.copyOf(bytes, place), joined(new byte[]{value},
                        Arrays.copyOfRange(bytes, place, bytes.length)));
                default -> joined(Arrays.copyOf(bytes, Math.min(bytes.length, place + length)),
                        Arrays.copyOfRange(bytes, place, bytes.length));
            };
        }

        private static byte[] replaced(byte[] bytes, int place, byte value) {
            byte[] copy = bytes.clone();
            copy[place] = value;
            return copy;
        }

        private static byte[] joined(byte[] first, byte[] second) {
            byte[] all = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, all, first.length, second.length);
            return all;
        }
    }

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        Arbitrary<Byte> values = Arbitraries.oneOf(Arbitraries.bytes(),
                Arbitraries.of(Opcode.class).map(Opcode::code));
        return Combinators
                .combine(Arbitraries.integers().between(0, 1 << 16).withDistribution(RandomDistribution.uniform()),
                        Arbitraries.integers().between(0, 4),
                        values, Arbitraries.integers().between(1, 40))
                .as(Mutation::new).list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> samples() { return Arbitraries.of(SAMPLES); }

    @Property(tries = 5000)
    void aMutatedPickleIsReadOrRefused(@ForAll("samples") String sample, @ForAll("mutations") List<Mutation> mutations)
            throws IOException {
        byte[] bytes = Samples.bytes("pickle/" + sample + ".pkl");
        for (Mutation mutation : mutations) {
            bytes = bytes.length == 0 ? bytes : mutation.apply(bytes);
        }
        try {
            read(bytes);
        } catch (CheckpointException e) {
            assertThat(e).hasMessageStartingWith(FILE + ": ").hasMessageNotContaining("\n");
        }
    }

    @Property(tries = 5000)
    void arbitraryInstructionsAreReadOrRefused(@ForAll("instructions") List<Byte> instructions) throws IOException {
        byte[] bytes = new byte[instructions.size() + 1];
        for (int i = 0; i < instructions.size(); i++) {
            bytes[i] = instructions.get(i);
        }
        bytes[instructions.size()] = Opcode.STOP.code();
        try {
            read(bytes);
        } catch (CheckpointException e) {
            assertThat(e).hasMessageStartingWith(FILE + ": ").hasMessageNotContaining("\n");
        }
    }

    @Provide
    Arbitrary<List<Byte>> instructions() {
        return Arbitraries
                .oneOf(Arbitraries.of(HARMLESS).map(Opcode::code), Arbitraries.bytes().between((byte) 0, (byte) 2))
                .list().ofMaxSize(60);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aPickleThatIsCutAnywhereIsRefused(String sample) throws IOException {
        byte[] bytes = Samples.bytes("pickle/" + sample + ".pkl");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(FILE + ": ").hasMessageNotContaining("\n");
        }
    }

    @Test
    void aPickleWithBytesBehindItIsRefused() throws IOException {
        byte[] bytes = Samples.bytes("pickle/array.p4.pkl");
        assertThatThrownBy(() -> read(Mutation.joined(bytes, new byte[]{0}))).isInstanceOf(CheckpointException.class)
                .hasMessage(FILE + ": the pickle is damaged at byte 160: 1 bytes follow the end of the pickle; one file"
                        + " holds one pickle, cut the rest off");
    }

    private static void read(byte[] pickle) throws IOException {
        Contents contents = PickleFormat.readPickled(FILE, MemorySegment.ofArray(pickle), ReadOptions.DEFAULT,
                () -> {});
        try (Arena arena = Arena.ofConfined()) {
            Samples.readAll(contents.root(), arena);
        }
    }
}
