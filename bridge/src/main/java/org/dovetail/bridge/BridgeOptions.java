package org.dovetail.bridge;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dovetail.bridge.align.Alignment;
import org.dovetail.bridge.align.AlignmentException;
import org.dovetail.bridge.align.Globs;
import org.dovetail.bridge.align.Heads;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.DType;

/**
 * What the user says of how two models belong together: the options of {@code dovetail convert}.
 *
 * {@snippet file="org/dovetail/bridge/BridgeTests.java" region="options"}
 *
 * @param maps lines {@code SOURCE=TARGET}; each names a layer, a scope or an array on either side
 * @param kinds lines {@code PATH=Kind}, the path of a layer on either side
 * @param strict whether matches that rest on names, written numbers or an order are refused
 * @param dtype the dtype that arrays of its family are cast to, even where bits are lost
 * @param skip patterns of source arrays that are left out, as {@code ema/**}
 */
public record BridgeOptions(List<String> maps, List<String> kinds, boolean strict, Optional<DType> dtype,
        List<String> skip) {
    /** The user says nothing. */
    public static final BridgeOptions DEFAULT = new BridgeOptions(List.of(), List.of(), false, Optional.empty(),
            List.of());

    private static final Pattern TYPED = Pattern.compile("--(map|kind|heads|dtype|skip)[ =](?:'(.*)'|(.*))",
            Pattern.DOTALL);
    private static final String STRICT = "--strict";

    /** Copies the lists. */
    public BridgeOptions {
        maps = List.copyOf(maps);
        kinds = List.copyOf(kinds);
        skip = List.copyOf(skip);
    }

    /**
     * Options as they are typed for the command, and as refusals print them.
     *
     * @param lines as {@code --map 'critic/linear_2=value.left'}, {@code --kind 'up=Conv2DTranspose'}, {@code --heads 'attend=8'}, {@code --dtype bfloat16}, {@code --skip 'ema/**'} or {@code --strict}
     * @return the options
     * @throws IllegalArgumentException if a line is none of these
     */
    public static BridgeOptions of(List<String> lines) {
        BridgeOptions options = DEFAULT;
        for (String line : lines) {
            options = options.with(line.strip());
        }
        return options;
    }

    /**
     * Options as they are typed for the command, and as refusals print them.
     *
     * @param lines as in {@link #of(List)}
     * @return the options
     * @throws IllegalArgumentException if a line is none of these
     */
    public static BridgeOptions of(String... lines) { return of(List.of(lines)); }

    private BridgeOptions with(String line) {
        Matcher typed = TYPED.matcher(line);
        if (line.equals(STRICT)) {
            return withStrict();
        }
        if (!typed.matches()) {
            throw new IllegalArgumentException("there is no option " + line + "; there are --map 'SOURCE=TARGET', "
                    + "--kind 'PATH=KIND', --heads 'PATH=HEADS', --dtype DTYPE, --skip 'GLOB' and --strict");
        }
        String value = typed.group(2) == null ? typed.group(3) : typed.group(2);
        return switch (typed.group(1)) {
            case "map" -> withMap(value);
            case "kind" -> withKind(value);
            case "heads" -> withKind(Heads.parse(value).kindLine());
            case "skip" -> withSkip(value);
            case String _ -> withDtype(DType.named(value)
                    .orElseThrow(() -> new IllegalArgumentException("--dtype " + value + ": there is no such dtype")));
        };
    }

    /**
     * The same with a line that says which becomes which.
     *
     * @param line {@code SOURCE=TARGET}: a layer, a scope or an array on either side
     * @return the options
     */
    public BridgeOptions withMap(String line) {
        return new BridgeOptions(and(maps, line), kinds, strict, dtype, skip);
    }

    /**
     * The same with a line that tells the kind of a layer.
     *
     * @param line {@code PATH=Kind}, as {@code decoder/up=Conv2DTranspose}
     * @return the options
     */
    public BridgeOptions withKind(String line) {
        return new BridgeOptions(maps, and(kinds, line), strict, dtype, skip);
    }

    /**
     * The same, refusing matches that rest on names, written numbers or an order.
     *
     * @return the options
     */
    public BridgeOptions withStrict() { return new BridgeOptions(maps, kinds, true, dtype, skip); }

    /**
     * The same with a dtype that arrays of its family are cast to, even where bits are lost.
     *
     * @param to the dtype
     * @return the options
     */
    public BridgeOptions withDtype(DType to) {
        return new BridgeOptions(maps, kinds, strict, Optional.of(to), skip);
    }

    /**
     * The same without some source arrays.
     *
     * @param glob a pattern over their paths; {@code **} crosses separators
     * @return the options
     */
    public BridgeOptions withSkip(String glob) {
        return new BridgeOptions(maps, kinds, strict, dtype, and(skip, glob));
    }

    private static List<String> and(List<String> lines, String line) {
        return Stream.concat(lines.stream(), Stream.of(line)).toList();
    }

    /** The source arrays that are left out. */
    Set<EntryPath> skipped(List<Entry> source) throws AlignmentException {
        return Globs.skipped(source, List.of(), skip);
    }

    /** The same for the alignment of a source, some arrays of which are left out anyway. */
    Alignment.Options alignment(List<Entry> source, Set<EntryPath> untouched) throws AlignmentException {
        Set<EntryPath> without = new HashSet<>(skipped(source));
        without.addAll(untouched);
        return new Alignment.Options(maps, kinds, strict, dtype, without);
    }
}
