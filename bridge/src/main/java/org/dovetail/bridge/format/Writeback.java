package org.dovetail.bridge.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends a file to the disk while it is still being written.
 *
 * <p>
 * Left alone, a system waits until a good part of its memory is to be written; then the disk would begin when the processors are done.
 */
final class Writeback implements AutoCloseable {
    private static final long INTERVAL = 16L << 20;

    private final FileChannel channel;
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("writeback").factory());
    private Future<?> running = CompletableFuture.completedFuture(null);
    private long begun;
    private long total;

    Writeback(FileChannel channel) { this.channel = channel; }

    /** Takes note of bytes that were written, by any thread; throws what an earlier part failed with. */
    synchronized void written(long bytes) throws IOException {
        total += bytes;
        if (total - begun >= INTERVAL && running.isDone()) {
            await();
            begun = total;
            running = thread.submit(() -> {
                channel.force(false);
                return null;
            });
        }
    }

    /** How many bytes were written. */
    synchronized long total() { return total; }

    /** Waits for what is under way. */
    synchronized void await() throws IOException {
        try {
            running.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() { thread.close(); }
}
