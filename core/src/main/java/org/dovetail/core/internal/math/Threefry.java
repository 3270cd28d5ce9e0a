package org.dovetail.core.internal.math;

/**
 * JAX's random bits: the hash threefry2x32, over counters laid out as {@code jax_threefry_partitionable} does. A key is
 * two words, the first in the high half of a long, and so is a hash.
 */
public final class Threefry {
    /*
     * J. Salmon, M. Moraes, R. Dror, D. Shaw: Parallel Random Numbers: As Easy as 1, 2, 3. SC 2011. Two words go through five
     * groups of four rounds; each group ends with the next two of three key words and its own number.
     */
    private static final int PARITY = 0x1bd1_1bda;
    private static final int BLOCK = 1024;

    private Threefry() {}

    /** The hash of two words under a key of two words. */
    public static long hash(int key0, int key1, int word0, int word1) {
        int key2 = key0 ^ key1 ^ PARITY;
        long words = pack(word0 + key0, word1 + key1);
        words = rounds(words, 13, 15, 26, 6, key1, key2 + 1);
        words = rounds(words, 17, 29, 16, 24, key2, key0 + 2);
        words = rounds(words, 13, 15, 26, 6, key0, key1 + 3);
        words = rounds(words, 17, 29, 16, 24, key1, key2 + 4);
        return rounds(words, 13, 15, 26, 6, key2, key0 + 5);
    }

    /** The 32 random bits of one element, as {@code jax.random.bits}; the lowest 16 or 8 of them are the narrower bits. */
    public static int bits32(long key, long index) {
        long bits = bits64(key, index);
        return (int) (bits >>> 32 ^ bits);
    }

    /** The 64 random bits of one element, as {@code jax.random.bits} of dtype uint64. */
    public static long bits64(long key, long index) {
        return hash((int) (key >>> 32), (int) key, (int) (index >>> 32), (int) index);
    }

    /** One of the keys that {@code jax.random.split} gives. */
    public static long split(long key, long index) {
        return bits64(key, index);
    }

    /** The key that {@code jax.random.fold_in} gives. */
    public static long foldIn(long key, int data) {
        return hash((int) (key >>> 32), (int) key, 0, data);
    }

    /** The {@link #bits32} of consecutive elements, about eight times as fast: a group of rounds at a time, which C2 vectorises. */
    public static void fillBits32(long key, long start, int[] target) {
        int[] block = new int[Math.min(BLOCK, target.length)];
        int[] x = new int[block.length];
        int[] y = new int[block.length];
        for (int done = 0; done < target.length; done += BLOCK) {
            int count = Math.min(BLOCK, target.length - done);
            fillBits32(key, start + done, block, count, x, y);
            System.arraycopy(block, 0, target, done, count);
        }
    }

    /**
     * The same into the first elements of an array, without a new one.
     *
     * @param x memory to work in, of that many elements
     * @param y the same
     */
    public static void fillBits32(long key, long start, int[] target, int count, int[] x, int[] y) {
        int key0 = (int) (key >>> 32);
        int key1 = (int) key;
        int key2 = key0 ^ key1 ^ PARITY;
        for (int i = 0; i < count; i++) {
            long counter = start + i;
            x[i] = (int) (counter >>> 32) + key0;
            y[i] = (int) counter + key1;
        }
        rounds(x, y, count, 13, 15, 26, 6, key1, key2 + 1);
        rounds(x, y, count, 17, 29, 16, 24, key2, key0 + 2);
        rounds(x, y, count, 13, 15, 26, 6, key0, key1 + 3);
        rounds(x, y, count, 17, 29, 16, 24, key1, key2 + 4);
        rounds(x, y, count, 13, 15, 26, 6, key2, key0 + 5);
        for (int i = 0; i < count; i++) {
            target[i] = x[i] ^ y[i];
        }
    }

    private static long pack(int high, int low) { return (long) high << 32 | low & 0xffff_ffffL; }

    private static long rounds(long words, int r0, int r1, int r2, int r3, int keyX, int keyY) {
        int a = (int) (words >>> 32);
        int b = (int) words;
        a += b;
        b = Integer.rotateLeft(b, r0) ^ a;
        a += b;
        b = Integer.rotateLeft(b, r1) ^ a;
        a += b;
        b = Integer.rotateLeft(b, r2) ^ a;
        a += b;
        b = Integer.rotateLeft(b, r3) ^ a;
        return pack(a + keyX, b + keyY);
    }

    private static void rounds(int[] x, int[] y, int count, int r0, int r1, int r2, int r3, int keyX, int keyY) {
        for (int i = 0; i < count; i++) {
            int a = x[i];
            int b = y[i];
            a += b;
            b = Integer.rotateLeft(b, r0) ^ a;
            a += b;
            b = Integer.rotateLeft(b, r1) ^ a;
            a += b;
            b = Integer.rotateLeft(b, r2) ^ a;
            a += b;
            b = Integer.rotateLeft(b, r3) ^ a;
            x[i] = a + keyX;
            y[i] = b + keyY;
        }
    }
}
