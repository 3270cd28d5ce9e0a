package org.dovetail.nnx;

/** How many lanes or steps there are: all that are mapped agree on it. */
final class Extent {
    private final String caller;
    private int extent = -1;
    private String from = "";

    Extent(String caller) { this.caller = caller; }

    /**
     * Learns of something with an extent.
     *
     * @param found its extent
     * @param what what it is and where, for messages
     */
    void meet(int found, String what) {
        if (extent >= 0 && extent != found) {
            throw new IllegalArgumentException(
                    caller + ": everything that is mapped must have one extent along its axis; "
                            + from + " has " + extent + ", and " + what + " has " + found);
        }
        if (extent < 0) {
            extent = found;
            from = what;
        }
    }

    /**
     * The extent.
     *
     * @param remedy what to write if nothing has one
     */
    int known(String remedy) {
        if (extent < 0) {
            throw new IllegalArgumentException(caller + ": nothing tells how many there are, since no argument holds a "
                    + "tensor with an axis. " + remedy);
        }
        return extent;
    }
}
