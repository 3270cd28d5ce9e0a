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

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        Arbitrary<Integer> at = Arbitraries.integers().between(0, Mutation.WHOLE)
                .withDistribution(RandomDistribution.uniform());
        Arbitrary<Mutation> instructions = Combinators.combine(at, Arbitraries.of(Opcode.class).map(Opcode::code).list()
                .ofMinSize(1).ofMaxSize(3)).as(Mutation.Insert::new);
        return Arbitraries.oneOf(Mutation.any(), instructions).list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> samples() { return Arbitraries.of(SAMPLES); }

    @Property(tries = 5000)
    void aMutatedPickleIsReadOrRefused(@ForAll("samples") String sample, @ForAll("mutations") List<Mutation> mutations)
            throws IOException {
        try {
            read(Mutation.applyAll(mutations, Samples.bytes("pickle/" + sample + ".pkl")));
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
        assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length + 1))).isInstanceOf(CheckpointException.class)
                .hasMessage(FILE + ": the pickle is damaged at byte 160: 1 bytes follow the end of the pickle; one file"
                        + " holds one pickle, cut the rest off");
    }

    private static void read(byte[] pickle) throws IOException {
        Contents contents = PickleFormat.readPickled(FILE, MemorySegment.ofArray(pickle), ReadOptions.DEFAULT,
                () -> {});
        try (Arena arena = Arena.ofConfined()) {
            Samples.readAll(contents.root(), false, arena);
        }
    }
}
