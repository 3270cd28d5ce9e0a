package org.dovetail.bridge.cli;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.dovetail.bridge.format.ocdbt.OcdbtValue;
import org.dovetail.bridge.format.ocdbt.OcdbtWriter;

/** Checkpoints of Orbax whose bits are drawn, so that what is compressed in them stays as large as it was: some layers of 48 MB each. */
final class NoisyOrbax {
    private static final int LAYERS = 4;
    private static final int WHOLE = 3072 * 4096 * Float.BYTES;
    /** The bytes of all layers. */
    static final long BYTES = (long) LAYERS * WHOLE;
    /** What an array is split into where it is split, and what a shard is. */
    private static final int CHUNKS = 6;
    private static final int PARTS = 4;
    private static final String DATA = "d/data";
    private static final String ENTRY = """
            "('net/linear_%1$d', 'w')":{"key_metadata":[{"key":"net/linear_%1$d","key_type":2},
            {"key":"w","key_type":2}],"value_metadata":{"value_type":"np.ndarray","skip_deserialize":false}}""";

    /** Takes the values of a checkpoint by their keys. */
    @FunctionalInterface
    private interface Store {
        void put(String key, byte[] value) throws IOException;
    }

    private NoisyOrbax() {}

    /** One chunk of Zstandard an array, side by side in one data file, as Orbax writes them. */
    static Path zstd(Path folder) throws IOException {
        return inDatabase(folder, (store, name, random) -> {
            store.put(name + "/.zarray", v2("zstd", 3072));
            byte[] chunk = noise(random, WHOLE);
            ZstdCompressor compressor = new ZstdCompressor();
            byte[] frame = new byte[compressor.maxCompressedLength(chunk.length)];
            store.put(name + "/0.0",
                    Arrays.copyOf(frame, compressor.compress(chunk, 0, chunk.length, frame, 0, frame.length)));
        });
    }

    /** Shards of some parts in one data file, each part deflated and with a checksum behind it. */
    static Path shards(Path folder) throws IOException {
        return inDatabase(folder, (store, name, random) -> {
            store.put(name + "/zarr.json", """
                    {"zarr_format":3,"node_type":"array","data_type":"float32","fill_value":0,"shape":[3072,4096],
                    "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[512,4096]}},
                    "chunk_key_encoding":{"name":"default","configuration":{"separator":"/"}},
                    "codecs":[{"name":"sharding_indexed","configuration":{"chunk_shape":[128,4096],
                    "codecs":[{"name":"bytes","configuration":{"endian":"little"}},{"name":"gzip"},{"name":"crc32c"}],
                    "index_codecs":[{"name":"bytes","configuration":{"endian":"little"}},{"name":"crc32c"}]}}]}"""
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < CHUNKS; i++) {
                store.put(name + "/c/" + i + "/0", shard(random));
            }
        });
    }

    private static byte[] shard(SplittableRandom random) throws IOException {
        ByteArrayOutputStream shard = new ByteArrayOutputStream();
        ByteBuffer index = ByteBuffer.allocate(PARTS * 2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < PARTS; i++) {
            byte[] part = summed(gzip(noise(random, WHOLE / CHUNKS / PARTS)));
            index.putLong(shard.size()).putLong(part.length);
            shard.writeBytes(part);
        }
        shard.writeBytes(summed(index.array()));
        return shard.toByteArray();
    }

    /** Some chunks of blosc an array, in files of their own. */
    static Path blosc(Path folder) throws IOException {
        Store files = (key, value) -> {
            Path file = folder.resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, value);
        };
        return write(folder, files, (store, name, random) -> {
            store.put(name + "/.zarray", v2("blosc", 3072 / CHUNKS));
            for (int i = 0; i < CHUNKS; i++) {
                store.put(name + "/" + i + ".0", blosc(noise(random, WHOLE / CHUNKS)));
            }
        });
    }

    /** Puts an array into a store. */
    @FunctionalInterface
    private interface Layer {
        void put(Store store, String name, SplittableRandom random) throws IOException;
    }

    private static Path inDatabase(Path folder, Layer layer) throws IOException {
        Files.createDirectories(folder.resolve(DATA).getParent());
        OcdbtWriter database = new OcdbtWriter(DATA);
        try (OutputStream data = Files.newOutputStream(folder.resolve(DATA))) {
            long[] position = {0};
            write(folder, (key, value) -> {
                database.put(key, new OcdbtValue.Stored(DATA, position[0], value.length));
                data.write(value);
                position[0] += value.length;
            }, layer);
            OcdbtWriter.Finished end = database.finish(position[0], UUID.randomUUID(), 0);
            data.write(end.nodes().toArray(ValueLayout.JAVA_BYTE));
            Files.write(folder.resolve("manifest.ocdbt"), end.manifest().toArray(ValueLayout.JAVA_BYTE));
        }
        return folder;
    }

    private static Path write(Path folder, Store store, Layer layer) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < LAYERS; i++) {
            layer.put(store, "net/linear_" + i + ".w", random);
        }
        Files.writeString(folder.resolve("_METADATA"), IntStream.range(0, LAYERS).mapToObj(ENTRY::formatted)
                .collect(Collectors.joining(",", "{\"tree_metadata\":{", "},\"custom_metadata\":null}")));
        return folder;
    }

    private static byte[] v2(String compressor, int rows) {
        return """
                {"zarr_format":2,"dtype":"<f4","order":"C","compressor":{"id":"%s"},"filters":null,"fill_value":0,
                "shape":[3072,4096],"chunks":[%d,4096]}""".formatted(compressor, rows)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] noise(SplittableRandom random, int size) {
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed) {
            {
                def.setLevel(Deflater.NO_COMPRESSION);
            }
        }) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] summed(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return ByteBuffer.allocate(bytes.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).put(bytes)
                .putInt((int) sum.getValue()).array();
    }

    /** Blocks of 256 KB whose only piece stands as it is, which blosc does with what does not get smaller. */
    private static byte[] blosc(byte[] bytes) {
        int block = 1 << 18;
        int blocks = bytes.length / block;
        int size = 16 + blocks * (2 * Integer.BYTES + block);
        ByteBuffer chunk = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put((byte) 2).put((byte) 1).put((byte) (1 << 5 | 1 << 4)).put((byte) Float.BYTES);
        chunk.putInt(bytes.length).putInt(block).putInt(size);
        for (int i = 0; i < blocks; i++) {
            chunk.putInt(16 + blocks * Integer.BYTES + i * (Integer.BYTES + block));
        }
        for (int i = 0; i < blocks; i++) {
            chunk.putInt(block).put(bytes, i * block, block);
        }
        return chunk.array();
    }
}
