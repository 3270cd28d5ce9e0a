package org.dovetail.bridge.format;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/** A change to a file. Positions are parts of a million of the file's length at the time. */
sealed interface Mutation {
    int WHOLE = 1_000_000;

    byte[] apply(byte[] bytes);

    /** Inverts one bit. */
    record Flip(int at, int bit) implements Mutation {
        @Override
        public byte[] apply(byte[] bytes) {
            byte[] changed = bytes.clone();
            if (bytes.length > 0) {
                changed[Math.min(index(bytes, at), bytes.length - 1)] ^= (byte) (1 << bit);
            }
            return changed;
        }
    }

    /** Puts a little-endian number over what was there. */
    record Overwrite(int at, long value, int width) implements Mutation {
        @Override
        public byte[] apply(byte[] bytes) {
            byte[] changed = bytes.clone();
            int start = index(bytes, at);
            for (int i = 0; i < width && start + i < bytes.length; i++) {
                changed[start + i] = (byte) (value >>> 8 * i);
            }
            return changed;
        }
    }

    /** Takes bytes away. */
    record Cut(int from, int to) implements Mutation {
        @Override
        public byte[] apply(byte[] bytes) {
            int start = index(bytes, Math.min(from, to));
            return join(Arrays.copyOf(bytes, start), tail(bytes, index(bytes, Math.max(from, to))));
        }
    }

    /** Puts bytes in. */
    record Insert(int at, List<Byte> more) implements Mutation {
        @Override
        public byte[] apply(byte[] bytes) {
            byte[] inserted = new byte[more.size()];
            for (int i = 0; i < inserted.length; i++) {
                inserted[i] = more.get(i);
            }
            return join(Arrays.copyOf(bytes, index(bytes, at)), join(inserted, tail(bytes, index(bytes, at))));
        }
    }

    /** Puts a part of a file into another place. */
    record Splice(int from, int to, int at) implements Mutation {
        @Override
        public byte[] apply(byte[] bytes) {
            byte[] part = Arrays.copyOfRange(bytes, index(bytes, Math.min(from, to)),
                    index(bytes, Math.max(from, to)));
            return join(Arrays.copyOf(bytes, index(bytes, at)), join(part, tail(bytes, index(bytes, at))));
        }
    }

    static byte[] applyAll(List<Mutation> mutations, byte[] bytes) {
        byte[] changed = bytes;
        for (Mutation mutation : mutations) {
            changed = mutation.apply(changed);
        }
        return changed;
    }

    static Arbitrary<Mutation> any() {
        Arbitrary<Integer> at = Arbitraries.integers().between(0, WHOLE).withDistribution(
                RandomDistribution.uniform());
        Arbitrary<Integer> bit = Arbitraries.integers().between(0, 7);
        Arbitrary<Long> extreme = Arbitraries.of(0L, 1L, -1L, (long) Integer.MAX_VALUE, 1L << 31, 1L << 60,
                Long.MIN_VALUE, Long.MAX_VALUE, 0x3939_3939_3939_3939L);
        Arbitrary<Byte> anyByte = Arbitraries.bytes().withDistribution(RandomDistribution.uniform());
        Arbitrary<Byte> telling = Arbitraries.of("{}[]()'\",:0123456789-. \\nTF<>".chars().mapToObj(c -> (byte) c)
                .toList());
        return Arbitraries.oneOf(Combinators.combine(at, bit).as(Flip::new),
                Combinators.combine(at, extreme, Arbitraries.of(1, 2, 4, 8)).as(Overwrite::new),
                Combinators.combine(at, anyByte.map(b -> (long) b), Arbitraries.of(1)).as(Overwrite::new),
                Combinators.combine(at, telling.map(b -> (long) b), Arbitraries.of(1)).as(Overwrite::new),
                Combinators.combine(at, at).as(Cut::new),
                Combinators.combine(at, Arbitraries.oneOf(anyByte, telling).list().ofMinSize(1).ofMaxSize(8))
                        .as(Insert::new),
                Combinators.combine(at, at, at).as(Splice::new));
    }

    private static int index(byte[] bytes, int part) { return (int) ((long) part * bytes.length / WHOLE); }

    private static byte[] tail(byte[] bytes, int from) { return Arrays.copyOfRange(bytes, from, bytes.length); }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
