package org.dovetail.bridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dovetail.bridge.convert.Conversion;
import org.dovetail.bridge.convert.Plans;
import org.dovetail.bridge.convert.Source;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.rules.Style;

/**
 * Converts checkpoints to one target by turns, until it is killed, as {@code dovetail convert} does without the search for a plan, which would be most of the time. It makes
 * the file {@code begun} after the first conversion. The arguments are a folder and the checkpoints.
 */
final class ConvertLoop {
    private ConvertLoop() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path target = folder.resolve("target.npz");
        List<Path> sources = List.of(args).subList(1, args.length).stream().map(Path::of).toList();
        for (int turn = 0;; turn++) {
            convert(sources.get(turn % sources.size()), target);
            if (turn == 0) {
                Files.createFile(folder.resolve("begun"));
            }
        }
    }

    static void convert(Path in, Path out) throws IOException {
        try (Source source = Source.open(in, ReadOptions.DEFAULT)) {
            Conversion.of(source, Plans.identity(source.checkpoint(), Style.HAIKU, KeyScheme.SLASH),
                    Conversion.Options.DEFAULT).write(out);
        }
    }
}
