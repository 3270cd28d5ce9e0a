package org.dovetail.core.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Memory of results. */
final class BufferPoolTests {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void smallResultsAreOnTheHeapAndLargeOnesAreAligned() {
        BufferPool pool = new BufferPool(MEGABYTE, System::gc);
        assertThat(pool.allocate(16 * 1024).memory().isNative()).isFalse();
        MemorySegment large = pool.allocate(16 * 1024 + 1).memory();
        assertThat(large.isNative()).isTrue();
        assertThat(large.byteSize()).isEqualTo(16 * 1024 + 1);
        assertThat(large.address() % 64).isZero();
        assertThat(pool.use().used()).isEqualTo(20 * 1024);
        assertThat(large.scope().isAlive()).isTrue(); // reached until here
    }

    @Property
    void aBlockIsAtMostAQuarterLargerThanItsContentAndALargeOneASixteenth(
            @ForAll @LongRange(min = 16 * 1024 + 1, max = 1L << 40) long bytes) {
        assertThat(BufferPool.sizeClass(bytes)).isBetween(bytes, bytes + bytes / (bytes > MEGABYTE ? 16 : 4));
        assertThat(BufferPool.sizeClass(BufferPool.sizeClass(bytes))).isEqualTo(BufferPool.sizeClass(bytes));
    }

    @Test
    void manyResultsThatNobodyKeepsStayWithinTheBudget() {
        BufferPool pool = new BufferPool(8 * MEGABYTE, System::gc);
        for (int i = 0; i < 100; i++) {
            MemorySegment result = pool.allocate(MEGABYTE).memory();
            result.set(ValueLayout.JAVA_BYTE, MEGABYTE - 1, (byte) i);
            assertThat(pool.use().used() + pool.use().cached()).isLessThanOrEqualTo(8 * MEGABYTE);
        }
    }

    @Test
    void unusedBlocksOfOtherSizesMakeRoom() {
        BufferPool pool = new BufferPool(8 * MEGABYTE, System::gc);
        for (int i = 0; i < 20; i++) {
            pool.allocate(MEGABYTE);
        }
        MemorySegment large = pool.allocate(7 * MEGABYTE).memory();
        assertThat(pool.use().used()).isGreaterThanOrEqualTo(7 * MEGABYTE);
        assertThat(pool.use().cached()).isLessThanOrEqualTo(MEGABYTE);
        assertThat(large.scope().isAlive()).isTrue(); // reached until here
    }

    @Test
    void aPartKeepsTheWholeBlock() {
        BufferPool pool = new BufferPool(4 * MEGABYTE, System::gc);
        MemorySegment part = pool.allocate(MEGABYTE).memory().fill((byte) 1).asSlice(MEGABYTE / 2, 8);
        for (int i = 0; i < 20; i++) {
            pool.allocate(MEGABYTE).memory().fill((byte) 2);
        }
        assertThat(part.toArray(ValueLayout.JAVA_BYTE)).containsOnly(1);
    }

    @Test
    void aBudgetThatIsUsedUpIsToldWithTheFlagToType() {
        BufferPool pool = new BufferPool(4 * MEGABYTE, System::gc);
        List<MemorySegment> kept = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            kept.add(pool.allocate(MEGABYTE).memory());
        }
        assertThatThrownBy(() -> pool.allocate(MEGABYTE / 2)).isInstanceOf(IllegalStateException.class).hasMessage(
                "no memory for an array of 512.0 KB: arrays use 4.0 MB of the budget of 4.0 MB, and a garbage collection freed "
                        + "too little. Keep fewer arrays, let results take the memory of arguments with jit(f).donate(...), or "
                        + "start Java with -Ddovetail.memory=8m");
        assertThat(pool.use().used()).isEqualTo(4 * MEGABYTE);
        assertThat(kept).hasSize(4); // reached until here
    }

    @Test
    void budgetsAreSizes() {
        assertThat(Budget.parse("4g")).isEqualTo(4L << 30);
        assertThat(Budget.parse("512MB")).isEqualTo(512L << 20);
        assertThat(Budget.parse("1000")).isEqualTo(1000);
        assertThatThrownBy(() -> Budget.parse("much")).hasMessage(
                "dovetail.memory: a size such as 512m or 4g is expected; got 'much'");
    }
}
