package org.dovetail.bridge.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Damage to the text that begins a file, with or without the length that stands before it. */
enum HeaderDamage implements Damage {
    /** The length that a safetensors file claims for its header. */
    SAFETENSORS_LENGTH {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            return bytes.length < 8 ? bytes : ByteDamage.overwrite(bytes, 0, 8, false, dice);
        }
    },
    /** A token of a safetensors header, whose length is made to fit. */
    SAFETENSORS_TOKEN {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) { return refit(bytes, 0, 8, TokenDamage.JSON, dice); }
    },
    /** The length that an npy claims for its header. */
    NPY_LENGTH {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            return bytes.length < 12 ? bytes : ByteDamage.overwrite(bytes, 8, 2 << dice.below(2), false, dice);
        }
    },
    /** A token of an npy header, whose length is made to fit. */
    NPY_TOKEN {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            return refit(bytes, 8, bytes.length > 6 && bytes[6] > 1 ? 4 : 2, TokenDamage.PYTHON, dice);
        }
    };

    /** Damages the text behind a little-endian length; its length is told as it is then. */
    private static byte[] refit(byte[] bytes, int at, int width, Damage damage, Dice dice) {
        int begin = at + width;
        if (bytes.length < begin) {
            return bytes;
        }
        ByteBuffer view = ByteBuffer.wrap(Arrays.copyOf(Arrays.copyOfRange(bytes, at, begin), 8))
                .order(ByteOrder.LITTLE_ENDIAN);
        long told = view.getLong(0);
        if (told < 0 || told > bytes.length - begin) {
            return bytes;
        }
        int end = begin + (int) told;
        byte[] text = damage.apply(Arrays.copyOfRange(bytes, begin, end), dice);
        byte[] length = Arrays.copyOf(view.putLong(0, text.length).array(), width);
        return Dice.replace(Dice.replace(bytes, begin, end, text), at, begin, length);
    }
}
