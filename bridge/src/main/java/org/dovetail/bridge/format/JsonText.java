package org.dovetail.bridge.format;

import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.dovetail.bridge.internal.json.StrictJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** JSON as files hold it: strictly UTF-8, without duplicate keys, of bounded depth. */
final class JsonText {
    /** Deeper than any network, and shallow enough for a recursive descent. */
    static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY = StrictJson
            .factory(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH));

    private JsonText() {}

    static JsonParser parser(MemorySegment bytes) {
        return FACTORY.createParser(ObjectReadContext.empty(),
                new InputStreamReader(new SegmentStream(bytes), StandardCharsets.UTF_8.newDecoder()));
    }

    /** What is wrong and where, on one line whatever the file holds. */
    static String problem(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String quoted = Place.quoted(String.valueOf(e.getOriginalMessage()));
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return quoted.substring(1, quoted.length() - 1) + place;
    }

    /** A string in quotes, escaped as Rust's serde_json does. */
    static String quote(Place place, String text) throws CheckpointException {
        Claims.checkUtf8(place, text);
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c < ' ' ? String.format("\\u%04x", (int) c) : c);
            }
        }
        return quoted.append('"').toString();
    }
}
