package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.dovetail.core.DType;

/** NumPy's file of one array; one of pickled objects is read as the pickle in it. */
final class NpyFormat implements CheckpointFormat {
    /** What the one array is called. */
    static final String NAME = "array";

    @Override
    public String name() { return "npy"; }

    @Override
    public List<String> suffixes() { return List.of(".npy"); }

    @Override
    public boolean recognises(Path file, ByteBuffer head) { return NpyHeader.startsWithMagic(head); }

    @Override
    public Contents read(Path file, ReadOptions options) throws IOException {
        return MappedFile.read(file, mapped -> read(file, mapped, options));
    }

    private static Contents read(Path file, MappedFile mapped, ReadOptions options) throws IOException {
        Place place = Place.of(file);
        MemorySegment bytes = mapped.bytes();
        int end = NpyHeader.end(place, bytes.asSlice(0, Math.min(NpyHeader.START_BYTES, bytes.byteSize())));
        if (end > bytes.byteSize()) {
            throw place.error("ends inside the header");
        }
        NpyHeader header = NpyHeader.parse(place, bytes.asSlice(0, end), options);
        MemorySegment body = bytes.asSlice(end);
        if (header.type() instanceof NpyType.Objects) {
            return PickleFormat.readPickled(file, body, options, mapped);
        }
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        children.put(NAME, NpyArray.read(place, header, body.byteSize(), _ -> body));
        return new Contents(Node.Branch.dict(children), true, false, new LinkedHashMap<>(), mapped);
    }

    /** A lone array by that name is written as it is, anything else as a pickled dict, which {@code numpy.load(file, allow_pickle=True).item()} gives back. */
    @Override
    public void write(Contents contents, Path file) throws IOException {
        Place place = Place.of(file);
        SequencedMap<String, Node> children = contents.root().children();
        try (FileSink sink = FileSink.create(file)) {
            if (children.size() == 1 && children.get(NAME) instanceof Node.Leaf leaf) {
                checkRank(place.in(NAME), leaf);
                sink.write(NpyHeader.of(leaf.spec()));
                sink.write(leaf);
            } else {
                sink.write(NpyHeader.of("|O", List.of()));
                new PickleWriter(place, sink).writeInArray(contents.root());
            }
            sink.flush();
        }
    }

    static void checkRank(Place place, Node.Leaf leaf) throws CheckpointException {
        if (leaf.spec().shape().rank() > Claims.MAX_RANK) {
            throw place.error("has " + leaf.spec().shape().rank() + " axes; NumPy's arrays have at most "
                    + Claims.MAX_RANK);
        }
    }

    @Override
    public boolean holds(DType dtype) { return true; }

    @Override
    public boolean tells(DType dtype) { return !NpyType.isVoid(dtype); }

    @Override
    public boolean nests() { return true; }

    @Override
    public boolean keeps(Node.Kind kind) { return kind != Node.Kind.NAMED; }

    @Override
    public boolean keepsMetadata() { return false; }
}
