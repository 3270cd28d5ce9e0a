package org.dovetail.bridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Starts classes of the test class path in processes of their own. */
final class ChildProcess {
    private ChildProcess() {}

    /** A command that runs a class with a main method. */
    static List<String> java(Class<?> main, Object... args) {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        return Stream.concat(Stream.of(Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-cp", classes,
                main.getName()), Stream.of(args).map(String::valueOf)).toList();
    }

    /** The same where no file may grow beyond so many blocks of 512 bytes, as on a disk that is full. */
    static List<String> withFileLimit(int blocks, List<String> command) {
        return Stream.concat(Stream.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"), command.stream())
                .toList();
    }

    /** Starts a command whose output nobody wants. */
    static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Runs a command to its end. */
    static Ran run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), "", printed);
        }
    }
}
