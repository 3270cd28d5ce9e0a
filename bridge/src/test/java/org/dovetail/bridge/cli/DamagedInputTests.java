package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.fuzz.FuzzCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command makes of damaged files: a result, or one line and a status, and no file where there should be none. */
class DamagedInputTests {
    private static final int FILES = 1000;
    private static final List<String> FORMATS = List.of("npz", "safetensors", "npy", "pickle", "json");

    @TempDir
    Path folder;

    @Test
    void everyDamagedFileEndsWithAStatusAndALine() throws IOException {
        Path source = SmallFiles.write(folder.resolve("source.npz"), new LinkedHashMap<>(SmallFiles.haiku()));
        Path place = Files.createDirectory(folder.resolve("place"));
        Path damagedPlace = folder.resolve("in");
        Path out = place.resolve("out");
        for (int number = 0; number < FILES; number++) {
            FuzzCase damaged = FuzzCase.numbered(number);
            Path in = damaged.write(damagedPlace);
            String format = FORMATS.get(number / 8 % FORMATS.size());
            String style = number % 3 == 0 ? "nnx" : "haiku";
            List<Ran> runs = List.of(Ran.command("inspect", in, "--stats"), Ran.command("plan", in),
                    Ran.command("convert", in, out, "--to", style, "--format", format),
                    Ran.command("convert", source, out, "--plan", in, "--format", format),
                    Ran.command("plan", source, "--like", in));
            for (Ran ran : runs) {
                assertThat(ran.status()).as("%s: %s", damaged, ran).isBetween(0, 2);
                HostileNamesTests.isPlain(ran);
            }
            boolean converted = runs.get(2).status() == 0 || runs.get(3).status() == 0;
            assertThat(Files.exists(out)).as("%s", damaged).isEqualTo(converted);
            try (Stream<Path> left = Files.list(place)) {
                for (Path file : left.toList()) {
                    assertThat(file.getFileName().toString()).matches("out(\\.dovetail\\.json)?");
                    Files.delete(file);
                }
            }
            delete(damagedPlace);
        }
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
