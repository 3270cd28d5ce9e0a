package org.dovetail.bridge.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.dovetail.bridge.format.ocdbt.OcdbtException;
import org.dovetail.bridge.format.ocdbt.OcdbtReader;
import org.dovetail.bridge.format.ocdbt.OcdbtValue;
import org.dovetail.bridge.internal.bytes.PieceSize;

/**
 * The values of an Orbax item by key, as {@code layer.kernel/.zarray} and {@code layer.kernel/0.0}: files of those names, or an OCDBT database with those keys.
 *
 * @param values the values
 * @param absent what it means that a chunk is not among them
 */
record OrbaxStore(NavigableMap<String, Value> values, Absent absent) {
    /** What it means that a chunk is not there. */
    enum Absent {
        /** Its elements are those with which the array is filled. */
        FILLED,
        /** It was saved and is lost: the whole database of a process may be. */
        LOST
    }

    private static final String MANIFEST = "manifest.ocdbt";
    private static final String PROCESS = "ocdbt.process_";

    /** Bytes that are read when they are asked for. */
    sealed interface Value {
        /** How many there are. */
        long size();

        MemorySegment bytes() throws IOException;

        /** Gives back the physical memory of bytes that were read. What lies beside them in a data file and was about to be read is brought back by that. */
        void giveBack() throws IOException;
    }

    private record FileValue(FolderFiles files, String path, long size) implements Value {
        @Override
        public MemorySegment bytes() throws IOException { return isSmall() ? files.read(path) : files.bytes(path); }

        private boolean isSmall() { return size <= PieceSize.BYTES; }

        @Override
        public void giveBack() throws IOException {
            if (!isSmall()) {
                files.giveBack(path, 0, size);
            }
        }
    }

    private record DatabaseValue(FolderFiles files, OcdbtValue value) implements Value {
        @Override
        public long size() { return value.size(); }

        @Override
        public MemorySegment bytes() throws IOException {
            return switch (value) {
                case OcdbtValue.Inline(var bytes) -> bytes;
                case OcdbtValue.Stored(var file, var offset, var size) -> {
                    MemorySegment whole = files.bytes(file);
                    if (offset < 0 || size < 0 || offset > whole.byteSize() || size > whole.byteSize() - offset) {
                        throw new CheckpointException(files.root(), "a value should have " + Long.toUnsignedString(size)
                                + " bytes at byte " + Long.toUnsignedString(offset) + " of " + file + ", which has "
                                + whole.byteSize());
                    }
                    yield whole.asSlice(offset, size);
                }
            };
        }

        @Override
        public void giveBack() throws IOException {
            if (value instanceof OcdbtValue.Stored(var file, var offset, var size)) {
                files.giveBack(file, offset, offset + size);
            }
        }
    }

    /** The database where there is one; those of the processes where they were not merged; else the files. */
    static OrbaxStore open(FolderFiles files, Absent absent) throws IOException {
        NavigableMap<String, Value> values = new TreeMap<>();
        if (files.contains(MANIFEST)) {
            addDatabase(files, values);
            return new OrbaxStore(values, absent);
        }
        List<String> processes = files.names().stream().filter(name -> name.startsWith(PROCESS)).sorted().toList();
        for (String process : processes) {
            if (files.contains(process + "/" + MANIFEST)) {
                addDatabase(files.in(process), values);
            }
        }
        if (processes.isEmpty()) {
            files.all().forEach((path, size) -> values.put(path, new FileValue(files, path, size)));
        }
        return new OrbaxStore(values, absent);
    }

    private static void addDatabase(FolderFiles files, NavigableMap<String, Value> values) throws IOException {
        try {
            for (var entry : OcdbtReader.read(files).entrySet()) {
                if (values.putIfAbsent(entry.getKey(), new DatabaseValue(files, entry.getValue())) != null) {
                    throw new CheckpointException(files.root(), "the key " + Place.quoted(entry.getKey())
                            + " stands in the databases of two processes");
                }
            }
        } catch (OcdbtException e) {
            throw new CheckpointException(files.root(), "its OCDBT database cannot be read: " + e.getMessage(), e);
        }
    }

    /** The values whose keys begin with a name and a slash, by what follows. */
    NavigableMap<String, Value> under(String name) {
        NavigableMap<String, Value> found = new TreeMap<>();
        values.subMap(name + "/", name + "0")
                .forEach((key, value) -> found.put(key.substring(name.length() + 1), value));
        return found;
    }
}
