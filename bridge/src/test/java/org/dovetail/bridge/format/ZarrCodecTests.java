package org.dovetail.bridge.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays of zarr in all compressions, orders and cuts, as TensorStore wrote them ({@code make_codecs.py}). */
class ZarrCodecTests {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"orbax_codecs2,22", "orbax_codecs3,8", "large_chunks2,2", "large_chunks3,1"})
    void everyArrayIsRead(String name, int count) throws IOException, URISyntaxException {
        Path checkpointFolder = Path.of(requireNonNull(Samples.class.getResource(name)).toURI());
        List<EntryPath> wrong = new ArrayList<>();
        try (Checkpoint checkpoint = Checkpoint.open(checkpointFolder)) {
            assertThat(checkpoint.entries()).hasSize(count);
            for (Entry entry : checkpoint.entries()) {
                try (Arena arena = Arena.ofConfined()) {
                    if (!checkpoint.read(entry.path(), arena).bitEquals(count(entry.spec(), arena))) {
                        wrong.add(entry.path());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Element {@code i} is {@code 7 i} modulo 100. */
    private static Array count(TensorSpec spec, Arena arena) {
        return Array.ofLongs(spec.withDtype(DType.INT64), i -> i * 7 % 100).cast(spec.dtype(), arena);
    }

    private void array(String file, String metadata, byte... chunk) throws IOException {
        Files.writeString(folder.resolve("_METADATA"), """
                {"tree_metadata":{"a":{"key_metadata":[{"key":"a","key_type":2}],
                "value_metadata":{"value_type":"np.ndarray","skip_deserialize":false}}}}""");
        Files.createDirectories(folder.resolve("a/c"));
        Files.writeString(folder.resolve("a").resolve(file), metadata);
        Files.write(folder.resolve(file.equals(".zarray") ? "a/0" : "a/c/0"), chunk);
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> {
            try (Checkpoint checkpoint = Checkpoint.open(folder); Arena arena = Arena.ofConfined()) {
                checkpoint.read(EntryPath.of("a"), arena);
            }
        }).isInstanceOf(CheckpointException.class).hasMessageStartingWith(folder + ": entry 'a': ")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "'filters':[{'id':'delta'},{'id':'shuffle'}],'order':'C'"
                    + "|is written through the zarr filters 'delta, shuffle', which are not read; save it again without",
            "'filters':null,'order':'A'|has the order 'A', which zarr does not have",
            "'filters':null,'order':'C','compressor':{'id':'lz4'}|is compressed by 'lz4', which is not read;"
                    + " zstd, gzip, zlib and blosc are: save it again with one of them"})
    void whatOfZarr2IsNotReadIsRefusedByName(String more, String problem) throws IOException {
        array(".zarray", ("{'zarr_format':2,'dtype':'<i2','shape':[2],'chunks':[2],'fill_value':0," + more + "}")
                .replace('\'', '"'), (byte) 0);
        assertRefused(problem.strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "[{'name':'bytes'},{'name':'crc32c'},{'name':'zstd'}]|is written through the codecs 'bytes, crc32c, zstd';"
                    + " transpose, bytes, one of zstd, gzip and blosc, and crc32c are read in this order",
            "[{'name':'crc32c'}]|is written through the codecs 'crc32c'", "[]|is written through the codecs ''",
            "[{'name':'transpose','configuration':{'order':[1]}},{'name':'bytes'}]"
                    + "|is transposed by [1], which is no order of 1 axes",
            "[{'name':'transpose','configuration':{'order':[0]}},{'name':'sharding_indexed'}]"
                    + "|is written through more codecs than sharding, which is not read",
            "[{'name':'bytes'},{'name':'vlen-utf8'}]|is compressed by 'vlen-utf8', which is not read",
            "[{'name':'sharding_indexed','configuration':{'chunk_shape':[1],'codecs':[{'name':'bytes'}],"
                    + "'index_codecs':[{'name':'bytes'},{'name':'zstd'}]}}]|has shards whose index is compressed"})
    void whatOfZarr3IsNotReadIsRefusedByName(String codecs, String problem) throws IOException {
        array("zarr.json", ("{'zarr_format':3,'data_type':'int16','shape':[2],'chunk_grid':{'name':'regular',"
                + "'configuration':{'chunk_shape':[2]}},'chunk_key_encoding':{'name':'default'},'fill_value':0,'codecs':"
                + codecs + "}").replace('\'', '"'), (byte) 0);
        assertRefused(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"float32|'NaN'|f32[2] [1.0, \"0x7fc00000\"]",
            "float32|'-Infinity'|f32[2] [1.0, \"0xff800000\"]",
            "float32|'0x40490fdb'|f32[2] [1.0, 3.1415927]", "float32|2|f32[2] [1.0, 2.0]",
            "int32|-7|i32[2] [1065353216, -7]", "uint32|4294967295|u32[2] [1065353216, 4294967295]"})
    void missingChunksAreFilledAndNamesOfZarr2AreKnown(String type, String fill, String expected) throws IOException {
        array("zarr.json", ("{'zarr_format':3,'data_type':'" + type + "','shape':[2],'chunk_grid':{'name':'regular',"
                + "'configuration':{'chunk_shape':[1]}},'chunk_key_encoding':{'name':'v2'},'fill_value':" + fill
                + ",'codecs':[{'name':'bytes','configuration':{'endian':'big'}}]}").replace('\'', '"'));
        Files.write(folder.resolve("a/0"), new byte[]{0x3f, (byte) 0x80, 0, 0});
        Contents contents = new OrbaxFormat().read(folder, ReadOptions.DEFAULT);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(Samples.numbers(contents, "a", arena)).isEqualTo(expected);
        } finally {
            contents.resources().close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"int32|'NaN'", "float32|'mine'", "bool|1",
            "float32|[1,2]", "float32|{}"})
    void aFillValueOfAnotherTypeIsRefused(String type, String fill) throws IOException {
        array("zarr.json", ("{'zarr_format':3,'data_type':'" + type + "','shape':[2],'chunk_grid':{'name':'regular',"
                + "'configuration':{'chunk_shape':[1]}},'chunk_key_encoding':{'name':'default'},'fill_value':" + fill
                + ",'codecs':[{'name':'bytes'}]}").replace('\'', '"'));
        assertRefused("is no " + type);
    }

    @Test
    void aChecksumThatIsWrongIsRefused() throws IOException {
        array("zarr.json", """
                {"zarr_format":3,"data_type":"int16","shape":[2],"chunk_grid":{"name":"regular","configuration":
                {"chunk_shape":[2]}},"chunk_key_encoding":{"name":"default"},"fill_value":0,"codecs":[
                {"name":"bytes","configuration":{"endian":"little"}},{"name":"crc32c"}]}""", new byte[8]);
        assertRefused("a chunk is damaged: its checksum is wrong");
    }
}
