package org.dovetail.bridge.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads damaged files in a process of its own, whose memory is small. The arguments are a folder, a first number and how many files.
 *
 * <p>
 * It prints each failure with the case that repeats it, and a line of counts for each target. It ends with 0 if nothing failed, 1 if something did, and 3 if a file was
 * still being read after a while, with the stack at that moment.
 */
final class FuzzRun {
    static final int HUNG = 3;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST_FAILURES = 20;

    private record Running(FuzzCase file, long since) {}

    private static final class Counts {
        private int read;
        private int refused;
        private int failed;
    }

    private final Path folder;
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();
    private final Map<Target, Counts> counts = new EnumMap<>(Target.class);

    private FuzzRun(Path folder) { this.folder = folder; }

    public static void main(String[] args) throws IOException {
        FuzzRun run = new FuzzRun(Path.of(args[0]));
        run.watch(Thread.currentThread());
        long first = Long.parseLong(args[1]);
        run.all(first, first + Long.parseLong(args[2]));
        int failed = 0;
        for (var count : run.counts.entrySet()) {
            Counts of = count.getValue();
            failed += of.failed;
            System.out.println(count.getKey() + ": " + of.read + " read, " + of.refused + " refused, " + of.failed
                    + " failed");
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private void all(long first, long end) throws IOException {
        for (Target target : Target.values()) {
            counts.put(target, new Counts());
            for (Seed seed : target.seeds()) {
                seed.write(place(target, seed));
            }
        }
        for (long number = first; number < end; number++) {
            FuzzCase file = FuzzCase.numbered(number);
            Path place = place(file.target(), file.seed());
            Set<String> damaged = file.damage(place);
            running.set(new Running(file, System.nanoTime()));
            count(file, file.read(place));
            running.set(null);
            file.repair(place, damaged);
        }
    }

    private Path place(Target target, Seed seed) { return folder.resolve(target.name()).resolve(seed.name()); }

    private void count(FuzzCase file, FuzzCase.Outcome outcome) {
        Counts of = counts.get(file.target());
        switch (outcome) {
            case FuzzCase.Outcome.Read _ -> of.read++;
            case FuzzCase.Outcome.Refused _ -> of.refused++;
            case FuzzCase.Outcome.Failed(Throwable problem) -> {
                if (of.failed++ < MOST_FAILURES) {
                    System.out.println("FAILED " + file + " of " + file.seed().name());
                    problem.printStackTrace(System.out);
                }
            }
        }
    }

    private void watch(Thread reading) {
        Thread.ofPlatform().daemon().name("watchdog").start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                Running now = running.get();
                if (now != null && System.nanoTime() - now.since > LIMIT.toNanos()) {
                    System.out.println("HUNG " + now.file + " of " + now.file.seed().name());
                    for (StackTraceElement at : reading.getStackTrace()) {
                        System.out.println("\tat " + at);
                    }
                    System.out.flush();
                    Runtime.getRuntime().halt(HUNG);
                }
                try {
                    Thread.sleep(500);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }
}
