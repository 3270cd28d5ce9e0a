package org.dovetail.bridge.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
import org.dovetail.bridge.format.ReadOptions.DeviceAxis;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;
import picocli.CommandLine.TypeConversionException;

/** Makes values of options' texts. */
final class Converters {
    private static final Pattern SEED = Pattern.compile("seed=(\\d{1,10})");

    private Converters() {}

    static Style style(String text) { return labelled("style", text, List.of(Style.values()), Style::label); }

    static KeyScheme scheme(String text) {
        return labelled("key scheme", text, List.of(KeyScheme.values()), KeyScheme::label);
    }

    static NnxLayout layout(String text) {
        return labelled("layout", text, List.of(NnxLayout.values()), NnxLayout::label);
    }

    static CheckpointFormat format(String text) {
        return labelled("format", text, CheckpointFormats.ALL, CheckpointFormat::name);
    }

    static DType dtype(String text) {
        return found("dtype", text, DType.named(text), Stream.of(DType.values()).map(DType::jaxName));
    }

    static DeviceAxis deviceAxis(String text) {
        return found("device axis", text, Optional.of(DeviceAxis.FIRST).filter(_ -> text.equals("first")),
                Stream.of("first"));
    }

    static RandomStreams streams(String text) {
        Matcher seed = SEED.matcher(text);
        Optional<RandomStreams> streams = switch (text) {
            case "keep" -> Optional.of(new RandomStreams.Keep());
            case "drop" -> Optional.of(new RandomStreams.Drop());
            default -> seed.matches()
                    ? Optional.of(new RandomStreams.Seed(Long.parseLong(seed.group(1))))
                    : Optional.empty();
        };
        return found("way with random streams", text, streams, Stream.of("keep", "drop", "seed=N"));
    }

    static Heads heads(String text) {
        try {
            return Heads.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    static ByteSize size(String text) {
        return ByteSize.parse(text).orElseThrow(
                () -> new TypeConversionException("'" + text + "' is no size; write 5GB, 500MB, 2GiB or 1000000"));
    }

    static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a double");
        }
    }

    private static <T> T labelled(String what, String text, List<T> known, Function<T, String> label) {
        return found(what, text, known.stream().filter(one -> label.apply(one).equals(text)).findFirst(),
                known.stream().map(label));
    }

    private static <T> T found(String what, String text, Optional<T> value, Stream<String> known) {
        return value.orElseThrow(() -> new TypeConversionException("there is no " + what + " '" + text + "'; there are "
                + known.collect(Collectors.joining(", "))));
    }
}
