package org.dovetail.bridge.internal.json;

import java.util.Map;
import org.dovetail.bridge.internal.text.OneLine;

/** Prints JSON for people: what fits into a line stands in a line. */
public final class JsonPrinter {
    private static final int WIDTH = 120;
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private JsonPrinter() {}

    /**
     * A document over several lines, with a line end.
     *
     * @param value the value
     * @return the text
     */
    public static String print(Json value) {
        JsonPrinter printer = new JsonPrinter();
        printer.broken(value, "");
        return printer.out.append('\n').toString();
    }

    /**
     * The value on one line, without blanks.
     *
     * @param value the value
     * @return the text
     */
    public static String compact(Json value) {
        JsonPrinter printer = new JsonPrinter();
        printer.line(value, "", Integer.MAX_VALUE);
        return printer.out.toString();
    }

    /** Prints over several lines unless that is impossible or needless. */
    private void broken(Json value, String indent) {
        switch (value) {
            case Json.Obj(var fields) when !fields.isEmpty() -> {
                String separator = "{\n";
                for (Map.Entry<String, Json> field : fields.entrySet()) {
                    out.append(separator).append(indent).append(INDENT);
                    quote(field.getKey());
                    out.append(": ");
                    fitted(field.getValue(), indent + INDENT, field.getKey().length() + 4);
                    separator = ",\n";
                }
                out.append('\n').append(indent).append('}');
            }
            case Json.Arr(var items) when !items.isEmpty() -> {
                String separator = "[\n";
                for (Json item : items) {
                    out.append(separator).append(indent).append(INDENT);
                    fitted(item, indent + INDENT, 0);
                    separator = ",\n";
                }
                out.append('\n').append(indent).append(']');
            }
            case Json.Obj _,Json.Arr _,Json.Text _,Json.Num _,Json.Bool _,Json.Null _ -> line(value, " ",
                    Integer.MAX_VALUE);
        }
    }

    private void fitted(Json value, String indent, int before) {
        int start = out.length();
        if (!line(value, " ", WIDTH - indent.length() - before - 1)) {
            out.setLength(start);
            broken(value, indent);
        }
    }

    /** Prints on one line; gives up, returning false, once more than {@code room} characters are needed. */
    private boolean line(Json value, String blank, int room) {
        long limit = (long) out.length() + room;
        switch (value) {
            case Json.Obj(var fields) -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<String, Json> field : fields.entrySet()) {
                    out.append(separator);
                    quote(field.getKey());
                    out.append(':').append(blank);
                    if (!line(field.getValue(), blank, rest(limit))) {
                        return false;
                    }
                    separator = "," + blank;
                }
                out.append('}');
            }
            case Json.Arr(var items) -> {
                out.append('[');
                String separator = "";
                for (Json item : items) {
                    out.append(separator);
                    if (!line(item, blank, rest(limit))) {
                        return false;
                    }
                    separator = "," + blank;
                }
                out.append(']');
            }
            case Json.Text(String text) -> quote(text);
            case Json.Num(Number number) -> out.append(number);
            case Json.Bool(boolean truth) -> out.append(truth);
            case Json.Null _ -> out.append("null");
        }
        return out.length() <= limit;
    }

    private int rest(long limit) { return (int) Math.min(Integer.MAX_VALUE, limit - out.length()); }

    /** A text in quotes; what would steer a terminal, and half of a surrogate pair, which UTF-8 cannot hold, is escaped. */
    private void quote(String text) {
        out.append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (OneLine.isPlain(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(OneLine.spelled(c));
                    }
                }
            }
        });
        out.append('"');
    }
}
