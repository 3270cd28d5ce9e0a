package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Processes that convert by turns, and are ended in the middle of it. */
final class EndedLoop {
    private static final int AT_ONCE = 4;

    /** How a process is ended. */
    enum Ending {
        /** As by {@code kill -9}: it cannot do anything any more. */
        KILLED,
        /** As by Ctrl-C: it is told, and may put things right. */
        TOLD
    }

    private EndedLoop() {}

    /** Runs a loop in a new folder, and ends it some time after its first conversion. */
    static void run(Ending ending, int millis, ConvertLoop.Made made, Path place, String name, List<Path> sources)
            throws IOException, InterruptedException {
        Files.createDirectory(place);
        Process process = ChildProcess.start(ChildProcess.java(ConvertLoop.class,
                Stream.concat(Stream.of(made, place, name), sources.stream()).toArray()));
        while (!Files.exists(place.resolve("begun"))) {
            assertThat(process.waitFor(2, TimeUnit.MILLISECONDS)).as("ended before it was told").isFalse();
        }
        assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).as("ended before it was told").isFalse();
        switch (ending) {
            case KILLED -> process.destroyForcibly().waitFor();
            case TOLD -> {
                process.destroy();
                process.waitFor();
            }
        }
    }

    /** What all tasks give, some of which run at once. */
    static <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        try (ExecutorService runners = Executors.newFixedThreadPool(AT_ONCE)) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : runners.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        }
    }

    /** The names of all that lies in a folder. */
    static List<String> names(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
