package org.dovetail.core.internal.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Numbers of jax 0.10.2, for {@code key(0)} and {@code key(42)}. */
class ThreefryTests {
    private static final long KEY = 42;

    @Example
    void splitGivesTheKeysOfJax() {
        assertThat(Threefry.split(0, 0)).isEqualTo(key(1797259609L, 2579123966L));
        assertThat(Threefry.split(0, 1)).isEqualTo(key(928981903L, 3453687069L));
        assertThat(Threefry.split(KEY, 0)).isEqualTo(key(1832780943L, 270669613L));
        assertThat(Threefry.split(KEY, 1)).isEqualTo(key(64467757L, 2916123636L));
    }

    @Example
    void foldInGivesTheKeyOfJax() {
        assertThat(Threefry.foldIn(0, 123456789)).isEqualTo(key(1084760314L, 1583676033L));
        assertThat(Threefry.foldIn(KEY, 123456789)).isEqualTo(key(801338215L, 1032655946L));
    }

    @Example
    void bitsAreThoseOfJax() {
        assertThat(bits(0)).containsExactly(4070199207L, 4202968722L, 1427181096L, 2012915765L, 2447653815L);
        assertThat(bits(KEY)).containsExactly(2098992034L, 2919706841L, 2646866425L, 2409546199L, 1935504149L);
    }

    private static long[] bits(long key) {
        return IntStream.range(0, 5).mapToLong(i -> Integer.toUnsignedLong(Threefry.bits32(key, i))).toArray();
    }

    /** The known answers of the authors of the hash, Random123 1.14, {@code kat_vectors}. */
    @Example
    void theHashHasItsAuthorsKnownAnswers() {
        assertThat(Threefry.hash(0, 0, 0, 0)).isEqualTo(key(0x6b20_0159L, 0x99ba_4efeL));
        assertThat(Threefry.hash(-1, -1, -1, -1)).isEqualTo(key(0x1cb9_96fcL, 0xbb00_2be7L));
        assertThat(Threefry.hash(0x1319_8a2e, 0x0370_7344, 0x243f_6a88, 0x85a3_08d3))
                .isEqualTo(key(0xc492_3a9cL, 0x483d_f7a0L));
    }

    @Property
    void foldingInIsSplitting(@ForAll long key, @ForAll @IntRange(max = Integer.MAX_VALUE) int data) {
        assertThat(Threefry.foldIn(key, data)).isEqualTo(Threefry.split(key, data));
    }

    @Property(tries = 50)
    void bitsAreFilledAsOneByOne(@ForAll long key, @ForAll @IntRange(max = 2500) int count,
            @ForAll @IntRange(max = 3000) int before) {
        long start = (1L << 32) - before;
        int[] filled = new int[count];
        Threefry.fillBits32(key, start, filled);
        assertThat(filled)
                .isEqualTo(IntStream.range(0, count).map(i -> Threefry.bits32(key, start + i)).toArray());
    }

    private static long key(long word0, long word1) { return word0 << 32 | word1; }
}
