package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.core.Array;
import org.dovetail.core.DType;

/** Reads a file again that was just written, and compares it with what should be in it. */
final class WrittenCheck {
    private WrittenCheck() {}

    /** Compares bit by bit; {@code out} is what messages call the file. */
    static void compare(Path file, Path out, Map<String, DType> dtypes, Targets targets, Progress progress)
            throws IOException {
        progress.begin("checking", targets.bytes());
        try (Checkpoint written = Checkpoint.open(file, new ReadOptions(dtypes))) {
            Map<String, Entry> present = written.entries().stream()
                    .collect(Collectors.toMap(entry -> entry.path().toString(), entry -> entry));
            if (present.size() != targets.arrays().size()) {
                throw failed(out,
                        "it has " + present.size() + " arrays, not the " + targets.arrays().size() + " written");
            }
            for (Targets.TargetArray array : targets.arrays()) {
                Entry expected = array.entry();
                Entry entry = present.size() == 1
                        ? written.entries().getFirst()
                        : present.get(expected.path().toString());
                if (entry == null || !entry.spec().equals(expected.spec())) {
                    throw failed(out, expected + " reads back as " + (entry == null ? "nothing" : entry));
                }
                try (Arena arena = Arena.ofConfined()) {
                    Array read = written.read(entry.path(), arena);
                    if (!read.bitEquals(array.numbers().read(arena))) {
                        throw failed(out, "the numbers of " + expected + " read back differ");
                    }
                }
                progress.advance(expected.spec().bytes());
            }
        }
    }

    private static CheckpointException failed(Path out, String problem) {
        return new CheckpointException(out, "is not as it was written: " + problem
                + "; nothing was put in place, please report this");
    }
}
