package org.dovetail.bridge.align;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many heads an attention has, which Haiku's arrays do not tell: the short form of {@code --kind 'attend=MultiHeadAttention(8)'}.
 *
 * @param path the attention's path on either side
 * @param count the number of heads
 */
public record Heads(String path, int count) {
    private static final Pattern TYPED = Pattern.compile("(.*\\S)\\s*=\\s*([1-9][0-9]{0,5})\\s*", Pattern.DOTALL);

    /**
     * Heads as they are typed.
     *
     * @param line {@code PATH=HEADS}, as {@code encoder/attend=8}
     * @return the heads
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Heads parse(String line) {
        Matcher typed = TYPED.matcher(line);
        if (!typed.matches()) {
            throw new IllegalArgumentException("--heads '" + line
                    + "': expected PATH=HEADS with a number of heads from 1, as in --heads 'encoder/attend=8'");
        }
        return new Heads(typed.group(1).strip(), Integer.parseInt(typed.group(2)));
    }

    /**
     * The line that tells the kind.
     *
     * @return as {@code encoder/attend=MultiHeadAttention(8)}
     */
    public String kindLine() { return path + "=MultiHeadAttention(" + count + ")"; }
}
