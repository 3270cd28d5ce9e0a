package org.dovetail.bridge.convert;

/** Hears how far a long piece of work is; one thread at a time tells. */
public interface Progress {
    /** Nobody listens. */
    Progress NONE = new Progress() {
        @Override
        public void begin(String what, long bytes) {}

        @Override
        public void advance(long bytes) {}
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
}
