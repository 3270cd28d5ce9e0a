package org.dovetail.bridge.internal.cores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoresTests {
    private static final long MUCH = 1L << 30;
    private static final int WAIT_SECONDS = 2;

    @Test
    void everyJobIsDoneOnce() throws IOException {
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        Cores.run(IntStream.range(0, 100).<Cores.Job>mapToObj(i -> () -> done.add(i)).toList(), MUCH);
        assertThat(done).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void whatIsSoonDoneIsDoneByTheCallingThreadInOrder() throws IOException {
        List<Integer> done = new ArrayList<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Cores.run(IntStream.range(0, 9).<Cores.Job>mapToObj(i -> () -> {
            threads.add(Thread.currentThread());
            done.add(i);
        }).toList(), 1000);
        assertThat(done).isSorted().hasSize(9);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void theFirstInTheListThatFailsTells() {
        CountDownLatch later = new CountDownLatch(1);
        List<Cores.Job> jobs = List.of(() -> {
            await(later);
            throw new IOException("first");
        }, () -> {
            later.countDown();
            throw new IllegalStateException("second");
        }, () -> {
            throw new IOException("third");
        });
        assertThatThrownBy(() -> Cores.run(jobs, MUCH)).isInstanceOf(IOException.class).hasMessage("first");
        assertThatThrownBy(() -> Cores.run(jobs.subList(1, 3), MUCH)).isInstanceOf(IllegalStateException.class)
                .hasMessage("second");
    }

    @Test
    void noThreadIsLeftAfterAnInterrupt() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Thread caller = Thread.currentThread();
        List<Cores.Job> jobs = Collections.nCopies(4, () -> {
            threads.add(Thread.currentThread());
            caller.interrupt();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IOException("given up", e);
            }
        });
        assertThatThrownBy(() -> Cores.run(jobs, MUCH)).isInstanceOf(IOException.class).hasMessage("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(threads).isNotEmpty();
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(WAIT_SECONDS))).as(thread.getName() + " has ended").isTrue();
        }
    }

    /** Waits in vain where there is one processor. */
    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
