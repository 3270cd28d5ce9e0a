package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.dovetail.bridge.format.pickle.Opcode;
import org.dovetail.bridge.format.pickle.PickleException;
import org.dovetail.bridge.format.pickle.Unpickler;
import org.dovetail.core.DType;

/** Python pickles of dicts of arrays: read as data, without running anything; written for any NumPy to load. */
final class PickleFormat implements CheckpointFormat {
    /** How pickles of protocols 0 and 1, which have no magic number, begin when they hold a container or an array. */
    private static final Pattern UNMARKED = Pattern.compile(
            "\\(*([dl]p\\d+\\n|[}\\])](q\\x00|\\.)|[ci][A-Za-z_][\\w.]*\\n[A-Za-z_][\\w.]*\\n[(\\])}qp0.]).*",
            Pattern.DOTALL);
    private static final int UNMARKED_BYTES = 200;

    /** Protocols that do not exist yet are recognised, and refused by number. */
    private static final int MAX_LIKELY_PROTOCOL = 16;

    /** zlib's header bytes, whose second tells the level; joblib compresses whole files with it. */
    private static final byte ZLIB = 0x78;
    private static final String ZLIB_LEVELS = "\u0001^\u009c\u00da";

    @Override
    public String name() { return "pickle"; }

    @Override
    public List<String> suffixes() { return List.of(".pkl", ".pickle"); }

    @Override
    public boolean recognises(Path file, MemorySegment head) {
        if (head.byteSize() < 2) {
            return false;
        }
        if (head.get(ValueLayout.JAVA_BYTE, 0) == Opcode.PROTO.code()) {
            byte protocol = head.get(ValueLayout.JAVA_BYTE, 1);
            return protocol >= 2 && protocol < MAX_LIKELY_PROTOCOL
                    && (head.byteSize() == 2 || Opcode.of(head.get(ValueLayout.JAVA_BYTE, 2)).isPresent());
        }
        return isZlib(head) || UNMARKED.matcher(start(head)).matches();
    }

    private static boolean isZlib(MemorySegment bytes) {
        return bytes.byteSize() >= 2 && bytes.get(ValueLayout.JAVA_BYTE, 0) == ZLIB
                && ZLIB_LEVELS.indexOf(bytes.get(ValueLayout.JAVA_BYTE, 1) & 0xff) >= 0;
    }

    private static String start(MemorySegment head) {
        return new String(head.asSlice(0, Math.min(UNMARKED_BYTES, head.byteSize())).toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.ISO_8859_1);
    }

    @Override
    public Contents read(Path file, ReadOptions options) throws IOException {
        return MappedFile.read(file, mapped -> {
            if (isZlib(mapped.bytes())) {
                throw new CheckpointException(file, "is compressed by zlib, as joblib.dump(..., compress=True) does,"
                        + " which is not read yet; load it with joblib.load and save it with pickle.dump");
            }
            return readPickled(file, mapped.bytes(), options, mapped);
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
    public boolean keepsMetadata() { return false; }
}
