package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.dovetail.core.DType;

/** NumPy's archive of arrays: a ZIP file of npy members, stored or deflated. */
final class NpzFormat implements CheckpointFormat {
    private static final String SUFFIX = ".npy";
    /** What {@code numpy.savez} names its first array without a name. */
    private static final String POSITIONAL = "arr_0";
    private static final long BOMB_RATIO = 200;
    private static final long BOMB_BYTES = 256L << 20;

    private final boolean compressed;

    /**
     * The format.
     *
     * @param compressed whether it writes deflated members, as {@code numpy.savez_compressed}; such a format is chosen by name only
     */
    NpzFormat(boolean compressed) { this.compressed = compressed; }

    @Override
    public String name() { return compressed ? "npz-compressed" : "npz"; }

    @Override
    public List<String> suffixes() { return compressed ? List.of() : List.of(".npz"); }

    @Override
    public boolean recognises(Path file, ByteBuffer head) {
        return !compressed && head.limit() >= Integer.BYTES
                && (head.getInt(0) == ZipArchive.LOCAL || head.getInt(0) == ZipArchive.END);
    }

    @Override
    public Contents read(Path file, ReadOptions options) throws IOException {
        return MappedFile.read(file, mapped -> read(file, mapped, options));
    }

    private static Contents read(Path file, MappedFile mapped, ReadOptions options) throws IOException {
        Place place = Place.of(file);
        List<ZipMember> members = ZipArchive.members(place, mapped.bytes());
        checkBomb(place, members);
        SequencedMap<String, Node> children = new LinkedHashMap<>();
        boolean objects = false;
        for (ZipMember member : members) {
            if (!member.name().endsWith(SUFFIX)) {
                throw member.place().error("is no .npy, so the archive was not written by numpy.savez");
            }
            String key = member.name().substring(0, member.name().length() - SUFFIX.length());
            Place at = place.in(key);
            int end = NpyHeader.end(at, member.start(NpyHeader.START_BYTES));
            if (end > member.size()) {
                throw at.error("ends inside the header");
            }
            NpyHeader header = NpyHeader.parse(at, member.start(end), options);
            if (header.type() instanceof NpyType.Objects) {
                MemorySegment pickle = member.from(end).read(mapped.arena());
                Contents pickled = PickleFormat.readPickled(file, pickle, options, mapped);
                if (members.size() == 1 && key.equals(POSITIONAL)) {
                    return pickled;
                }
                objects = true;
                children.put(key, pickled.root());
            } else {
                children.put(key, NpyArray.read(at, header, member.size() - end, member.from(end)));
            }
        }
        return new Contents(Node.Branch.dict(children), !objects, false, new LinkedHashMap<>(), mapped);
    }

    /** Small files may well compress a thousandfold; what would fill the memory may not. */
    private static void checkBomb(Place place, List<ZipMember> members) throws CheckpointException {
        long claimed = 0;
        long packed = 0;
        for (ZipMember member : members) {
            if (member.deflated()) {
                claimed += member.size();
                packed += member.data().byteSize();
            }
        }
        if (claimed > BOMB_BYTES && claimed / BOMB_RATIO > packed) {
            throw place.error("its compressed members claim " + claimed + " bytes, over " + BOMB_RATIO + " times the "
                    + packed + " they take, as only a decompression bomb or empty numbers would; if you trust it,"
                    + " re-save it with numpy.savez");
        }
    }

    @Override
    public void write(Contents contents, Path file) throws IOException {
        Place place = Place.of(file);
        try (FileSink sink = FileSink.create(file)) {
            ZipSink zip = new ZipSink(sink, place, compressed);
            for (var child : contents.root().children().entrySet()) {
                write(zip, place.in(child.getKey()), child.getValue());
            }
            zip.finish();
            sink.flush();
        }
    }

    private static void write(ZipSink zip, Place place, Node node) throws IOException {
        String member = place.entry() + SUFFIX;
        switch (node) {
            case Node.Leaf leaf -> {
                NpyFormat.checkRank(place, leaf);
                zip.add(member, NpyHeader.of(leaf.spec()), leaf.spec().bytes(), leaf.numbers()::each);
            }
            case Node.Scalar(var value) -> {
                if (value != null) {
                    zip.add(member, NpyTexts.write(place, value));
                }
            }
            case Node.Branch _ -> throw place.error("npz holds no nested trees; choose a flat scheme with --scheme");
        }
    }

    @Override
    public boolean holds(DType dtype) { return true; }

    @Override
    public boolean tells(DType dtype) { return !NpyType.isVoid(dtype); }

    @Override
    public boolean nests() { return false; }

    @Override
    public boolean keepsMetadata() { return false; }
}
