package org.dovetail.bridge.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.bridge.align.Heads;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Makes values of options' texts. */
final class Converters {
    private Converters() {}

    static void register(CommandLine command) {
        command.registerConverter(Style.class, text -> found("style", text,
                Arrays.stream(Style.values()).filter(style -> style.label().equals(text)).findFirst(),
                Arrays.stream(Style.values()).map(Style::label)));
        command.registerConverter(KeyScheme.class, text -> found("key scheme", text, KeyScheme.labelled(text),
                Arrays.stream(KeyScheme.values()).map(KeyScheme::label)));
        command.registerConverter(DType.class, text -> found("dtype", text, DType.named(text),
                Arrays.stream(DType.values()).map(DType::jaxName)));
        command.registerConverter(Heads.class, Converters::heads);
        command.registerConverter(CheckpointFormat.class, text -> found("format", text,
                CheckpointFormats.ALL.stream().filter(format -> format.name().equals(text)).findFirst(),
                CheckpointFormats.ALL.stream().map(CheckpointFormat::name)));
    }

    private static Heads heads(String text) {
        try {
            return Heads.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static <T> T found(String what, String text, Optional<T> value, Stream<String> known) {
        return value.orElseThrow(() -> new TypeConversionException("there is no " + what + " '" + text + "'; there are "
                + known.collect(Collectors.joining(", "))));
    }
}
