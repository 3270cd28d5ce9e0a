package org.dovetail.bridge.internal.cores;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs independent jobs on the processors of the machine. When it returns, none is running any more; of those that failed, the first in the list tells.
 */
public final class Cores {
    /** More would wait for one another, for the file or for the disk, and each has its own memory. */
    private static final int MOST = 8;
    /** Starting threads takes as long as copying this. */
    private static final long WORTH_BYTES = 4L << 20;

    private Cores() {}

    /** A job. */
    @FunctionalInterface
    public interface Job {
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
     * @param jobs the jobs, each of which may run at the same time as every other
     * @param bytes how much they read or write in all; little is done by the calling thread
     * @throws IOException what the first that failed threw; those after it may have been given up
     */
    public static void run(List<? extends Job> jobs, long bytes) throws IOException {
        int threads = Math.min(jobs.size(), Math.min(MOST, Runtime.getRuntime().availableProcessors()));
        if (threads < 2 || bytes < WORTH_BYTES) {
            for (Job job : jobs) {
                job.run();
            }
            return;
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().daemon().name("cores-", 0).factory())) {
            try {
                List<Future<?>> running = jobs.stream().<Future<?>>map(job -> pool.submit(() -> {
                    job.run();
                    return null;
                })).toList();
                for (Future<?> one : running) {
                    await(one);
                }
            } finally {
                pool.shutdownNow();
            }
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
