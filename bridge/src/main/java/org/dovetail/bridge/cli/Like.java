package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.ReadOptions;

/**
 * A checkpoint of the target model, if the user gives one.
 *
 * @param checkpoint the checkpoint
 */
record Like(Optional<Checkpoint> checkpoint) implements AutoCloseable {
    /** The option that names it. */
    static Given<Optional<Path>> option(Usage usage) {
        return usage.option("--like", "FILE", Path::of, "A checkpoint or structure of the target model: its names, "
                + "shapes, dtypes and key scheme are matched. Its numbers are not used.");
    }

    static Like open(Optional<Path> file, ReadOptions options) throws IOException {
        return new Like(file.isPresent() ? Optional.of(Source.look(file.get(), options)) : Optional.empty());
    }

    @Override
    public void close() { checkpoint.ifPresent(Checkpoint::close); }
}
