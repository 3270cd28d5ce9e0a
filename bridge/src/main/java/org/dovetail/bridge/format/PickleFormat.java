package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dovetail.bridge.format.pickle.Opcode;
import org.dovetail.bridge.format.pickle.PickleException;
import org.dovetail.bridge.format.pickle.Unpickler;
import org.dovetail.core.DType;

/**
 * Python pickles of dicts of arrays: read as data, without running anything; written for any NumPy to load.
 *
 * <p>
 * The files of joblib are read as well, in which the bytes of an array follow the instruction that makes it, and which may be compressed. What is written is a pickle by any
 * name: {@code joblib.load} takes one.
 */
final class PickleFormat implements CheckpointFormat {
    /** How pickles of protocols 0 and 1, which have no magic number, begin when they hold a container or an array. */
    private static final Pattern UNMARKED = Pattern.compile(
            "\\(*([dl]p\\d+\\n|[}\\])](q\\x00|\\.)|[ci][A-Za-z_][\\w.]*\\n[A-Za-z_][\\w.]*\\n[(\\])}qp0.]).*",
            Pattern.DOTALL);
    private static final int UNMARKED_BYTES = 200;

    /** Protocols that do not exist yet are recognised, and refused by number. */
    private static final int MAX_LIKELY_PROTOCOL = 16;

    @Override
    public String name() { return "pickle"; }

    @Override
    public List<String> suffixes() { return List.of(".pkl", ".pickle", ".joblib"); }

    @Override
    public boolean recognises(Path file, ByteBuffer head) {
        if (head.limit() < 2) {
            return false;
        }
        if (head.get(0) == Opcode.PROTO.code()) {
            byte protocol = head.get(1);
            return protocol >= 2 && protocol < MAX_LIKELY_PROTOCOL
                    && (head.limit() == 2 || Opcode.of(head.get(2)).isPresent());
        }
        return Compression.of(head).isPresent() || UNMARKED.matcher(start(head)).matches();
    }

    private static String start(ByteBuffer head) {
        return StandardCharsets.ISO_8859_1.decode(head.slice(0, Math.min(UNMARKED_BYTES, head.limit()))).toString();
    }

    @Override
    public Contents read(Path file, ReadOptions options) throws IOException {
        return MappedFile.read(file, mapped -> {
            Optional<Compression> compression = Compression.of(mapped.bytes());
            if (compression.isEmpty()) {
                return readPickled(file, mapped.bytes(), options, mapped);
            }
            MappedFile unpacked = compression.get().unpack(Place.of(file), mapped.bytes());
            mapped.close();
            return unpacked.read(_ -> readPickled(file, unpacked.bytes(), options, unpacked));
        });
    }

    /**
     * Reads a pickle that fills a segment.
     *
     * @param file the file it stands in
     * @param bytes the pickle
     * @param options what the user said about the file
     * @param resources closed with the contents
     * @return the contents; of an array of objects without axes, what its object holds
     * @throws CheckpointException if it is not well-formed, or more than data
     */
    static Contents readPickled(Path file, MemorySegment bytes, ReadOptions options, Contents.Resources resources)
            throws IOException {
        try {
            Node.Branch root = PickleTree.of(file, options, Unpickler.read(bytes));
            return new Contents(root, false, false, new LinkedHashMap<>(), resources);
        } catch (PickleException e) {
            throw new CheckpointException(file, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void write(Contents contents, Path file) throws IOException {
        try (FileSink sink = FileSink.create(file)) {
            new PickleWriter(Place.of(file), sink).write(contents.root());
            sink.flush();
        }
    }

    @Override
    public boolean holds(DType dtype) { return true; }

    /** Those of optax: its states are NamedTuples of arrays, and whoever resumes a training has it. */
    @Override
    public boolean holdsClass(String type) { return OptaxStates.CLASS.matcher(type).matches(); }

    @Override
    public boolean nests() { return true; }

    @Override
    public boolean keeps(Node.Kind kind) { return kind != Node.Kind.NAMED; }

    @Override
    public boolean keepsMetadata() { return false; }
}
