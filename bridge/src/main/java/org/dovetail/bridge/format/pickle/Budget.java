package org.dovetail.bridge.format.pickle;

/** How much of something may still be made from a file, so that a small file cannot ask for endless work or memory. */
public final class Budget {
    private final String what;
    private final long limit;
    private long used;

    /**
     * A fresh budget.
     *
     * @param what what is counted, in the plural
     * @param limit how many there may be
     */
    public Budget(String what, long limit) {
        this.what = what;
        this.limit = limit;
    }

    /**
     * Uses some of it.
     *
     * @param amount how many
     * @throws PickleException if too few are left
     */
    public void use(long amount) throws PickleException {
        used += amount;
        if (used > limit) {
            throw new PickleException("holds more than " + limit + " " + what
                    + ", which no checkpoint needs; save its arrays by themselves with numpy.savez");
        }
    }
}
