package org.dovetail.haiku;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a Haiku module within its scope, split as Haiku splits it to make names unique: {@code linear_1} is the second {@code linear}.
 *
 * @param base the name without its number
 * @param number the number written behind it; -1 where there is none
 */
public record ModuleName(String base, int number) {
    private static final Pattern NUMBERED = Pattern.compile("(.*)_(0|[1-9][0-9]{0,8})", Pattern.DOTALL);
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])[A-Z]|(?<!^)[A-Z](?=[a-z])");

    /**
     * Splits a name.
     *
     * @param name one component of a module path
     * @return its base and number; {@code a_01} and {@code a_1_} have none
     */
    public static ModuleName of(String name) {
        Matcher matcher = NUMBERED.matcher(name);
        return matcher.matches()
                ? new ModuleName(matcher.group(1), Integer.parseInt(matcher.group(2)))
                : new ModuleName(name, -1);
    }

    /**
     * The name that Haiku derives from a class, as {@code haiku._src.utils.camel_to_snake}.
     *
     * @param className the simple name of the class
     * @return the name, as {@code conv2_d} for {@code Conv2D}
     */
    public static String snakeCase(String className) {
        return WORD_START.matcher(className).replaceAll("_$0").toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a number is written behind the base.
     *
     * @return true for {@code linear_1}, false for {@code linear}
     */
    public boolean isNumbered() { return number >= 0; }

    @Override
    public String toString() { return isNumbered() ? base + "_" + number : base; }
}
