package org.dovetail.bridge.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes as people write it.
 *
 * @param bytes the amount, at least 1
 */
record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?) ?([KMGT]I?B|B)?");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L,
            "TB", 1_000_000_000_000L, "KIB", 1L << 10, "MIB", 1L << 20, "GIB", 1L << 30, "TIB", 1L << 40);

    /** Reads {@code 5GB} (billions), {@code 5GiB} (powers of 1024) or a plain number; empty for anything else. */
    static Optional<ByteSize> parse(String text) {
        Matcher matcher = TEXT.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit = UNITS.getOrDefault(matcher.group(2) == null ? "B" : matcher.group(2), 1L);
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        boolean fits = bytes.compareTo(BigDecimal.ONE) >= 0
                && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return fits ? Optional.of(new ByteSize(bytes.longValue())) : Optional.empty();
    }
}
