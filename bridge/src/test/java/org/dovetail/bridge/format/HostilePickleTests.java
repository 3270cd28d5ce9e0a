package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.dovetail.bridge.format.pickle.Opcode;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that try something, and pickles that are damaged: each ends with one line. */
class HostilePickleTests {
    private static final Path FILE = Path.of("hostile.pkl");
    private static final Duration SOON = Duration.ofSeconds(20);

    /** The ways in which an instruction can bring a class or function in. */
    enum Way {
        CALLED, CALLED_BY_STACK, MADE, MADE_WITH_NAMES, MADE_BY_INST, MADE_BY_OBJ, GIVEN_STATE, KEPT, DROPPED,
        REMEMBERED,
        AS_FACTORY, AS_ARRAY_TYPE, AS_KEY, RECONSTRUCTED;

        byte[] pickle(String module, String name) {
            PickleBuilder pickle = PickleBuilder.protocol(4);
            switch (this) {
                case CALLED -> pickle.global(module, name).text("true").op(Opcode.TUPLE1, Opcode.REDUCE);
                case CALLED_BY_STACK -> pickle.text(module).text(name).op(Opcode.STACK_GLOBAL).text("true")
                        .op(Opcode.TUPLE1, Opcode.REDUCE);
                case MADE -> pickle.global(module, name).text("true").op(Opcode.TUPLE1, Opcode.NEWOBJ);
                case MADE_WITH_NAMES -> pickle.global(module, name).op(Opcode.EMPTY_TUPLE, Opcode.EMPTY_DICT,
                        Opcode.NEWOBJ_EX);
                case MADE_BY_INST -> pickle.op(Opcode.MARK).text("true").op(Opcode.INST).line(module).line(name);
                case MADE_BY_OBJ -> pickle.op(Opcode.MARK).global(module, name).text("true").op(Opcode.OBJ);
                case GIVEN_STATE -> pickle.global(module, name).op(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ,
                        Opcode.EMPTY_DICT).text("x").number(1).op(Opcode.SETITEM, Opcode.BUILD);
                case KEPT -> pickle.op(Opcode.EMPTY_DICT).text("f").global(module, name).op(Opcode.SETITEM);
                case DROPPED -> pickle.op(Opcode.EMPTY_DICT).global(module, name).op(Opcode.POP);
                case REMEMBERED -> pickle.global(module, name).op(Opcode.MEMOIZE, Opcode.POP, Opcode.EMPTY_DICT);
                case AS_FACTORY -> pickle.global("collections", "defaultdict").global(module, name).op(Opcode.TUPLE1,
                        Opcode.REDUCE);
                case AS_ARRAY_TYPE -> pickle.global("numpy.core.multiarray", "_reconstruct").global(module, name)
                        .number(0).op(Opcode.TUPLE1).bytes('b').op(Opcode.TUPLE3, Opcode.REDUCE);
                case AS_KEY -> pickle.op(Opcode.EMPTY_DICT).global(module, name).op(Opcode.NONE, Opcode.SETITEM);
                case RECONSTRUCTED -> pickle.global("copyreg", "_reconstructor").global(module, name)
                        .global("builtins", "object").op(Opcode.NONE, Opcode.TUPLE3, Opcode.REDUCE);
            }
            return pickle.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aFunctionOfPythonsIsRefusedByNameHoweverItComes(Way way) {
        assertRefused(way.pickle("posix", "system"), "names posix.system, which is not among the classes and functions"
                + " that arrays, dicts and NamedTuples need; nothing in it was run. If you trust the file, load it in"
                + " Python and save its arrays with numpy.savez");
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = {"MADE", "RECONSTRUCTED"})
    void aClassOfTheUsersIsRefusedByNameUnlessItIsANamedTuple(Way way) {
        assertRefusedContaining(way.pickle("my.models", "Config"), "my.models.Config");
    }

    @ParameterizedTest
    @CsvSource({"builtins, eval", "builtins, getattr", "builtins, exec", "__builtin__, __import__", "os, system",
            "nt, system", "subprocess, Popen", "importlib, import_module", "runpy, _run_code", "_pickle, loads",
            "pickle, loads", "numpy, load", "numpy, fromfile", "numpy.core.multiarray, fromfile", "numpy, memmap",
            "jax.numpy, load", "torch, load", "dill._dill, _load_type", "cloudpickle.cloudpickle, _make_function",
            "_codecs, decode", "codecs, encode", "collections, Counter", "copyreg, pickle", "operator, attrgetter",
            "functools, partial", "types, CodeType", "ctypes, CDLL", "__main__, ndarray.__class__",
            "numpy, ndarray.tofile", "haiku._src.data_structures, eval", "flax.core.frozen_dict, eval",
            "jax._src.prng, os.system", "ml_dtypes, finfo"})
    void nothingElseIsCalled(String module, String name) {
        assertRefusedContaining(Way.CALLED.pickle(module, name), module + "." + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\u202eb", "", ".", "a.", "1a", "a;b", "a\tb"})
    void aNameThatIsNoneInPythonIsRefused(String name) {
        for (PickleBuilder names : new PickleBuilder[]{PickleBuilder.protocol(4).text("m").text(name),
                PickleBuilder.protocol(4).text(name).text("n")}) {
            assertRefused(names.op(Opcode.STACK_GLOBAL, Opcode.EMPTY_TUPLE, Opcode.NEWOBJ).stop(),
                    "the pickle is damaged: it names a class by what is no name in Python");
        }
    }

    @Test
    void aNamedTupleIsDataWhateverItsClass() throws IOException {
        byte[] pickle = PickleBuilder.protocol(2).global("my.models", "Outer.Losses").array(1, 2).number(3)
                .op(Opcode.TUPLE2, Opcode.NEWOBJ).stop();
        Node.Branch root = read(pickle);
        assertThat(root.kind()).isEqualTo(Node.Kind.NAMED);
        assertThat(root.type()).isEqualTo("my.models.Outer.Losses");
        assertThat(root.children()).containsOnlyKeys("0", "1");
    }

    @Test
    void aNamedTupleOfDillsHasItsFields() throws IOException {
        Node.Branch root = read(ofDill("my.models", "Losses", "policy", "value").stop());
        assertThat(root.type()).isEqualTo("my.models.Losses");
        assertThat(root.children()).containsOnlyKeys("policy", "value");
    }

    @Test
    void aClassThatDillWouldMakeOfSomethingElseIsRefused() {
        assertRefusedContaining(ofDill("os", "system", "policy", "value").stop(), "names os.system");
        assertRefused(ofDill("numpy", "ndarray", "policy", "value").stop(), "the pickle is damaged:"
                + " dill._dill._create_namedtuple is given arguments that it does not take");
        assertRefused(ofDill("my.models", "Losses", "twice", "twice").stop(), "the pickle is damaged:"
                + " dill._dill._create_namedtuple is given arguments that it does not take");
    }

    private static PickleBuilder ofDill(String module, String name, String first, String second) {
        return PickleBuilder.protocol(2).global("dill._dill", "_create_namedtuple").text(name).text(first).text(second)
                .op(Opcode.TUPLE2).text(module).op(Opcode.TUPLE3, Opcode.REDUCE).array(1, 2).number(3)
                .op(Opcode.TUPLE2, Opcode.NEWOBJ);
    }

    @Test
    void aNamedTupleOfOptaxOfAnotherVersionHasPositions() throws IOException {
        byte[] pickle = PickleBuilder.protocol(2).global("optax._src.transform", "ScaleByAdamState").number(3)
                .op(Opcode.TUPLE1, Opcode.NEWOBJ).stop();
        assertThat(read(pickle).children()).containsOnlyKeys("0");
    }

    @Test
    void arraysOfOldJaxVersionsAreRead() throws IOException {
        for (String function : new String[]{"jax._src.device_array reconstruct_device_array",
                "jax.experimental.array _reconstruct_array", "jax._src.array _reconstruct_array"}) {
            PickleBuilder pickle = PickleBuilder.protocol(4).global(function.split(" ", -1)[0],
                    function.split(" ", -1)[1]);
            pickle.tuple(() -> pickle.global("numpy.core.multiarray", "_reconstruct").emptyArray()
                    .tuple(() -> pickle.number(1).shape(1).dtype("<", "f4").op(Opcode.NEWFALSE).bytes(0, 0, 0x80, 0x3f))
                    .op(Opcode.EMPTY_DICT).op(Opcode.MARK).text("weak_type").op(Opcode.NEWFALSE).text("named_shape")
                    .op(Opcode.EMPTY_DICT, Opcode.SETITEMS));
            try (Arena arena = Arena.ofConfined()) {
                Node.Leaf leaf = (Node.Leaf) read(pickle.op(Opcode.REDUCE).stop()).children().sequencedValues()
                        .getFirst();
                assertThat(leaf.numbers().read(arena).bitEquals(Array.ofFloats(Shape.of(1), 1))).isTrue();
            }
        }
    }

    @Test
    void referencesOutOfTheFileAreRefused() {
        String persistent = "refers to objects outside the file (persistent ids); nothing in it was run. Save the"
                + " arrays by themselves with numpy.savez";
        assertRefused(PickleBuilder.protocol(2).op(Opcode.PERSID).line("x").stop(), persistent);
        assertRefused(PickleBuilder.protocol(2).text("x").op(Opcode.BINPERSID).stop(), persistent);
        for (Opcode opcode : new Opcode[]{Opcode.EXT1, Opcode.EXT2, Opcode.EXT4}) {
            assertRefused(PickleBuilder.protocol(2).op(opcode).int4(1).stop(), "names a class by a number of copyreg's"
                    + " extension registry, which is not in the file; nothing in it was run. Pickle it without"
                    + " extension codes");
        }
        for (Opcode opcode : new Opcode[]{Opcode.NEXT_BUFFER, Opcode.READONLY_BUFFER}) {
            assertRefused(PickleBuilder.protocol(5).op(opcode).stop(), "leaves its arrays outside the file"
                    + " (out-of-band buffers); pickle it without buffer_callback");
        }
    }

    @Test
    void claimsBeyondTheFileAreRefusedBeforeAnythingIsMade() {
        for (long claim : new long[]{1L << 60, Long.MAX_VALUE, -1, 1 << 30}) {
            for (Opcode opcode : new Opcode[]{Opcode.BINBYTES8, Opcode.BYTEARRAY8, Opcode.BINUNICODE8, Opcode.FRAME}) {
                assertRefused(PickleBuilder.protocol(5).op(opcode).int8(claim).stop(), "the pickle is damaged at byte"
                        + " 11: " + Long.toUnsignedString(claim) + " bytes are needed and 1 are there");
            }
        }
        for (Opcode opcode : new Opcode[]{Opcode.BINBYTES, Opcode.BINUNICODE, Opcode.BINSTRING}) {
            assertRefusedContaining(PickleBuilder.protocol(5).op(opcode).int4(-1).stop(), "bytes are needed and 1 are"
                    + " there");
        }
        assertRefused(PickleBuilder.protocol(2).op(Opcode.LONG4).int4(Integer.MAX_VALUE).stop(), "the pickle is damaged"
                + " at byte 7: an integer of 2147483647 bytes; the longest that are read have 160");
        assertRefused(PickleBuilder.protocol(2).op(Opcode.LONG4).int4(-1).stop(), "the pickle is damaged at byte 7: an"
                + " integer of -1 bytes; the longest that are read have 160");
    }

    @Test
    void anArrayThatDoesNotFitItsShapeIsRefused() {
        assertRefused(array(new long[]{3}, "f4", 8), "an array of the shape [3] needs 12 bytes, the pickle has 8 for"
                + " it");
        assertRefused(array(new long[]{1}, "f4", 8), "an array of the shape [1] needs 4 bytes, the pickle has 8 for"
                + " it");
        assertRefused(array(new long[]{1L << 60}, "f8", 8), "the shape [1152921504606846976] claims more than 2^63"
                + " bytes");
        assertRefused(array(new long[]{1L << 32, 1L << 32}, "f4", 8), "the shape [4294967296,4294967296] claims more"
                + " than 2^63 elements");
        assertRefused(array(new long[]{-1}, "f4", 8), "a shape has a negative extent: [-1]");
        assertRefused(array(new long[]{0, 1L << 60}, "f4", 0), "the shape [0,1152921504606846976] has an extent above"
                + " 2147483647, which Dovetail cannot hold");
        assertRefused(array(new long[65], "f4", 0), "the pickle is damaged: an array has a state that NumPy does not"
                + " write");
        assertRefusedContaining(array(new long[]{1}, "U99999999", 8), "holds texts of 99999999 characters");
        assertRefusedContaining(array(new long[]{1L << 40}, "U0", 0), "holds more than 1048576 values");
        assertRefusedContaining(array(new long[]{2}, "O8", 8), "an array has a state that NumPy does not write");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"M8|datetime64", "f16|<f16", "x9|<x9", "V3|V3", "U1073741824|U1073741824"})
    void elementsThatJaxDoesNotHaveAreRefused(String code, String expected) {
        assertRefusedContaining(array(new long[]{1}, code, 8), expected);
    }

    @Test
    void recordsAreRefused() {
        PickleBuilder pickle = PickleBuilder.protocol(2).global("numpy", "dtype").text("V4")
                .op(Opcode.NEWFALSE, Opcode.NEWTRUE, Opcode.TUPLE3, Opcode.REDUCE);
        pickle.tuple(() -> pickle.number(3).text("|").op(Opcode.NONE).text("a").op(Opcode.TUPLE1, Opcode.EMPTY_DICT))
                .op(Opcode.BUILD);
        assertRefused(pickle.stop(), "holds an array of records (a structured dtype); save each field as an array");
    }

    @Test
    void deepNestingEndsInTime() {
        assertTooDeep(repeated(Opcode.EMPTY_LIST, 1000, Opcode.APPEND, 999));
        assertTooDeep(repeated(Opcode.EMPTY_TUPLE, 1, Opcode.TUPLE1, 2_000_000));
        assertTooDeep(repeated(Opcode.EMPTY_LIST, 1_000_000, Opcode.APPEND, 999_999));
    }

    @Test
    void whatHoldsItselfIsRefused() {
        assertTooDeep(PickleBuilder.protocol(4).op(Opcode.EMPTY_LIST, Opcode.MEMOIZE, Opcode.BINGET).raw(0)
                .op(Opcode.APPEND).stop());
        assertTooDeep(PickleBuilder.protocol(4).op(Opcode.EMPTY_DICT, Opcode.MEMOIZE).text("k").op(Opcode.BINGET).raw(0)
                .op(Opcode.SETITEM).stop());
        assertTooDeep(PickleBuilder.protocol(4).op(Opcode.EMPTY_LIST, Opcode.MEMOIZE, Opcode.TUPLE1, Opcode.MEMOIZE,
                Opcode.POP, Opcode.BINGET).raw(0).op(Opcode.BINGET).raw(1).op(Opcode.APPEND).stop());
        PickleBuilder objects = PickleBuilder.protocol(4).op(Opcode.EMPTY_LIST, Opcode.MEMOIZE)
                .global("numpy.core.multiarray", "_reconstruct").emptyArray().op(Opcode.REDUCE);
        objects.tuple(() -> objects.number(1).op(Opcode.EMPTY_TUPLE).dtype("|", "O8").op(Opcode.NEWFALSE, Opcode.BINGET)
                .raw(0)).op(Opcode.BUILD, Opcode.APPEND);
        assertTooDeep(objects.stop());
    }

    @Test
    void billionLaughsEndInTime() {
        for (Opcode[] container : new Opcode[][]{{Opcode.EMPTY_LIST, Opcode.APPENDS}, {Opcode.MARK, Opcode.TUPLE}}) {
            PickleBuilder pickle = PickleBuilder.protocol(4).op(Opcode.EMPTY_LIST, Opcode.MEMOIZE);
            for (int i = 0; i < 60; i++) {
                pickle.op(Opcode.POP);
                if (container[0] == Opcode.EMPTY_LIST) {
                    pickle.op(Opcode.EMPTY_LIST);
                }
                pickle.op(Opcode.MARK);
                for (int j = 0; j < 10; j++) {
                    pickle.op(Opcode.BINGET).raw(i);
                }
                pickle.op(container[1], Opcode.MEMOIZE);
            }
            assertRefusedContaining(pickle.stop(), ", which no checkpoint needs; save its arrays by themselves");
        }
        PickleBuilder texts = PickleBuilder.protocol(4).text("x".repeat(1_000_000)).op(Opcode.MEMOIZE, Opcode.POP,
                Opcode.EMPTY_LIST, Opcode.MARK);
        for (int i = 0; i < 100_000; i++) {
            texts.op(Opcode.BINGET).raw(0);
        }
        assertRefusedContaining(texts.op(Opcode.APPENDS).stop(), "holds more than 33554432 characters of text");
        PickleBuilder keys = PickleBuilder.protocol(4).text("k".repeat(1_000_000)).op(Opcode.MEMOIZE, Opcode.POP);
        for (int i = 0; i < 90; i++) {
            keys.op(Opcode.EMPTY_DICT, Opcode.BINGET).raw(0);
        }
        keys.op(Opcode.NONE);
        for (int i = 0; i < 90; i++) {
            keys.op(Opcode.SETITEM);
        }
        assertRefusedContaining(keys.stop(), "holds more than 33554432 characters of text");
    }

    @Test
    void floodsOfValuesEndInTime() {
        for (Opcode opcode : new Opcode[]{Opcode.EMPTY_DICT, Opcode.EMPTY_LIST, Opcode.NONE, Opcode.MARK}) {
            assertRefusedContaining(flood(opcode), "holds more than 2097152 values, which no checkpoint needs");
        }
        assertRefusedContaining(flood(Opcode.MEMOIZE), "it takes a value from an empty stack");
        assertRefused(PickleBuilder.protocol(4).op(Opcode.NONE, Opcode.LONG_BINPUT).int4(-1).stop(),
                "the pickle is damaged at byte 8: it memorises a value as number 4294967295; there may be 2097152");
        assertRefused(PickleBuilder.protocol(4).op(Opcode.LONG_BINGET).int4(-1).stop(),
                "the pickle is damaged at byte 7: it refers to the memorised value 4294967295, which there is not");
    }

    @Test
    void workOnOneLargeValueOverAndOverEndsInTime() {
        byte[] nones = new byte[500_000];
        Arrays.fill(nones, Opcode.NONE.code());
        for (String function : new String[]{"builtins set", "collections OrderedDict", "copyreg __newobj__"}) {
            PickleBuilder pickle = PickleBuilder.protocol(4).op(Opcode.EMPTY_LIST, Opcode.MARK);
            if (function.endsWith("__")) {
                pickle.global("m", "T");
            }
            pickle.raw(nones).op(function.endsWith("__") ? Opcode.TUPLE : Opcode.LIST, Opcode.MEMOIZE);
            for (int i = 0; i < 200_000; i++) {
                pickle.global(function.split(" ", -1)[0], function.split(" ", -1)[1]).op(Opcode.BINGET).raw(0)
                        .op(function.endsWith("__")
                                ? new Opcode[]{Opcode.REDUCE}
                                : new Opcode[]{Opcode.TUPLE1,
                                        Opcode.REDUCE});
            }
            assertRefusedContaining(pickle.stop(), function.contains("Ordered") ? "does not take" : "more than");
        }
        PickleBuilder encoded = PickleBuilder.protocol(2).text("\u00e9".repeat(5_000_000)).op(Opcode.BINPUT).raw(0)
                .op(Opcode.POP).text("latin1").op(Opcode.BINPUT).raw(1, Opcode.POP.code())
                .global("_codecs", "encode").op(Opcode.BINPUT).raw(2, Opcode.POP.code());
        for (int i = 0; i < 200_000; i++) {
            encoded.op(Opcode.BINGET).raw(2).op(Opcode.BINGET).raw(0).op(Opcode.BINGET).raw(1)
                    .op(Opcode.TUPLE2, Opcode.REDUCE, Opcode.POP);
        }
        assertRefused(encoded.op(Opcode.NONE).stop(), "holds nothing but the value 'None'; a checkpoint holds arrays");
    }

    @Test
    void textsWithoutLengthAreCounted() {
        PickleBuilder pickle = PickleBuilder.protocol(4).op(Opcode.EMPTY_LIST, Opcode.MARK)
                .global("numpy.core.multiarray", "_reconstruct").emptyArray().op(Opcode.REDUCE);
        pickle.tuple(() -> pickle.number(1).shape(10_000).dtype("<", "U0").op(Opcode.NEWFALSE).bytes())
                .op(Opcode.BUILD, Opcode.MEMOIZE);
        for (int i = 0; i < 100_000; i++) {
            pickle.op(Opcode.BINGET).raw(0);
        }
        assertRefusedContaining(pickle.op(Opcode.APPENDS).stop(), "holds more than 1048576 values");
    }

    private static final String[][] DAMAGED = {
            {"\u0080\u0004", "1 bytes are needed and 0 are there"},
            {"N", "1 bytes are needed and 0 are there"},
            {"\u0080\u0006}.", "is a pickle of protocol 6; the newest that is read is 5"},
            {"N}.", "left over"},
            {"}.}", "1 bytes follow the end of the pickle"},
            {"}\u0080\u0004.", "told twice"},
            {".", "empty stack"},
            {"(.", "empty stack"},
            {"(}.", "left over"},
            {"0.", "empty stack"},
            {"(0}0.", "empty stack"},
            {"2.", "empty stack"},
            {"t.", "never set"},
            {"1.", "never set"},
            {"e.", "never set"},
            {"NNR.", "no class or function"},
            {"]R.", "empty stack"},
            {"Na.", "empty stack"},
            {"}Na.", "no list"},
            {"](N\u0090.", "no set"},
            {"]NNs.", "no dict"},
            {"](NNu.", "no dict"},
            {"}(Nu.", "without a value"},
            {"(Nd.", "without a value"},
            {"Ia\n.", "an integer is misspelled"},
            {"I1.5\n.", "an integer is misspelled"},
            {"Fx\n.", "a float is misspelled"},
            {"F0x1p3\n.", "a float is misspelled"},
            {"Sabc\n.", "a string is misspelled"},
            {"S'\\q'\n.", "a string is misspelled"},
            {"S'\\'\n.", "a string is misspelled"},
            {"S'\\x1'\n.", "misspelled"},
            {"V\\u12\n.", "a text is misspelled"},
            {"V\\U00110000\n.", "a text is misspelled"},
            {"g1\n.", "which there is not"},
            {"gx\n.", "misspelled"},
            {"g-1\n.", "misspelled"},
            {"Np-1\n.", "misspelled"},
            {"h\u0001.", "which there is not"},
            {"NN\u0093.", "not a text"},
            {"NNb.", "gives a state"},
            {"}}b.", "gives a state"},
            {"N)\u0081.", "no class"},
            {"cnumpy\nndarray\nNR.", "not a tuple"},
            {"I1", "does not end"},
            {"\u00ff", "0xff is no instruction"},
            {"cm\nn\n)\u0081).", "left over"}};

    @Test
    void damageIsNamed() {
        for (String[] example : DAMAGED) {
            assertRefusedContaining(example[0].getBytes(StandardCharsets.ISO_8859_1), example[1]);
        }
    }

    @Test
    void aFrameHoldsItsInstructionsWhole() {
        assertRefusedContaining(PickleBuilder.protocol(4).op(Opcode.FRAME).int8(3).number(1).stop(),
                "4 bytes are needed and 2 are there");
        assertRefusedContaining(PickleBuilder.protocol(4).op(Opcode.FRAME).int8(11).op(Opcode.NONE, Opcode.FRAME)
                .int8(1).stop(), "a frame begins before the last one ends");
    }

    @Test
    void keysAreTextsOrIntegers() throws IOException {
        assertRefused(dict(pickle -> pickle.op(Opcode.NEWTRUE)), "entry 'd': has a key that is neither a text nor an"
                + " integer; rename it before pickling");
        assertRefused(dict(pickle -> pickle.op(Opcode.EMPTY_TUPLE)), "entry 'd': has a tuple of 0 as a key");
        assertRefused(dict(pickle -> pickle.number(1).op(Opcode.NONE).text("1")), "entry 'd': has both texts and"
                + " integers as keys, which no network's parameters have");
        assertRefused(dict(pickle -> pickle.number(1).op(Opcode.NONE).number(1)), "entry 'd': has the key '1' twice");
        assertRefused(dict(pickle -> pickle.text("a").op(Opcode.NONE).text("a").text("b").op(Opcode.TUPLE2)),
                "entry 'd': has the key 'a' twice");
        assertRefused(dict(pickle -> pickle.raw('X', 1, 0, 0, 0, 0xff)),
                "entry 'd': the pickle is damaged: a text in it"
                        + " is not UTF-8");
        assertThat(((Node.Branch) read(dict(pickle -> pickle.number(-3))).children().sequencedValues().getFirst())
                .children()).containsOnlyKeys("-3");
    }

    @Test
    void bareValuesAreNoCheckpoint() {
        assertRefused(PickleBuilder.protocol(2).number(3).stop(), "holds nothing but the value '3'; a checkpoint holds"
                + " arrays");
        assertRefused(PickleBuilder.protocol(2).global("numpy", "ndarray").stop(), "is numpy.ndarray, a class or"
                + " function and no data; leave it out of what is pickled");
        assertRefused(PickleBuilder.protocol(2).global("numpy.core.multiarray", "_reconstruct").emptyArray()
                .op(Opcode.REDUCE).stop(), "the pickle is damaged: an array has no data");
    }

    @Test
    void objectsThatLackTheirContentAreRefused() {
        for (String name : new String[]{"flax.nnx.statelib State", "flax.nnx.statelib FlatState",
                "flax.nnx.tracers TraceState", "flax.nnx.variablelib VariableState", "jax._src.prng PRNGImpl"}) {
            String module = name.split(" ", -1)[0];
            String type = name.split(" ", -1)[1];
            assertRefusedContaining(PickleBuilder.protocol(2).global(module, type).op(Opcode.EMPTY_TUPLE,
                    Opcode.NEWOBJ).stop(), "that lacks its content");
        }
        assertRefused(PickleBuilder.protocol(2).global("jax._src.prng", "PRNGKeyArray").op(Opcode.EMPTY_TUPLE,
                Opcode.NEWOBJ).stop(), "the pickle is damaged: a random key has no numbers");
        assertRefused(PickleBuilder.protocol(2).global("flax.nnx.nn.linear", "Linear").op(Opcode.EMPTY_TUPLE,
                Opcode.NEWOBJ, Opcode.EMPTY_DICT, Opcode.BUILD).stop(),
                "holds a whole NNX module (flax.nnx.nn.linear.Linear), not only its numbers; save its state instead:"
                        + " _, state = nnx.split(model); pickle.dump(nnx.to_pure_dict(state), file)");
    }

    private static byte[] dict(Consumer<PickleBuilder> key) {
        PickleBuilder pickle = PickleBuilder.protocol(2).op(Opcode.EMPTY_DICT).text("d").op(Opcode.EMPTY_DICT,
                Opcode.MARK);
        key.accept(pickle);
        return pickle.op(Opcode.NONE, Opcode.SETITEMS, Opcode.SETITEM).stop();
    }

    private static byte[] array(long[] shape, String code, int bytes) {
        PickleBuilder pickle = PickleBuilder.protocol(4).global("numpy.core.multiarray", "_reconstruct").emptyArray()
                .op(Opcode.REDUCE);
        pickle.tuple(() -> pickle.number(1).shape(shape).dtype("<", code).op(Opcode.NEWFALSE).bytes(new int[bytes]));
        return pickle.op(Opcode.BUILD).stop();
    }

    private static byte[] repeated(Opcode first, int firstTimes, Opcode second, int secondTimes) {
        byte[] before = new byte[firstTimes];
        byte[] after = new byte[secondTimes];
        Arrays.fill(before, first.code());
        Arrays.fill(after, second.code());
        return PickleBuilder.protocol(4).raw(before).raw(after).stop();
    }

    private static byte[] flood(Opcode opcode) { return repeated(opcode, 10_000_000, Opcode.POP, 0); }

    private static Node.Branch read(byte[] pickle) throws IOException {
        return PickleFormat.readPickled(FILE, MemorySegment.ofArray(pickle), ReadOptions.DEFAULT, () -> {}).root();
    }

    private static void assertTooDeep(byte[] pickle) {
        assertRefusedContaining(pickle, "lies deeper than 100 levels, or a container holds itself");
    }

    private static void assertRefused(byte[] pickle, String problem) {
        assertTimeoutPreemptively(SOON, () -> assertThatThrownBy(() -> read(pickle))
                .isInstanceOf(CheckpointException.class).hasMessage(FILE + ": " + problem));
    }

    private static void assertRefusedContaining(byte[] pickle, String problem) {
        assertTimeoutPreemptively(SOON, () -> assertThatThrownBy(() -> read(pickle))
                .isInstanceOf(CheckpointException.class).hasMessageStartingWith(FILE + ": ")
                .hasMessageContaining(problem).hasMessageNotContaining("\n"));
    }
}
