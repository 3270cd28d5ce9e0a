package org.dovetail.bridge.report;

import java.util.Locale;

/** Numbers as people read them. */
public final class Amounts {
    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    /**
     * A size, in units of a thousand.
     *
     * @param bytes the number of bytes
     * @return for example {@code 12.3 MB}
     */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= 999.95 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        long tenths = Math.round(amount * 10);
        return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
    }

    /**
     * A whole number with its thousands apart.
     *
     * @param number the number
     * @return for example {@code 1,234,567}
     */
    public static String count(long number) {
        StringBuilder digits = new StringBuilder().append(number);
        for (int at = digits.length() - 3; at > (number < 0 ? 1 : 0); at -= 3) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }

    /**
     * A number of things.
     *
     * @param number how many
     * @param one what one of them is called
     * @return for example {@code 1 array}, {@code 1,234 arrays}, {@code 2 entries}
     */
    public static String count(long number, String one) {
        String many = one.endsWith("y") && !one.endsWith("ay") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
        return count(number) + " " + (number == 1 ? one : many);
    }

    /**
     * A measured number in few characters.
     *
     * @param number the number
     * @return for example {@code 0}, {@code 1.25e-07}, {@code 0.03125}, {@code nan}
     */
    public static String measure(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e7) {
            return String.valueOf((long) number);
        }
        double size = Math.abs(number);
        return size >= 1e-3 && size < 1e6
                ? String.format(Locale.ROOT, "%.5g", number)
                : String.format(Locale.ROOT, "%.2e", number);
    }
}
