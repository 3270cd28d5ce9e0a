package org.dovetail.bridge.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.bridge.align.Heads;
import org.dovetail.bridge.convert.RandomStreams;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.CheckpointFormats;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.NnxLayout;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Makes values of options' texts. */
final class Converters {
    private static final Pattern SEED = Pattern.compile("seed=(\\d{1,10})");

    private Converters() {}

    static void register(CommandLine command) {
        command.registerConverter(Style.class, text -> found("style", text,
                Arrays.stream(Style.values()).filter(style -> style.label().equals(text)).findFirst(),
                Arrays.stream(Style.values()).map(Style::label)));
        command.registerConverter(KeyScheme.class, text -> found("key scheme", text, KeyScheme.labelled(text),
                Arrays.stream(KeyScheme.values()).map(KeyScheme::label)));
        command.registerConverter(RandomStreams.class, text -> found("way with random streams", text, streams(text),
                Stream.of("keep", "drop", "seed=N")));
        command.registerConverter(ReadOptions.DeviceAxis.class, text -> found("device axis", text,
                Stream.of(ReadOptions.DeviceAxis.FIRST).filter(_ -> text.equals("first")).findFirst(),
                Stream.of("first")));
        command.registerConverter(DType.class, text -> found("dtype", text, DType.named(text),
                Arrays.stream(DType.values()).map(DType::jaxName)));
        command.registerConverter(NnxLayout.class, text -> found("layout", text,
                Arrays.stream(NnxLayout.values()).filter(layout -> layout.label().equals(text)).findFirst(),
                Arrays.stream(NnxLayout.values()).map(NnxLayout::label)));
        command.registerConverter(ByteSize.class, text -> ByteSize.parse(text).orElseThrow(
                () -> new TypeConversionException("'" + text + "' is no size; write 5GB, 500MB, 2GiB or 1000000")));
        command.registerConverter(Heads.class, Converters::heads);
        command.registerConverter(CheckpointFormat.class, text -> found("format", text,
                CheckpointFormats.ALL.stream().filter(format -> format.name().equals(text)).findFirst(),
                CheckpointFormats.ALL.stream().map(CheckpointFormat::name)));
    }

    private static Optional<RandomStreams> streams(String text) {
        Matcher seed = SEED.matcher(text);
        if (seed.matches()) {
            return Optional.of(new RandomStreams.Seed(Long.parseLong(seed.group(1))));
        }
        return switch (text) {
            case "keep" -> Optional.of(new RandomStreams.Keep());
            case "drop" -> Optional.of(new RandomStreams.Drop());
            default -> Optional.empty();
        };
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
