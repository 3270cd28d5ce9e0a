package org.dovetail.bridge.fuzz;

import java.util.Arrays;

/** Damage that knows nothing of formats. */
enum ByteDamage implements Damage {
    /** Inverts a bit. */
    FLIP {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            byte[] changed = bytes.clone();
            if (bytes.length > 0) {
                changed[dice.below(bytes.length)] ^= (byte) (1 << dice.below(8));
            }
            return changed;
        }
    },
    /** Puts any byte over another. */
    BYTE {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            byte[] changed = bytes.clone();
            if (bytes.length > 0) {
                changed[dice.below(bytes.length)] = (byte) dice.below(256);
            }
            return changed;
        }
    },
    /** Puts a number that tests limits over bytes, in either order. */
    NUMBER {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            int width = 1 << dice.below(4);
            return bytes.length < width
                    ? bytes
                    : overwrite(bytes, dice.below(bytes.length - width + 1), width, dice.below(4) == 0, dice);
        }
    },
    /** Ends the file early. */
    TRUNCATE {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) { return Arrays.copyOf(bytes, dice.below(bytes.length + 1)); }
    },
    /** Takes bytes away. */
    CUT {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            int from = dice.below(bytes.length + 1);
            int to = Math.min(bytes.length, from + dice.length(bytes.length));
            return Dice.replace(bytes, from, to, new byte[0]);
        }
    },
    /** Puts any bytes in. */
    INSERT {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            byte[] more = new byte[dice.length(16)];
            dice.random().nextBytes(more);
            int at = dice.below(bytes.length + 1);
            return Dice.replace(bytes, at, at, more);
        }
    },
    /** Puts a part of another file of the kind over a part of this one. */
    SPLICE {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            byte[] donor = dice.donor();
            int start = dice.below(donor.length + 1);
            byte[] part = Arrays.copyOfRange(donor, start, start + dice.below(donor.length - start + 1));
            int from = dice.below(bytes.length + 1);
            int to = dice.below(2) == 0 ? from : Math.min(bytes.length, from + part.length);
            return Dice.replace(bytes, from, to, part);
        }
    },
    /** Says a part over and over. */
    REPEAT {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            int from = dice.below(bytes.length + 1);
            int length = Math.min(dice.length(64), bytes.length - from);
            int times = Math.min(dice.length(500), LONGEST / (length + 1));
            byte[] parts = new byte[length * times];
            for (int i = 0; i < times; i++) {
                System.arraycopy(bytes, from, parts, i * length, length);
            }
            return Dice.replace(bytes, from, from, parts);
        }
    };

    private static final int LONGEST = 16_384;

    /** Puts a number that tests limits over the one that is there. */
    static byte[] overwrite(byte[] bytes, int at, int width, boolean bigEndian, Dice dice) {
        byte[] changed = bytes.clone();
        long before = 0;
        for (int i = width - 1; i >= 0; i--) {
            before = before << 8 | bytes[at + (bigEndian ? width - 1 - i : i)] & 0xff;
        }
        long value = dice.telling(before);
        for (int i = 0; i < width; i++) {
            changed[at + (bigEndian ? width - 1 - i : i)] = (byte) (value >>> 8 * i);
        }
        return changed;
    }
}
