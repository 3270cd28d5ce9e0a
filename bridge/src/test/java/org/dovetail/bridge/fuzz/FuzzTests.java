package org.dovetail.bridge.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A hundred thousand damaged files are read in a small memory: each is read, or refused in one line that names it.
 *
 * <p>
 * {@code -Ddovetail.fuzz.files=2000000 -Ddovetail.fuzz.first=100000} runs others. A failure prints the case, which {@code new FuzzCase(target, number)} repeats.
 */
@Execution(ExecutionMode.CONCURRENT)
class FuzzTests {
    private static final String FILES = System.getProperty("dovetail.fuzz.files", "100000");
    private static final String FIRST = System.getProperty("dovetail.fuzz.first", "0");
    /** Small enough that a size that a file claims cannot be allocated unnoticed. */
    private static final List<String> MEMORY = List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m", "-Xss512k");
    private static final int LARGEST_SEED = 12_000;

    @TempDir
    Path folder;

    @Test
    void damagedFilesAreReadOrRefusedAndNothingElseHappens() throws IOException, InterruptedException {
        Path files = Files.createDirectory(folder.resolve("files"));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        String out = run(files, temporary);
        for (Target target : Target.values()) {
            assertThat(out).containsPattern(Pattern.compile("^" + target
                    + ": [1-9]\\d* read, [1-9]\\d* refused, 0 failed$", Pattern.MULTILINE));
        }
        assertThat(temporary).isEmptyDirectory();
        assertThat(contents(files)).as("what is on the disk when all is over").isEqualTo(seeds());
    }

    @ParameterizedTest
    @EnumSource
    void theSeedsThemselvesAreSmallAndReadOrRefused(Target target) throws IOException {
        int read = 0;
        for (int number = 0; number < target.seeds().size(); number++) {
            FuzzCase whole = new FuzzCase(target, number);
            Seed seed = whole.seed();
            Path place = folder.resolve(seed.name());
            seed.write(place);
            FuzzCase.Outcome outcome = whole.read(place);
            assertThat(outcome).as(seed.name()).isNotInstanceOf(FuzzCase.Outcome.Failed.class);
            assertThat(seed.files().values()).allSatisfy(bytes -> assertThat(bytes).hasSizeLessThan(LARGEST_SEED));
            read += outcome instanceof FuzzCase.Outcome.Read ? 1 : 0;
        }
        assertThat(read).as("seeds that are read").isPositive();
    }

    private String run(Path files, Path temporary) throws IOException, InterruptedException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        List<String> java = List.of(Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary);
        List<String> main = List.of("-cp", classes, FuzzRun.class.getName(), files.toString(), FIRST, FILES);
        Process process = new ProcessBuilder(Stream.of(java, MEMORY, main).flatMap(List::stream).toList())
                .directory(temporary.toFile()).redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text;
        }
    }

    private static SequencedMap<String, String> seeds() {
        SequencedMap<String, String> files = new TreeMap<>();
        for (Target target : Target.values()) {
            for (Seed seed : target.seeds()) {
                Path place = Path.of(target.name(), seed.name());
                seed.files().forEach((file, bytes) -> files.put(Seed.at(place, file).toString(), text(bytes)));
            }
        }
        return files;
    }

    private static SequencedMap<String, String> contents(Path root) throws IOException {
        SequencedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(found -> !Files.isDirectory(found)).toList()) {
                files.put(root.relativize(file).toString(), text(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private static String text(byte[] bytes) { return new String(bytes, StandardCharsets.ISO_8859_1); }
}
