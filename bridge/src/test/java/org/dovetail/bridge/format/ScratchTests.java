package org.dovetail.bridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.dovetail.core.Array;
import org.dovetail.core.ArrayView;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTests {
    private static final TensorSpec LARGE = TensorSpec.of(DType.INT32, 3, 2000, 1000);

    @TempDir
    Path folder;

    @Test
    void largeNumbersLieInAFileThatNobodySees() {
        try (Scratch memory = Scratch.in(folder)) {
            assertThat(memory.allocate(1000).isMapped()).isFalse();
            assertThat(memory.allocate(LARGE.bytes(), 16).isMapped()).isTrue();
            assertThat(folder).isEmptyDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void manySmallOnesDoNotAddUpToALargeOne() {
        try (Scratch memory = Scratch.in(folder)) {
            List<MemorySegment> all = IntStream.range(0, 40).mapToObj(i -> memory.allocate((1 << 20) + i, 16)).toList();
            assertThat(all).filteredOn(one -> !one.isMapped()).hasSizeLessThan(9);
            all.forEach(one -> one.fill((byte) all.indexOf(one)));
            assertThat(all).allSatisfy(one -> {
                assertThat(one.address() % 16).isZero();
                assertThat(one.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) all.indexOf(one));
                assertThat(one.get(ValueLayout.JAVA_BYTE, one.byteSize() - 1)).isEqualTo((byte) all.indexOf(one));
            });
        }
    }

    @Test
    void whatIsStoredStaysWhileItsPagesAreGivenBack() throws IOException {
        try (Scratch memory = Scratch.in(folder)) {
            Array counted = counted(memory);
            Slices.each(counted.data(), _ -> {});
            Slices.each(counted.data(), new Counting(counted.data()));
        }
    }

    @Test
    void piecesOfAViewAreThoseOfItsCopy() throws IOException {
        try (Scratch memory = Scratch.in(folder)) {
            for (List<Integer> axes : List.of(List.of(2, 1, 0), List.of(0, 2, 1), List.of(1, 0, 2))) {
                ArrayView view = ArrayView.of(counted(memory)).permute(axes).flip(List.of(1));
                Counting counting = new Counting(view.copy(memory).data());
                Slices.each(view, memory, counting);
                assertThat(counting.position).isEqualTo(LARGE.bytes());
            }
        }
    }

    private static Array counted(Scratch memory) {
        MemorySegment numbers = memory.allocate(LARGE.bytes(), 16);
        for (int i = 0; i < LARGE.shape().size(); i++) {
            numbers.setAtIndex(ValueLayout.JAVA_INT, i, i);
        }
        return Array.of(LARGE, numbers);
    }

    /** Compares pieces with what they are pieces of. */
    private static final class Counting implements Node.Receiver {
        private final MemorySegment whole;
        private long position;

        Counting(MemorySegment whole) { this.whole = whole; }

        @Override
        public void accept(MemorySegment piece) {
            assertThat(whole.asSlice(position, piece.byteSize()).mismatch(piece)).isEqualTo(-1);
            position += piece.byteSize();
        }
    }

    @Test
    void aFolderWithoutRoomIsNamed() {
        try (Scratch memory = Scratch.in(folder.resolve("missing"))) {
            assertThatThrownBy(() -> memory.allocate(LARGE.bytes(), 16)).isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith(folder.resolve("missing") + " has no room for " + LARGE.bytes()
                            + " bytes of numbers that are needed as a whole (");
        }
    }
}
