package org.dovetail.bridge.convert;

import java.nio.file.Path;

/** Hears how far a long piece of work is; one thread at a time tells. */
public interface Progress {
    /** Nobody listens. */
    Progress NONE = new Progress() {
        @Override
        public void begin(String what, long bytes) {}

        @Override
        public void advance(long bytes) {}

        @Override
        public void interrupted(Path out) {}
    };

    /**
     * A piece of work begins; one before it is done.
     *
     * @param what what is done, as {@code writing}
     * @param bytes how much there is to do
     */
    void begin(String what, long bytes);

    /**
     * Some of it is done.
     *
     * @param bytes how much was done since the last call
     */
    void advance(long bytes);

    /**
     * The process was told to end before a file was complete. Called by another thread than the one that works, and nothing after it.
     *
     * @param out the file, which is as it was
     */
    void interrupted(Path out);
}
