package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.dovetail.bridge.convert.Conversion;
import org.dovetail.bridge.convert.Plans;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.NnxLayout;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.rules.Style;

/**
 * Converts checkpoints by turns, until it is killed, as {@code dovetail convert} does without the search for a plan, which would be most of the time. It makes the file
 * {@code begun} after the first conversion. The arguments are a format, a folder, the name of what is made there with {@code %d} for the turn if it is another each time, and
 * the checkpoints.
 */
final class ConvertLoop {
    /** What is made. */
    @SuppressWarnings("ImmutableEnumChecker") // formats never change
    enum Made {
        FILE(CheckpointFormats.ALL.stream().filter(format -> format.name().equals("npz")).findFirst().orElseThrow()),
        SHARDS(CheckpointFormats.shards(1 << 16)), ORBAX(CheckpointFormats.orbax(NnxLayout.PURE));

        private final CheckpointFormat format;

        Made(CheckpointFormat format) { this.format = format; }

        /** Makes it of a checkpoint. */
        void convert(Path in, Path out) throws IOException {
            try (Source source = Source.open(in, ReadOptions.DEFAULT)) {
                Conversion.of(source, Plans.identity(source.checkpoint(), Style.HAIKU, KeyScheme.SLASH),
                        Conversion.Options.DEFAULT.withFormat(format).withOverwrite(true)).write(out);
            }
        }
    }

    private ConvertLoop() {}

    public static void main(String[] args) throws IOException {
        Made made = Made.valueOf(args[0]);
        Path folder = Path.of(args[1]);
        List<Path> sources = List.of(args).subList(3, args.length).stream().map(Path::of).toList();
        for (int turn = 0;; turn++) {
            made.convert(sources.get(turn % sources.size()),
                    folder.resolve(String.format(Locale.ROOT, args[2], turn)));
            if (turn == 0) {
                Files.createFile(folder.resolve("begun"));
            }
        }
    }
}
