package org.dovetail.core.internal.memory;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory outside of the heap results may take: the property {@code dovetail.memory}, else as much as the heap may. */
final class Budget {
    static final String PROPERTY = "dovetail.memory";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmgt]?)b?");

    private Budget() {}

    static long configured() {
        String text = System.getProperty(PROPERTY);
        return text == null ? Runtime.getRuntime().maxMemory() : parse(text);
    }

    static long parse(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException(
                    PROPERTY + ": a size such as 512m or 4g is expected; got '" + text + "'");
        }
        int thousands = " kmgt".indexOf(size.group(2).isEmpty() ? " " : size.group(2));
        return Long.parseLong(size.group(1)) << 10 * thousands;
    }

    static IllegalStateException exceeded(long bytes, MemoryUse use) {
        long enough = Long.highestOneBit(use.used() + bytes) * 2;
        return new IllegalStateException("no memory for an array of " + text(bytes) + ": arrays use " + text(use.used())
                + " of the budget of " + text(use.budget())
                + ", and a garbage collection freed too little. Keep fewer arrays, let results take the memory of"
                + " arguments with jit(f).donate(...), or start Java with -D" + PROPERTY + "=" + flag(enough));
    }

    private static String flag(long bytes) {
        return bytes >= 1L << 30 ? (bytes >> 30) + "g" : Math.max(1, bytes >> 20) + "m";
    }

    private static String text(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < 4) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size,
                new String[]{"bytes", "KB", "MB", "GB", "TB"}[unit]);
    }
}
