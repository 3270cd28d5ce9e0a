package org.dovetail.bridge.format;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A value as Python spells it in source: what the header of an npy consists of. */
sealed interface PythonLiteral {
    record Text(String value) implements PythonLiteral {}

    record Int(long value) implements PythonLiteral {}

    record Bool(boolean value) implements PythonLiteral {}

    record Tuple(List<PythonLiteral> items) implements PythonLiteral {}

    record Sequence(List<PythonLiteral> items) implements PythonLiteral {}

    record Dict(SequencedMap<String, PythonLiteral> items) implements PythonLiteral {}

    /** Text that is no literal of these kinds. */
    final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String problem) { super(problem); }
    }

    /** Reads a text that holds one literal and blanks around it. */
    static PythonLiteral parse(String text) throws Malformed {
        Parser parser = new Parser(text);
        PythonLiteral value = parser.value(0);
        parser.blanks();
        if (parser.position < text.length()) {
            throw parser.unexpected("the end");
        }
        return value;
    }

    /** A recursive descent whose depth is bounded. */
    final class Parser {
        private static final int MAX_DEPTH = 16;
        private static final int MAX_DIGITS = 19;

        private final String text;
        private int position;

        private Parser(String text) { this.text = text; }

        private PythonLiteral value(int depth) throws Malformed {
            if (depth > MAX_DEPTH) {
                throw new Malformed("nested deeper than " + MAX_DEPTH);
            }
            blanks();
            char c = peek();
            return switch (c) {
                case '\'', '"' -> new Text(string());
                case '{' -> dict(depth);
                case '(' -> tuple(depth);
                case '[' -> {
                    position++;
                    yield new Sequence(items(']', depth, new boolean[1]));
                }
                case 'T' -> word("True", new Bool(true));
                case 'F' -> word("False", new Bool(false));
                default -> number();
            };
        }

        private PythonLiteral dict(int depth) throws Malformed {
            position++;
            SequencedMap<String, PythonLiteral> items = new LinkedHashMap<>();
            for (blanks(); peek() != '}'; blanks()) {
                if (peek() != '\'' && peek() != '"') {
                    throw unexpected("a key in quotes");
                }
                String key = string();
                blanks();
                if (peek() != ':') {
                    throw unexpected("a colon");
                }
                position++;
                if (items.put(key, value(depth + 1)) != null) {
                    throw new Malformed("the key " + Place.quoted(key) + " stands there twice");
                }
                blanks();
                if (!comma('}')) {
                    break;
                }
            }
            position++;
            return new Dict(items);
        }

        /** A tuple; one value in parentheses without a comma is that value. */
        private PythonLiteral tuple(int depth) throws Malformed {
            position++;
            boolean[] commas = new boolean[1];
            List<PythonLiteral> items = items(')', depth, commas);
            return items.size() == 1 && !commas[0] ? items.getFirst() : new Tuple(items);
        }

        private List<PythonLiteral> items(char close, int depth, boolean[] commas) throws Malformed {
            List<PythonLiteral> items = new ArrayList<>();
            for (blanks(); peek() != close; blanks()) {
                items.add(value(depth + 1));
                blanks();
                if (!comma(close)) {
                    break;
                }
                commas[0] = true;
            }
            position++;
            return items;
        }

        /** Passes a comma; or stops before the closing bracket. */
        private boolean comma(char close) throws Malformed {
            if (peek() == ',') {
                position++;
                return true;
            }
            if (peek() != close) {
                throw unexpected("a comma or " + close);
            }
            return false;
        }

        private String string() throws Malformed {
            char quote = text.charAt(position++);
            StringBuilder value = new StringBuilder();
            for (char c = peek(); c != quote; c = peek()) {
                if (c == '\n' || c == '\r') {
                    throw unexpected("a closing quote");
                }
                position++;
                if (c == '\\') {
                    c = peek();
                    if (c != '\\' && c != '\'' && c != '"') {
                        throw unexpected("an escaped quote or backslash");
                    }
                    position++;
                }
                value.append(c);
            }
            position++;
            return value.toString();
        }

        private PythonLiteral number() throws Malformed {
            int start = position;
            if (peek() == '-') {
                position++;
            }
            int digits = position;
            while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
                position++;
            }
            int length = position - digits;
            boolean zeros = length > 1 && text.charAt(digits) == '0';
            if (length == 0 || zeros) {
                throw unexpected("a value");
            }
            if (length > MAX_DIGITS) {
                throw new Malformed("a number of " + length + " digits");
            }
            BigInteger value = new BigInteger(text.substring(start, position));
            if (value.bitLength() >= Long.SIZE) {
                throw new Malformed("the number " + value + " is beyond 2^63");
            }
            if (position < text.length() && text.charAt(position) == 'L') {
                position++;
            }
            return new Int(value.longValue());
        }

        private PythonLiteral word(String word, PythonLiteral value) throws Malformed {
            if (!text.startsWith(word, position)) {
                throw unexpected("a value");
            }
            position += word.length();
            return value;
        }

        private void blanks() {
            while (position < text.length() && " \t\r\n\f".indexOf(text.charAt(position)) >= 0) {
                position++;
            }
        }

        private char peek() throws Malformed {
            if (position >= text.length()) {
                throw new Malformed("it ends too early");
            }
            return text.charAt(position);
        }

        private Malformed unexpected(String expected) {
            int end = Math.min(text.length(), position + 10);
            return new Malformed("at character " + position + " is "
                    + (position < text.length() ? Place.quoted(text.substring(position, end)) : "the end")
                    + ", expected " + expected);
        }
    }
}
