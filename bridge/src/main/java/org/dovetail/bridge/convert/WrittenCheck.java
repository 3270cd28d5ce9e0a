package org.dovetail.bridge.convert;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.format.Scratch;
import org.dovetail.bridge.internal.cores.Cores;
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
            List<Cores.Job> jobs = new ArrayList<>();
            for (Targets.TargetArray array : targets.arrays()) {
                Entry expected = array.entry();
                Entry entry = present.size() == 1
                        ? written.entries().getFirst()
                        : present.get(expected.path().toString());
                if (entry == null || !entry.spec().equals(expected.spec())) {
                    throw failed(out, expected + " reads back as " + (entry == null ? "nothing" : entry));
                }
                Node.Numbers numbers = new ToldNumbers(array.numbers(), progress);
                jobs.add(new Cores.Job(expected.spec().bytes(), () -> {
                    if (!areEqual(written.numbers(entry.path()), numbers, file)) {
                        throw failed(out, "the numbers of " + expected + " read back differ");
                    }
                }));
            }
            Cores.run(jobs);
        }
    }

    private static boolean areEqual(Node.Numbers written, Node.Numbers numbers, Path file) throws IOException {
        try (Scratch memory = Scratch.in(Objects.requireNonNull(file.getParent(), "files are in folders"))) {
            Comparing comparing = new Comparing(written.read(memory).data());
            numbers.each(memory, comparing);
            return comparing.isEqual;
        }
    }

    /** Compares pieces with what they should be. */
    private static final class Comparing implements Node.Receiver {
        private final MemorySegment other;
        private boolean isEqual = true;
        private long position;

        Comparing(MemorySegment other) { this.other = other; }

        @Override
        public void accept(MemorySegment piece) {
            MemorySegment part = other.asSlice(position, piece.byteSize());
            isEqual &= part.mismatch(piece) < 0;
            position += piece.byteSize();
            if (part.isMapped()) {
                part.unload();
            }
        }
    }

    private static CheckpointException failed(Path out, String problem) {
        return new CheckpointException(out, "is not as it was written: " + problem
                + "; nothing was put in place, please report this");
    }
}
