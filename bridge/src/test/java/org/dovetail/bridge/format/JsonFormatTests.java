package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFormatTests {
    private static final JsonFormat JSON = new JsonFormat();

    @TempDir
    Path folder;

    private Path live(String modules) throws IOException { return Files.writeString(folder.resolve("live.json"), """
            {"format": "dovetail-structure", "version": 1, "modules": %s,
             "entries": {"norm.scale": {"dtype": "float32", "shape": [4]}}}
            """.formatted(modules)); }

    @Test
    void modulesOfALiveModelAreReadInTheirOrder() throws IOException {
        Path file = live("""
                [{"path": "", "class": "Net"},
                 {"class": "LayerNorm", "path": ["norm"], "settings": {"epsilon": 1e-05, "use_bias": false, "name": "n",
                  "axes": [0, -1], "one": [3], "dtype": null, "none": [], "fast": true}}]""");
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.modules()).extracting(DescribedModule::path).containsExactly(List.of(),
                    List.of("norm"));
            assertThat(checkpoint.modules().getLast().type()).isEqualTo("LayerNorm");
            assertThat(checkpoint.modules().getLast().settings()).containsExactly(Map.entry("epsilon", "1e-05"),
                    Map.entry("use_bias", "False"), Map.entry("name", "n"), Map.entry("axes", "(0, -1)"),
                    Map.entry("one", "(3,)"), Map.entry("dtype", "None"), Map.entry("none", "()"),
                    Map.entry("fast", "True"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | modules should be a list
            [1] | entry 'modules[0]': should be an object with path, class and settings
            [{"path": "a"}] | entry 'modules[0]': should have a path and a class
            [{"path": 1, "class": "A"}] | entry 'modules[0]': path should be a text, or a list of texts
            [{"path": [1], "class": "A"}] | entry 'modules[0]': path should be a text
            [{"path": "a", "class": null}] | entry 'modules[0]': class should be a text
            [{"path": "a", "kind": "A"}] | entry 'modules[0]': the key 'kind' is not known beside path, class and settings
            [{"path": "a", "class": "A", "settings": []}] | entry 'modules[0]': settings should be an object
            [{"path": "a", "class": "A"}, {"path": ["a"], "class": "B"}] | entry 'modules[1]': stands at the path of another module
            [{"path": "a", "class": "A", "settings": {"b": {}}}] | entry 'modules[0]': a setting should be a text, a number, true, false, null, or a list of those
            """)
    void brokenModulesAreRefused(String modules, String reason) throws IOException {
        Path file = live(modules);
        assertThatThrownBy(() -> Checkpoint.open(file)).isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": " + reason);
    }

    @Test
    void onlyStructuresHaveModules() throws IOException {
        Path file = Files.writeString(folder.resolve("values.json"),
                "{\"format\": \"dovetail-values\", \"version\": 1, \"modules\": [], \"entries\": {}}");
        assertThatThrownBy(() -> Checkpoint.open(file)).hasMessage(file
                + ": has modules, which only a structure can have; call its format dovetail-structure");
    }

    @Test
    void structuresAreWrittenAndReadBack() throws IOException {
        Path file = folder.resolve("like.json");
        List<Entry> entries = List.of(
                new Entry(EntryPath.of("block", "linear", "kernel"), TensorSpec.of(DType.FLOAT32, 784, 256), "Param"),
                new Entry(EntryPath.of("block", "linear", "bias"), TensorSpec.of(DType.BFLOAT16, 256)));
        JsonFormat.writeStructure(entries, KeyScheme.DOTTED, "nnx", file);
        assertThat(file).hasContent("""
                {
                  "format": "dovetail-structure",
                  "version": 1,
                  "style": "nnx",
                  "scheme": "dotted",
                  "entries": {
                    "block.linear.kernel": {"dtype": "float32", "shape": [784,256], "variable": "Param"},
                    "block.linear.bias": {"dtype": "bfloat16", "shape": [256]}
                  }
                }
                """);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.isStructure()).isTrue();
            assertThat(checkpoint.scheme()).isEqualTo(KeyScheme.DOTTED);
            assertThat(checkpoint.metadata()).isEqualTo(Map.of(JsonFormat.STYLE, "nnx"));
            assertThat(checkpoint.entries()).containsExactlyElementsOf(entries);
            assertThatThrownBy(() -> checkpoint.read(entries.getFirst().path(), (_, _) -> MemorySegment.NULL))
                    .hasMessage(file + ": entry 'block.linear.kernel': the file is a structure: it holds names and"
                            + " shapes without numbers");
        }
    }

    @Test
    void aStructureKeepsASchemeThatItsKeysDoNotTell() throws IOException {
        Path file = folder.resolve("like.json");
        for (KeyScheme scheme : KeyScheme.values()) {
            List<Entry> entries = List.of(new Entry(EntryPath.of("a", "w"), TensorSpec.of(DType.FLOAT32)),
                    new Entry(EntryPath.of("b"), TensorSpec.of(DType.FLOAT32, 0)));
            JsonFormat.writeStructure(entries, scheme, null, file);
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.scheme()).isEqualTo(scheme);
                assertThat(checkpoint.entries()).containsExactlyElementsOf(entries);
            }
        }
    }

    @Test
    void twoEntriesInOnePlaceAreRefused() {
        List<Entry> entries = List.of(new Entry(EntryPath.of("a"), TensorSpec.of(DType.FLOAT32)),
                new Entry(EntryPath.of("a", "w"), TensorSpec.of(DType.FLOAT32)));
        Path file = folder.resolve("like.json");
        for (List<Entry> order : List.of(entries, entries.reversed())) {
            assertThatThrownBy(() -> JsonFormat.writeStructure(order, KeyScheme.NESTED, null, file))
                    .hasMessageStartingWith(file + ": entry 'a").hasMessageEndingWith(
                            "stands where another entry stands");
        }
    }

    @Test
    void structuresCanBeTypedByHand() throws IOException {
        Contents flat = read("{\"a.w\": [784,256], \"a.b\": \"f32[ 256 ]\", \"n\": \"int8[]\", \"m\": []}");
        assertThat(flat.flat()).isTrue();
        assertThat(flat.structure()).isTrue();
        assertThat(flat.root().children().values()).extracting(node -> ((Node.Leaf) node).spec().toString())
                .containsExactly("f32[784,256]", "f32[256]", "i8[]", "f32[]");
        Contents nested = read("""
                {"format": [1], "layers": [{"kernel": {"shape": [3, 4], "dtype": "bfloat16", "variable": "Param"}},
                            {"dtype": {"w": "float32[2]"}}]}
                """);
        assertThat(nested.flat()).isFalse();
        assertThat(Samples.leaf(nested, "format").spec()).hasToString("f32[1]");
        Node.Branch layers = (Node.Branch) Samples.node(nested, "layers");
        assertThat(layers.kind()).isEqualTo(Node.Kind.LIST);
        assertThat(layers.children().firstEntry().getValue().toString()).contains("bf16[3,4]", "Param");
        assertThat(layers.children().lastEntry().getValue().toString()).contains("dtype", "f32[2]");
    }

    @Test
    void valuesAreExact() throws IOException {
        Path file = folder.resolve("values.json");
        Node.Branch tree = Samples.tree(
                "floats", Array.ofFloats(Shape.of(2, 3), 0.1f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN,
                        Float.NEGATIVE_INFINITY),
                "longs", array(DType.INT64, new byte[]{-1, -1, -1, -1, -1, -1, -1, 127}),
                "complex", array(DType.COMPLEX64, new byte[]{0, 0, -128, 63, 1, 0, -64, 127}),
                "bools", array(DType.BOOL, new byte[]{0, 1, 2}),
                "fourths", array(DType.INT4, new byte[]{7, -8, 15}),
                "none", Array.ofFloats(Shape.of(0, 3)));
        JSON.write(Contents.toWrite(tree, Map.of("by", "hand")), file);
        assertThat(file).content().contains(
                "[0.1, -0.0, 1.4E-45, 3.4028235E38, \"0x7fc00000\", \"0xff800000\"]", "[9223372036854775807]",
                "[[1.0, \"0x7fc00001\"]]", "[false, true, \"0x02\"]", "[7, -8, \"0x0f\"]", "\"values\": []",
                "\"by\": \"hand\"");
        Contents contents = JSON.read(file, ReadOptions.DEFAULT);
        assertThat(contents.structure()).isFalse();
        TreeAssert.assertSame(contents.root(), tree);
    }

    @Test
    void treesOfEveryKindAreReadBack() throws IOException {
        Path file = folder.resolve("tree.json");
        Node.Leaf leaf = new Node.Leaf(TensorSpec.of(DType.FLOAT32), _ -> Array.ofFloats(Shape.of(), 1), "Param");
        Node.Branch items = Samples.tree("0", leaf, "1", new Node.Scalar("text"));
        Node.Branch tree = Samples.tree("dtype", Samples.tree("shape", leaf), "list",
                new Node.Branch(Node.Kind.LIST, items.children(), ""), "tuple",
                new Node.Branch(Node.Kind.TUPLE, Samples.tree().children(), ""), "layers",
                new Node.Branch(Node.Kind.INT_DICT, Samples.tree("3", leaf).children(), ""), "opt",
                new Node.Branch(Node.Kind.NAMED, Samples.tree("mu", items).children(), "optax.ScaleByAdamState"),
                "step", new Node.Scalar(-5L), "huge", new Node.Scalar(BigInteger.TEN.pow(100)), "rate",
                new Node.Scalar(0.1), "nan", new Node.Scalar(Double.longBitsToDouble(0x7ff8000000000001L)), "on",
                new Node.Scalar(true), "nothing", new Node.Scalar(null));
        JSON.write(Contents.toWrite(tree, Map.of()), file);
        TreeAssert.assertSame(JSON.read(file, ReadOptions.DEFAULT).root(), tree);
    }

    @Test
    void whatJsonCannotHoldIsRefused() {
        Node.Leaf large = new Node.Leaf(TensorSpec.of(DType.INT8, 1_000_001), _ -> {
            throw new AssertionError("it should not be read");
        });
        refuseToWrite(Samples.tree("a", large), "JSON holds at most 1000000 numbers, here are 1000001; write npz or"
                + " safetensors, or the structure alone with inspect --as");
        Node.Branch deep = Samples.tree();
        for (int i = 0; i < 40; i++) {
            deep = Samples.tree("a", deep);
        }
        refuseToWrite(deep, "is nested deeper than JSON documents may be");
        refuseToWrite(Samples.tree("\udc00", Samples.tree()), "the text '\\udc00' has half of a surrogate pair");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "[]; should be a JSON object",
            "{; is no proper JSON: Unexpected end-of-input",
            "{'a':[1],'a':[2]}; is no proper JSON: Duplicate Object property \"a\" at line 1, column",
            "{'a':[1]} {}; something follows the JSON object",
            "{'a':'f33[1]'}; entry 'a': there is no dtype 'f33'",
            "{'a':'f32[1'}; entry 'a': the text 'f32[1' should be a dtype and a shape, like f32[784,256]",
            "{'a':'f32[1,,2]'}; should be a dtype and a shape",
            "{'a':'f32[1 2]'}; should be a dtype and a shape",
            "{'a':'f32[9999999999]'}; the shape [9999999999] has an extent above 2147483647",
            "{'a':[1152921504606846976,16]}; claims more than 2^63 elements",
            "{'a':[-1]}; a shape has a negative extent: [-1]",
            "{'a':[1.5]}; entry 'a/0': should be a shape like [784,256], or a text like \"f32[784,256]\", or an object",
            "{'a':[1,2.0]}; a shape should be a list of at most 64 integers below 2^63",
            "{'a':[1,18446744073709551616]}; a shape should be a list of at most 64 integers below 2^63",
            "{'a':1}; entry 'a': should be a shape like [784,256], or a text like \"f32[784,256]\", or an object",
            "{'a':{'b':null}}; entry 'a/b': should be a shape",
            "{'a':{'dtype':'float32'}}; entry 'a': should have a dtype and a shape",
            "{'a':{'dtype':'float32','shape':3}}; entry 'a': shape should be a list of integers",
            "{'a':{'dtype':'float32','shape':[],'values':[1]}}; has values, though the document is a structure; call",
            "{'a':{'dtype':'float32','shape':[],'size':3}}; the key 'size' is not known beside dtype, shape",
            "{'a':'format','format':'dovetail-structure'}; the text 'format' should be a dtype and a shape",
            "{'format':'dovetail-plan'}; is a 'dovetail-plan' document, which is no checkpoint",
            "{'format':'dovetail-structure'}; has no entries",
            "{'format':'dovetail-structure','version':2}; is not of version 1, the only one that is known",
            "{'format':'dovetail-structure','scheme':'x'}; there is no key scheme 'x'",
            "{'format':'dovetail-structure','style':1}; style should be a text",
            "{'format':'dovetail-structure','more':1}; the key 'more' is not known in dovetail-structure",
            "{'format':'dovetail-structure','metadata':[]}; metadata should be an object of texts",
            "{'format':'dovetail-structure','metadata':{'a':1}}; metadata should be a text",
            "{'format':'dovetail-structure','entries':[]}; should be an object: an array with its dtype and shape",
            "{'format':'dovetail-structure','entries':{'text':'a'}}; entries should be an object of arrays",
            "{'format':'dovetail-structure','entries':{'a':[1]}}; entry 'a': should be an object: an array with its dtype and shape, or a branch",
            "{'format':'dovetail-structure','entries':{'a':{'b':1}}}; entry 'a/b': should be an object",
            "{'format':'dovetail-structure','entries':{'a':{'text':1}}}; text should be a text",
            "{'format':'dovetail-structure','entries':{'a':{'text':'b','c':1}}}; something follows 'text'",
            "{'format':'dovetail-structure','entries':{'a':{'list':1}}}; entry 'a': should be a list",
            "{'format':'dovetail-structure','entries':{'a':{'integers':[]}}}; should be a list of one object",
            "{'format':'dovetail-structure','entries':{'a':{'named':['c']}}}; should be an object"})
    void otherDocumentsAreRefused(String json, String message) { refuse(json.replace('\'', '"'), message); }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "'dtype':'float32','shape':[2]; has no values, though the document says it has",
            "'dtype':'float32','values':[],'shape':[2]; values should follow dtype and shape",
            "'dtype':'float32','shape':[2],'values':1; values should be a list",
            "'dtype':'float32','shape':[2],'values':[1]; lists 1 values, its shape has 2",
            "'dtype':'float32','shape':[2],'values':[1,2,3]; lists more than the 2 values of its shape",
            "'dtype':'float32','shape':[1],'values':[true]; value 0 of its list should be a number",
            "'dtype':'float32','shape':[1],'values':[[1,2]]; value 0 of its list should be a number",
            "'dtype':'float32','shape':[1],'values':[1e39]; Infinity is no float32; write infinities and NaNs as",
            "'dtype':'float16','shape':[1],'values':[70000]; 70000.0 is no float16",
            "'dtype':'float32','shape':[1],'values':['0x7fc0']; the value '0x7fc0' should be bits: 0x and 8 digits",
            "'dtype':'complex64','shape':[1],'values':[1]; value 0 of its list should be a number, or a pair",
            "'dtype':'complex64','shape':[1],'values':[[1]]; value 1 of its list should be a number, or a pair",
            "'dtype':'complex64','shape':[1],'values':[[1,2,3]]; value 2 of its list should be a number, or a pair",
            "'dtype':'int8','shape':[1],'values':[128]; 128 is no int8",
            "'dtype':'uint4','shape':[1],'values':[16]; 16 is no uint4",
            "'dtype':'int2','shape':[1],'values':[-3]; -3 is no int2",
            "'dtype':'uint64','shape':[1],'values':[-1]; -1 is no uint64",
            "'dtype':'int8','shape':[1],'values':[1.0]; value 0 of its list should be an integer",
            "'dtype':'bool','shape':[1],'values':[1]; value 0 of its list should be true or false",
            "'dtype':'int8','shape':[1000001],'values':[]; a JSON document holds at most 1000000 numbers",
            "'dtype':'int8','shape':[1152921504606846976],'values':[]; has an extent above 2147483647"})
    void impossibleValuesAreRefused(String array, String message) {
        refuse("{\"format\":\"dovetail-values\",\"entries\":{\"a\":{" + array.replace('\'', '"') + "}}}", message);
    }

    @Test
    void deepAndHugeDocumentsAreRefused() {
        refuse("{\"a\":".repeat(5000),
                "is no proper JSON: Document nesting depth (101) exceeds the maximum allowed (100");
        refuse("{\"a\":[" + "[".repeat(5000), "nesting depth");
        refuse("{\"a\":[" + "9".repeat(1000) + "]}", "Number value length (1000) exceeds the maximum allowed (400");
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        Path file = folder.resolve("whole.json");
        Node.Branch tree = Samples.tree("a//w", Array.ofFloats(Shape.of(2), 1, Float.NaN), "text",
                new Node.Scalar("x"));
        JSON.write(Contents.toWrite(tree, Map.of("a", "b")), file);
        byte[] whole = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            Path cut = Samples.rewrite(folder.resolve("cut.json"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> JSON.read(cut, ReadOptions.DEFAULT)).isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(cut + ": ");
        }
    }

    private static Array array(DType dtype, byte[] bytes) {
        return Array.of(TensorSpec.of(dtype, bytes.length / dtype.bytes()), MemorySegment.ofArray(bytes));
    }

    private Contents read(String json) throws IOException {
        return JSON.read(Files.writeString(folder.resolve("made.json"), json), ReadOptions.DEFAULT);
    }

    private void refuse(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(folder.resolve("made.json") + ": ").hasMessageContaining(message);
    }

    private void refuseToWrite(Node.Branch tree, String message) {
        assertThatThrownBy(() -> JSON.write(Contents.toWrite(tree, Map.of()), folder.resolve("no.json")))
                .isInstanceOf(CheckpointException.class).hasMessageContaining(message);
    }
}
