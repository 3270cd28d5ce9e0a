package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.Contents;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.PiecedNumbers;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Converts arrays far larger than the heap that do not lie in the file as they are written.
 *
 * <p>
 * Counted is the process's own memory, which nothing but a swap can take from it; pages of mapped files are the system's to take, and are counted where a file is read from front to
 * back. A heap of so little also bounds what Java allocates outside of it.
 */
class BoundedMemoryTests {
    private static final String HEAP = "-Xmx48m";
    private static final TensorSpec LINEAR = TensorSpec.of(DType.FLOAT32, 6144, 8192);
    private static final TensorSpec TRANSPOSED = TensorSpec.of(DType.FLOAT32, 4, 3, 2048, 2048);
    private static final long ALLOWED = 100L << 20;
    private static final int POLL_MILLIS = 5;
    private static final String OWN_MEMORY = "RssAnon:";
    private static final String MAPPED_MEMORY = "RssFile:";

    @TempDir
    Path folder;

    @Test
    void castNumbers() throws Exception {
        converts(safetensors("net/linear//w", LINEAR), LINEAR.bytes() / 2, "--dtype", "bfloat16", "--check");
    }

    @Test
    void kernelsWhoseAxesChangePlaces() throws Exception {
        converts(safetensors("net/conv2_d_transpose//w", TRANSPOSED), TRANSPOSED.bytes());
    }

    @Test
    void bigEndianNumbers() throws Exception {
        converts(npy(">f4", "False"), LINEAR.bytes(), "--from", "haiku", "--kind", "array=Parameter");
    }

    @Test
    void numbersInFortranOrder() throws Exception {
        converts(npy("<f4", "True"), LINEAR.bytes(), "--from", "haiku", "--kind", "array=Parameter");
    }

    @Test
    void deflatedNumbers() throws Exception { converts(deflated("net/linear//w", LINEAR), LINEAR.bytes(), "--check"); }

    @Test
    void deflatedKernelsWhoseAxesChangePlaces() throws Exception {
        converts(deflated("net/conv2_d_transpose//w", TRANSPOSED), TRANSPOSED.bytes());
    }

    @Test
    void chunksOfZstandard() throws Exception { converts(orbax(LINEAR), LINEAR.bytes()); }

    @Test
    void manyChunksOfZstandardInOneFile() throws Exception { givesBack(NoisyOrbax.zstd(made())); }

    @Test
    void shardsOfDeflatedParts() throws Exception { givesBack(NoisyOrbax.shards(made())); }

    @Test
    void chunksOfBloscInFilesOfTheirOwn() throws Exception { givesBack(NoisyOrbax.blosc(made())); }

    private Path made() throws IOException { return Files.createDirectory(folder.resolve("in.orbax")); }

    /** Converts what does not get smaller when it is compressed, and counts what of it stays in memory while it is read. */
    private void givesBack(Path in) throws Exception {
        assertThat(converts(in, NoisyOrbax.BYTES)).as("bytes of mapped files").isLessThan(ALLOWED);
    }

    /** Returns what was mapped at most. */
    private long converts(Path in, long bytes, String... options) throws Exception {
        Path out = folder.resolve("out.safetensors");
        List<Object> arguments = new ArrayList<>(List.of("convert", in, out));
        arguments.addAll(List.of(options));
        List<String> command = new ArrayList<>(ChildProcess.java(Dovetail.class, arguments.toArray()));
        command.add(1, HEAP);
        Process process = new ProcessBuilder(command).inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        long own = 0;
        long mapped = 0;
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            own = Math.max(own, memory(process.pid(), OWN_MEMORY));
            mapped = Math.max(mapped, memory(process.pid(), MAPPED_MEMORY));
        }
        assertThat(process.exitValue()).isZero();
        assertThat(out).satisfies(file -> assertThat(Files.size(file)).isGreaterThan(bytes));
        assertThat(own).as("bytes of memory of its own").isLessThan(ALLOWED);
        assertThat(folder).isDirectoryNotContaining("glob:**.scratch");
        return mapped;
    }

    /** What a process has in memory of a kind; nothing where the system does not tell it by file. */
    private static long memory(long process, String kind) throws IOException {
        try {
            return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                    .filter(line -> line.startsWith(kind))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).sum();
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    private Path safetensors(String name, TensorSpec spec) throws IOException {
        String json = "{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":" + spec.shape() + ",\"data_offsets\":[0,"
                + spec.bytes() + "]}}";
        byte[] text = (json + " ".repeat(Math.floorMod(-json.length(), 8))).getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length)
                .put(text);
        return sparse(folder.resolve("in.safetensors"), head, spec.bytes());
    }

    private Path npy(String descriptor, String fortran) throws IOException {
        byte[] header = ("{'descr': '" + descriptor + "', 'fortran_order': " + fortran + ", 'shape': (6144, 8192), }\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer head = ByteBuffer.allocate(10 + header.length).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0)
                .putShort((short) header.length).put(header);
        return sparse(folder.resolve("in.npy"), head, LINEAR.bytes());
    }

    /** A file whose numbers are a hole. */
    private static Path sparse(Path file, ByteBuffer head, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            channel.write(head.flip());
            channel.write(ByteBuffer.allocate(1), head.limit() + bytes - 1);
        }
        return file;
    }

    private Path deflated(String name, TensorSpec spec) throws IOException {
        Path file = folder.resolve("in.npz");
        Node zeros = new Node.Leaf(spec, new PiecedNumbers(spec, (memory, receiver) -> {
            MemorySegment row = memory.allocate(1 << 20, 16);
            for (long at = 0; at < spec.bytes(); at += row.byteSize()) {
                receiver.accept(row);
            }
        }));
        CheckpointFormats.ALL.stream().filter(format -> format.name().equals("npz-compressed")).findFirst()
                .orElseThrow().write(Contents.toWrite(Node.Branch.dict(new LinkedHashMap<>(Map.of(name, zeros))),
                        Map.of()), file);
        return file;
    }

    /** An array as one chunk, as Orbax writes it. */
    private Path orbax(TensorSpec spec) throws IOException {
        Path made = made();
        Path array = Files.createDirectories(made.resolve("net/linear.w"));
        Files.writeString(made.resolve("_METADATA"), """
                {"tree_metadata":{"('net/linear', 'w')":{"key_metadata":[{"key":"net/linear","key_type":2},
                {"key":"w","key_type":2}],"value_metadata":{"value_type":"np.ndarray","skip_deserialize":false}}},
                "custom_metadata":null}""");
        Files.writeString(array.resolve(".zarray"), """
                {"zarr_format":2,"dtype":"<f4","order":"C","compressor":{"id":"zstd"},"filters":null,"fill_value":0,
                "shape":%s,"chunks":%1$s}""".formatted(spec.shape()));
        byte[] row = new byte[1 << 20];
        try (OutputStream out = new ZstdOutputStream(new BufferedOutputStream(
                Files.newOutputStream(array.resolve("0.0"))))) {
            for (long at = 0; at < spec.bytes(); at += row.length) {
                out.write(row);
            }
        }
        return made;
    }
}
