package org.dovetail.bridge.format.pickle;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Values that are spelled out as text, as protocol 0 has them. */
final class Literals {
    private static final int MAX_DIGITS = 400;
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1," + MAX_DIGITS + "}L?");
    private static final Pattern REAL = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private Literals() {}

    /** {@code 12}, {@code -3L}; {@code 00} and {@code 01} are truth values. */
    static PyValue integer(String line) throws PickleException {
        if (line.equals("00")) {
            return PyValue.Constant.FALSE;
        }
        if (line.equals("01")) {
            return PyValue.Constant.TRUE;
        }
        if (!INTEGER.matcher(line).matches()) {
            throw damaged("an integer");
        }
        return integer(new BigInteger(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
    }

    static PyValue integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? new PyValue.Int(value.longValue()) : new PyValue.BigInt(value);
    }

    static PyValue real(String line) throws PickleException {
        return new PyValue.Real(switch (line) {
            case "nan", "-nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (line.length() > MAX_DIGITS || !REAL.matcher(line).matches()) {
                    throw damaged("a float");
                }
                yield Double.parseDouble(line);
            }
        });
    }

    /** A {@code str} of Python 2 in quotes, which is bytes. */
    static PyText string(String line) throws PickleException {
        String text = line.strip();
        int last = text.length() - 1;
        boolean quoted = last > 0 && (text.charAt(0) == '\'' || text.charAt(0) == '"')
                && text.charAt(last) == text.charAt(0);
        if (!quoted) {
            throw damaged("a string");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(last);
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            if (++i == last) {
                throw damaged("a string");
            }
            switch (text.charAt(i)) {
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case 't' -> bytes.write('\t');
                case '\\', '\'', '"' -> bytes.write(text.charAt(i));
                case 'x' -> {
                    bytes.write(hexadecimal(text, i + 1, 2, last));
                    i += 2;
                }
                default -> throw damaged("a string");
            }
        }
        return new PyText(MemorySegment.ofArray(bytes.toByteArray()).asReadOnly(), true);
    }

    /** A text whose backslashes, line breaks and characters beyond Latin-1 are escaped. */
    static PyText unicode(String line) throws PickleException {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            char kind = c == '\\' && i + 1 < line.length() ? line.charAt(i + 1) : ' ';
            if (kind != 'u' && kind != 'U') {
                text.append(c);
                continue;
            }
            int digits = kind == 'u' ? 4 : 8;
            int character = hexadecimal(line, i + 2, digits, line.length());
            if (!Character.isValidCodePoint(character)) {
                throw damaged("a text");
            }
            text.appendCodePoint(character);
            i += 1 + digits;
        }
        byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
        return new PyText(MemorySegment.ofArray(utf8).asReadOnly(), false);
    }

    private static int hexadecimal(String text, int from, int digits, int end) throws PickleException {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < end ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw damaged("a text");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static PickleException damaged(String what) {
        return new PickleException("the pickle is damaged: " + what + " is misspelled");
    }
}
