package org.dovetail.bridge.format.ocdbt;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The files of a database. */
public interface OcdbtFiles {
    /**
     * A file's bytes.
     *
     * @param path its path within the database, with {@code /}; never one that leads out of it
     * @return the bytes
     * @throws IOException if there is no such file, or it cannot be read
     */
    MemorySegment bytes(String path) throws IOException;

    /**
     * The files in the database's own folder.
     *
     * @return their names
     * @throws IOException if they cannot be listed
     */
    List<String> names() throws IOException;
}
