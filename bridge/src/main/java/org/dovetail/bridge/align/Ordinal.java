package org.dovetail.bridge.align;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that differs from its siblings only in an ordinal: {@code conv_0}, {@code conv1}, {@code conv_a}, {@code first}.
 *
 * @param stem the name with {@code #} in the ordinal's place, so that siblings have equal stems
 * @param value the ordinal
 */
record Ordinal(String stem, int value) {
    private static final Pattern DIGITS = Pattern.compile("(.*?)(0|[1-9][0-9]{0,8})");
    private static final Pattern LETTER = Pattern.compile("(.+_)([a-z])");
    private static final List<String> WORDS = List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh",
            "eighth", "ninth", "tenth");

    static Optional<Ordinal> of(String name) {
        Matcher digits = DIGITS.matcher(name);
        if (digits.matches() && !digits.group(1).isEmpty()) {
            return Optional.of(new Ordinal(digits.group(1) + "#", Integer.parseInt(digits.group(2))));
        }
        Matcher letter = LETTER.matcher(name);
        if (letter.matches()) {
            return Optional.of(new Ordinal(letter.group(1) + "#letter", letter.group(2).charAt(0) - 'a'));
        }
        for (int i = 0; i < WORDS.size(); i++) {
            String word = WORDS.get(i);
            if (name.equals(word)) {
                return Optional.of(new Ordinal("#word", i));
            }
            if (name.startsWith(word + "_")) {
                return Optional.of(new Ordinal("#word" + name.substring(word.length()), i));
            }
            if (name.endsWith("_" + word)) {
                return Optional.of(new Ordinal(name.substring(0, name.length() - word.length()) + "#word", i));
            }
        }
        return Optional.empty();
    }
}
