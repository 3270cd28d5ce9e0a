package org.dovetail.bridge.internal.blosc;

import java.util.Arrays;

/** Puts back in order what blosc shuffled: the first bytes of all elements, then the second ones; or the first bits of all, then the second ones. What makes no element stands at the end. */
final class Shuffle {
    private Shuffle() {}

    /** Undoes a shuffle of bytes: byte {@code j} of element {@code i} is at {@code j * count + i}. */
    static byte[] bytes(byte[] shuffled, int width) {
        byte[] bytes = shuffled.clone();
        int count = shuffled.length / width;
        for (int j = 0; j < width; j++) {
            for (int i = 0, from = j * count, to = j; i < count; i++, from++, to += width) {
                bytes[to] = shuffled[from];
            }
        }
        return bytes;
    }

    /** Undoes a shuffle of bits of a multiple of eight elements: bit {@code b} of their bytes {@code j} fills the bytes from {@code (8 * j + b) * count / 8} on, the first element in the lowest bit. */
    static byte[] bits(byte[] shuffled, int width) {
        int count = shuffled.length / width;
        int row = count / Byte.SIZE;
        byte[] bytes = shuffled.clone();
        Arrays.fill(bytes, 0, count * width, (byte) 0);
        for (int plane = 0; plane < width * Byte.SIZE; plane++) {
            int bit = plane % Byte.SIZE;
            for (int i = 0, to = plane / Byte.SIZE; i < count; i++, to += width) {
                bytes[to] |= (byte) ((shuffled[plane * row + i / Byte.SIZE] >>> i % Byte.SIZE & 1) << bit);
            }
        }
        return bytes;
    }
}
