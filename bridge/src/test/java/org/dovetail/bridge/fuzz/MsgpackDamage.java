package org.dovetail.bridge.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Damage that knows where a MessagePack file says what follows, also within the extensions that hold arrays. */
enum MsgpackDamage implements Damage {
    /** The length of a text, of bytes, of an extension, of a list or of a map. */
    LENGTH {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            List<Head> heads = heads(bytes).stream()
                    .filter(head -> head.width > 0 && head.at + head.width < bytes.length).toList();
            if (heads.isEmpty()) {
                return bytes;
            }
            Head head = dice.pick(heads);
            return ByteDamage.overwrite(bytes, head.at + 1, head.width, true, dice);
        }
    },
    /** What follows: another kind of value. */
    KIND {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            List<Head> heads = heads(bytes);
            if (heads.isEmpty()) {
                return bytes;
            }
            byte[] changed = bytes.clone();
            changed[dice.pick(heads).at] = (byte) (dice.below(3) == 0 ? dice.below(256) : 0xc0 + dice.below(0x20));
            return changed;
        }
    },
    /** A value more, wherever one may be. */
    VALUE {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            List<Head> heads = heads(bytes);
            if (heads.isEmpty()) {
                return bytes;
            }
            int at = dice.pick(heads).at;
            return Dice.replace(bytes, at, at, dice.pick(VALUES));
        }
    };

    /** Where a value begins, and how many bytes tell its length. */
    private record Head(int at, int width) {}

    private static final List<byte[]> VALUES = List.of(bytes(0xc0), bytes(0xc1), bytes(0x80), bytes(0x90), bytes(0xa0),
            bytes(0xdd, 0xff, 0xff, 0xff, 0xff), bytes(0xdf, 0x7f, 0xff, 0xff, 0xff), bytes(0xc9, 0, 0, 0, 0, 1),
            bytes(0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), bytes(0xd4, 1, 0x93), bytes(0xd4, 3, 0x93),
            bytes(0xca, 0x7f, 0xc0, 0, 0),
            "\u00b9__msgpack_chunked_array__\u00c3".getBytes(StandardCharsets.ISO_8859_1));

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Where values begin; what is in an extension is taken for values, too. */
    private static List<Head> heads(byte[] bytes) {
        List<Head> heads = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            Head head = new Head(at, width(bytes[at] & 0xff));
            heads.add(head);
            at += skipped(bytes, head);
        }
        return heads;
    }

    private static int width(int kind) {
        return switch (kind) {
            case 0xc4, 0xc7, 0xd9 -> 1;
            case 0xc5, 0xc8, 0xda, 0xdc, 0xde -> 2;
            case 0xc6, 0xc9, 0xdb, 0xdd, 0xdf -> 4;
            default -> 0;
        };
    }

    /** How many bytes to the next value: past texts and bytes, and into all that has values inside. */
    private static int skipped(byte[] bytes, Head head) {
        int kind = bytes[head.at] & 0xff;
        return switch (kind) {
            case 0xc4, 0xc5, 0xc6, 0xd9, 0xda, 0xdb -> 1 + head.width + told(bytes, head);
            case 0xc7, 0xc8, 0xc9 -> 2 + head.width;
            case 0xcc, 0xd0, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> 2;
            case 0xcd, 0xd1 -> 3;
            case 0xca, 0xce, 0xd2 -> 5;
            case 0xcb, 0xcf, 0xd3 -> 9;
            default -> kind >= 0xa0 && kind < 0xc0 ? 1 + (kind & 0x1f) : 1 + head.width;
        };
    }

    private static int told(byte[] bytes, Head head) {
        long length = 0;
        for (int i = 1; i <= head.width && head.at + i < bytes.length; i++) {
            length = length << 8 | bytes[head.at + i] & 0xff;
        }
        return (int) Math.min(length, bytes.length);
    }
}
