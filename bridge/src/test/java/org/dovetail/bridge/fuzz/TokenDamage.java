package org.dovetail.bridge.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damage to text that knows its tokens: one is replaced, dropped, said twice, moved or wrapped. */
record TokenDamage(List<String> vocabulary) implements Damage {
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|'[^']*'|-?[0-9][0-9.eE+-]*|\\w+|[^\\s]");
    private static final int DEEPEST = 400;

    /** What JSON documents are made of, and what readers of them fear. */
    static final TokenDamage JSON = new TokenDamage(List.of("null", "true", "{}", "[]", "{", "}", "[", "]", ",", ":",
            "0", "-0", "-1", "1", "0.5", "1e400", "1e-400", "-1e5", "2147483647", "2147483648", "4294967296",
            "9223372036854775807", "9223372036854775808", "[0,0]", "[-1]", "[2147483647,2147483647]",
            "[65536,65536,65536,65536]", "\"\"", "\"..\"", "\"../../x\"", "\"/absolute\"", "\"a\\u0000b\"",
            "\"a\\nb\"", "\"a\\r\\u001b[2Jb\"", "\"\\ud800\"", "\"\\u202e\"", "\"é\"", "\"nan\"", "\"inf\"",
            "\"float32\"", "\"bfloat16\"", "\"int4\"", "\"F32\"", "\"BF16\"", "\"F8_E4M3\"", "\"F4\"", "\"dtype\"",
            "\"shape\"", "\"data_offsets\"", "\"__metadata__\"", "\"format\"", "\"entries\"", "\"named\"",
            "\"integers\"", "\"list\"", "\"tuple\"", "\"text\"", "\"float\"", "\"variable\"", "\"f32[2,3]\"",
            "\"f32[99999999999]\"", "\"haiku\"", "\"nnx\"", "\"dotted\"", "\"two-level\"", "\"params\"",
            "\"transpose\"", "\"AAAA\"", "\"====\"", "\"../x.safetensors\"",
            "\"\\ud800.safetensors\"", "\"model-00002-of-00002.safetensors\"", "\"C\"", "\"F\"", "\"/\"", "\"zstd\"",
            "\"blosc\"", "\"gzip\"", "\"crc32c\"", "\"sharding_indexed\"", "\"<f4\"", "\"|V2\"", "\"NaN\""));

    /** What the header of an npy is made of. */
    static final TokenDamage PYTHON = new TokenDamage(List.of("'descr'", "'fortran_order'", "'shape'", "'<f4'", "'>f4'",
            "'>c16'", "'|O'", "'|V2'", "'|V1'", "'<V0'", "'<f1'", "'<f16'", "'|S0'", "'|S9'", "'<U0'", "'>U3'",
            "'<U999999999'", "'|S999999999'", "'<M8[ns]'", "[('a', '<f4')]", "[]", "True", "False", "None", "()",
            "(,)", "(0,)", "(2)", "(2,)", "(-1,)", "(0, 9223372036854775807)", "(9223372036854775807, 2)",
            "(2147483648,)", "(4294967296, 4294967296)", "(3L,)", "((1,),)", "{", "}", "(", ")", ",", ":", "'",
            "1" + "0".repeat(40), "00", "-0", "'\\n'", "'\\'"));

    @Override
    public byte[] apply(byte[] bytes, Dice dice) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<MatchResult> tokens = TOKEN.matcher(text).results().toList();
        if (tokens.isEmpty()) {
            return bytes;
        }
        MatchResult token = dice.pick(tokens);
        String other = dice.below(3) == 0 ? dice.pick(tokens).group() : dice.pick(vocabulary);
        int depth = dice.length(DEEPEST);
        String replaced = switch (dice.below(10)) {
            case 0 -> "";
            case 1 -> token.group() + token.group();
            case 2 -> token.group() + other;
            case 3 -> number(token.group(), dice);
            case 4 -> dice.below(8) > 0 ? other : "[".repeat(depth) + token.group() + "]".repeat(depth);
            default -> other;
        };
        return (text.substring(0, token.start()) + replaced + text.substring(token.end()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String number(String token, Dice dice) {
        boolean number = token.length() < 18 && token.chars().allMatch(c -> c >= '0' && c <= '9');
        return String.valueOf(dice.telling(number ? Long.parseLong(token) : 0));
    }
}
