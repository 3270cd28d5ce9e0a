package org.dovetail.bridge.internal.cores;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Runs independent jobs on the processors of the machine, the largest first, so that none is left alone with it at the end. When it returns, none is running any more; of those that
 * failed, the first in the list tells.
 */
public final class Cores {
    /** More would wait for one another, for the file or for the disk, and each has its own memory. */
    private static final int MOST = 8;
    /** Starting threads takes as long as copying this. */
    private static final long WORTH_BYTES = 4L << 20;

    private Cores() {}

    /**
     * A job.
     *
     * @param bytes how much it reads or writes
     * @param work what is to be done
     */
    public record Job(long bytes, Work work) {}

    /** What a job does. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @throws IOException if a file cannot be read or written
         */
        void run() throws IOException;
    }

    /**
     * Runs jobs.
     *
     * @param jobs the jobs, each of which may run at the same time as every other; if they are little in all, the calling thread does them in their order
     * @throws IOException what the first that failed threw; those after it may have been given up
     */
    public static void run(List<Job> jobs) throws IOException {
        int threads = Math.min(jobs.size(), Math.min(MOST, Runtime.getRuntime().availableProcessors()));
        if (threads < 2 || jobs.stream().mapToLong(Job::bytes).sum() < WORTH_BYTES) {
            for (Job job : jobs) {
                job.work().run();
            }
            return;
        }
        List<Begun> all = jobs.stream().map(Begun::of).toList();
        List<Begun> largestFirst = new ArrayList<>(all);
        largestFirst.sort((a, b) -> Long.compare(b.bytes(), a.bytes()));
        try (ExecutorService pool = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().daemon().name("cores-", 0).factory())) {
            try {
                for (Begun one : largestFirst) {
                    pool.execute(one.task());
                }
                for (Begun one : all) {
                    await(one.task());
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    /** A job that tells how it ended. */
    private record Begun(long bytes, FutureTask<?> task) {
        static Begun of(Job job) {
            return new Begun(job.bytes(), new FutureTask<>(() -> {
                job.work().run();
                return null;
            }));
        }
    }

    private static void await(Future<?> job) throws IOException {
        try {
            job.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException problem -> throw problem;
                case RuntimeException problem -> throw problem;
                case Error problem -> throw problem;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
