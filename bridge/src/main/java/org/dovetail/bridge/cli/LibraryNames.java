package org.dovetail.bridge.cli;

import java.util.Arrays;
import java.util.Optional;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.JsonFormat;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Styles;

/** Tells whose names a checkpoint has. */
final class LibraryNames {
    private LibraryNames() {}

    /** The library, if the file says it or its names tell. */
    static Optional<Style> find(Checkpoint checkpoint) {
        String said = checkpoint.metadata().getOrDefault(JsonFormat.STYLE, "");
        return Arrays.stream(Style.values())
                .filter(style -> checkpoint.isStructure() && style.label().equals(said)).findFirst()
                .or(() -> Styles.detect(checkpoint.entries(), checkpoint.scheme()));
    }

    /**
     * The libraries of a source and a target.
     *
     * @param from the source's
     * @param to the target's
     */
    record Pair(Style from, Style to) {}

    /**
     * The libraries of a source and of a like file, as the user says or as the names tell. Where one of them is known and the other's names fit both, it is the other library: that
     * is what conversions are for.
     */
    static Pair of(Checkpoint source, Checkpoint like, MappingOptions said) {
        Optional<Style> from = said.from.value().or(() -> find(source));
        Optional<Style> to = said.to.value().or(() -> find(like));
        if (from.isEmpty() && to.isEmpty()) {
            throw new UsageException("the names in " + source.file() + " and in " + like.file()
                    + " fit both Haiku and NNX; say --from haiku or --from nnx");
        }
        return new Pair(from.or(() -> to.map(Style::other)).orElseThrow(),
                to.or(() -> from.map(Style::other)).orElseThrow());
    }

    /** The library of a source, and the one to convert to. */
    static Pair of(Checkpoint source, MappingOptions said) {
        Optional<Style> from = said.from.value().or(() -> find(source)).or(() -> said.to.value().map(Style::other));
        if (from.isEmpty()) {
            throw new UsageException(
                    source.file() + ": its names fit both Haiku and NNX; say --from haiku or --from nnx");
        }
        return new Pair(from.get(), said.to.value().orElse(from.get().other()));
    }
}
