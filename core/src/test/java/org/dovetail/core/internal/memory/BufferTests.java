package org.dovetail.core.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dovetail.core.Array;
import org.dovetail.core.Shape;
import org.junit.jupiter.api.Test;

/** Who may write to a buffer. */
final class BufferTests {
    @Test
    void anOwnedBufferIsTakenOnceUntilItIsReleased() {
        Buffer buffer = Buffer.allocate(8);
        assertThat(buffer.take()).isTrue();
        assertThat(buffer.take()).isFalse();
        assertThat(buffer.share()).isFalse();
        buffer.release();
        assertThat(buffer.take()).isTrue();
    }

    @Test
    void aSharedBufferIsNeverTaken() {
        Buffer buffer = Buffer.allocate(8);
        assertThat(buffer.share()).isTrue();
        assertThat(buffer.take()).isFalse();
        buffer.release();
        assertThat(buffer.take()).isFalse();
    }

    @Test
    void foreignMemoryIsNeverWritten() {
        Buffer buffer = Buffer.ofForeign(MemorySegment.ofArray(new byte[8]));
        assertThat(buffer.isWritable()).isFalse();
        assertThat(buffer.take()).isFalse();
    }

    @Test
    void readingADonatedBufferNamesTheCall() {
        Buffer buffer = Buffer.allocate(8);
        buffer.donate("jit(train)");
        assertThatThrownBy(buffer::read).hasMessage("this array was donated to jit(train), which has overwritten it; "
                + "use that call's result, or call without donate(...)");
        assertThatThrownBy(() -> buffer.donate("jit(other)")).hasMessage(
                "this array was donated to jit(train) and cannot be donated to jit(other), too; use the first call's result");
        buffer.undonate("jit(other)");
        assertThat(buffer.donatedTo()).isEqualTo("jit(train)");
    }

    @Test
    void theHeirHasTheMemoryOfADonatedBuffer() {
        Buffer buffer = Buffer.allocate(8);
        buffer.write().set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
        buffer.donate("f");
        Buffer heir = buffer.heir();
        assertThat(heir.read().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 7);
        assertThat(heir.take()).isTrue();
    }

    @Test
    void aBufferOfWhichThereIsAViewIsNotOverwritten() {
        Array array = Array.ofFloats(Shape.of(2, 2), 1, 2, 3, 4);
        Array row = array.at(1);
        assertThat(array.buffer().isWritable()).isFalse();
        array.donate("f");
        assertThat(row.toFloats()).containsExactly(3, 4);
        assertThatThrownBy(() -> array.at(0)).hasMessageContaining("donated to f");
    }

    @Test
    void ofTwoThreadsOneTakesOrDonates() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 500; round++) {
                Buffer buffer = Buffer.allocate(8);
                assertThat(both(threads, buffer::take)).containsExactlyInAnyOrder(true, false);
                buffer.release();
                assertThat(both(threads, () -> donates(buffer))).containsExactlyInAnyOrder(true, false);
            }
        }
    }

    private static boolean donates(Buffer buffer) {
        try {
            buffer.donate(Thread.currentThread().getName());
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static List<Boolean> both(ExecutorService threads, Callable<Boolean> action)
            throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<Boolean> together = () -> {
            start.await();
            return action.call();
        };
        Future<Boolean> first = threads.submit(together);
        Future<Boolean> second = threads.submit(together);
        return List.of(first.get(), second.get());
    }
}
