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
        Cores.run(IntStream.range(0, 100).mapToObj(i -> new Cores.Job(MUCH, () -> done.add(i))).toList());
        assertThat(done).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void whatIsSoonDoneIsDoneByTheCallingThreadInOrder() throws IOException {
        List<Integer> done = new ArrayList<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Cores.run(IntStream.range(0, 9).mapToObj(i -> new Cores.Job(i, () -> {
            threads.add(Thread.currentThread());
            done.add(i);
        })).toList());
        assertThat(done).isSorted().hasSize(9);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void theLargestBegins() throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        CountDownLatch largest = new CountDownLatch(1);
        List<Boolean> begun = Collections.synchronizedList(new ArrayList<>());
        List<Cores.Job> jobs = new ArrayList<>(
                Collections.nCopies(processors, new Cores.Job(MUCH, () -> begun.add(await(largest)))));
        jobs.add(new Cores.Job(2 * MUCH, largest::countDown));
        Cores.run(jobs);
        assertThat(begun).hasSize(processors).containsOnly(processors > 1);
    }

    @Test
    void theFirstInTheListThatFailsTells() {
        CountDownLatch later = new CountDownLatch(1);
        List<Cores.Job> jobs = List.of(new Cores.Job(MUCH, () -> {
            await(later);
            throw new IOException("first");
        }), new Cores.Job(MUCH, () -> {
            later.countDown();
            throw new IllegalStateException("second");
        }), new Cores.Job(2 * MUCH, () -> {
            throw new IOException("third");
        }));
        assertThatThrownBy(() -> Cores.run(jobs)).isInstanceOf(IOException.class).hasMessage("first");
        assertThatThrownBy(() -> Cores.run(jobs.subList(1, 3))).isInstanceOf(IllegalStateException.class)
                .hasMessage("second");
    }

    @Test
    void noThreadIsLeftAfterAnInterrupt() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Thread caller = Thread.currentThread();
        List<Cores.Job> jobs = Collections.nCopies(4, new Cores.Job(MUCH, () -> {
            threads.add(Thread.currentThread());
            caller.interrupt();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IOException("given up", e);
            }
        }));
        assertThatThrownBy(() -> Cores.run(jobs)).isInstanceOf(IOException.class).hasMessage("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(threads).isNotEmpty();
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(WAIT_SECONDS))).as(thread.getName() + " has ended").isTrue();
        }
    }

    /** Waits, in vain where there is one processor; whether it was not. */
    private static boolean await(CountDownLatch latch) throws IOException {
        try {
            return latch.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
