package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a command writes on the side never takes the place of a file that it reads or makes. */
final class Apart {
    private Apart() {}

    /** Refuses an option whose file, if there is one, is among others. */
    static void check(String option, Optional<Path> written, List<Path> others) throws IOException {
        for (Path other : others) {
            if (written.isPresent() && isSame(written.get(), other)) {
                throw new UsageException(option + " would replace " + other + ", which is read or made by this command;"
                        + " name another file");
            }
        }
    }

    private static boolean isSame(Path a, Path b) throws IOException {
        return Files.exists(a) && Files.exists(b)
                ? Files.isSameFile(a, b)
                : a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }
}
