package org.dovetail.core.internal.prim;

/**
 * How a window slides along an axis: over elements that stand some places apart, between paddings of elements that are not there.
 *
 * @param stride by how many places the window moves
 * @param low how many places of padding are before the first element; negative numbers take places away
 * @param high how many are behind the last
 * @param baseDilation how far one element is from the next
 * @param windowDilation how far one element of the window is from the next
 */
public record Sliding(int stride, int low, int high, int baseDilation, int windowDilation) {
    /** Each element for itself. */
    public static final Sliding NONE = new Sliding(1, 0, 0, 1, 1);

    /** How many places elements take that stand apart. */
    public static int dilated(int extent, int dilation) {
        return extent == 0 ? 0 : 1 + dilation * (extent - 1);
    }

    /** Whether a window can slide like this. */
    boolean fits(int base, int window) {
        return stride > 0 && baseDilation > 0 && windowDilation > 0 && window > 0
                && dilated(base, baseDilation) + low + high >= 0;
    }

    /** At how many places a window can stand. */
    public int places(int base, int window) {
        int room = dilated(base, baseDilation) + low + high - dilated(window, windowDilation);
        return Math.max(0, Math.floorDiv(room, stride) + 1);
    }

    /**
     * Where the element is that a window at a place has at one of its own places.
     *
     * @return the element's number, or -1 where there is padding
     */
    public int element(int base, int place, int inWindow) {
        int at = place * stride + inWindow * windowDilation - low;
        return at < 0 || at % baseDilation != 0 || at / baseDilation >= base ? -1 : at / baseDilation;
    }

    /** How the reversed window slides over cotangents of the places to make cotangents of the elements: the places stand apart, the window moves by elements. */
    Sliding overPlaces(int base, int window) {
        int wide = dilated(window, windowDilation);
        int before = wide - low - 1;
        int after = dilated(base, baseDilation) + wide - 1 - dilated(places(base, window), stride) - before;
        return new Sliding(baseDilation, before, after, stride, windowDilation);
    }

    /** How the places' cotangents slide as a window over the elements to make cotangents of the window. */
    Sliding overElements(int base, int window) {
        int after = dilated(places(base, window), stride) - dilated(base, baseDilation)
                + dilated(window, windowDilation) - low - 1;
        return new Sliding(/* stride= */ windowDilation, low, after, baseDilation, /* windowDilation= */ stride);
    }

    @Override
    public String toString() {
        return "stride " + stride + " padding " + low + ":" + high
                + (baseDilation == 1 ? "" : " base dilation " + baseDilation)
                + (windowDilation == 1 ? "" : " window dilation " + windowDilation);
    }
}
