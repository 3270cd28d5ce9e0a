package org.dovetail.bridge.internal.text;

/** An option as a user types it into a shell. */
public final class TypedOption {
    private TypedOption() {}

    /**
     * An option with its value in single quotes, which end and begin anew around each of those that the value has.
     *
     * @param option the option, as {@code --skip}
     * @param value the value, as {@code batch_stats.('kernel', 'u')}
     * @return the words, as {@code --skip 'batch_stats.('\''kernel'\'', '\''u'\'')'}
     */
    public static String of(String option, String value) {
        return option + " '" + value.replace("'", "'\\''") + "'";
    }
}
