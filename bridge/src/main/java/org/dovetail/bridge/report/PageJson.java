package org.dovetail.bridge.report;

import java.io.Writer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.internal.text.OneLine;
import org.dovetail.bridge.plan.Basis;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the data of a page as JSON that can stand in HTML: {@code <}, {@code >} and {@code &} are escaped, as is everything beyond ASCII, so no name can end the block it stands in. What would
 * turn or hide the text around it stands there by its digits, as in messages.
 */
final class PageJson {
    private static final int ASCII = 127;
    private static final String OPEN = "open";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .characterEscapes(new HtmlEscapes()).highestNonEscapedChar(ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator json;
    private final Page page;
    private final Map<EntryPath, Integer> left;
    private final Map<EntryPath, Integer> right;

    private PageJson(JsonGenerator json, Page page) {
        this.json = json;
        this.page = page;
        this.left = indices(page.left());
        this.right = indices(page.right());
    }

    /** Writes the data; the writer stays open. */
    static void write(Page page, Writer out) {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            new PageJson(json, page).document();
        }
    }

    private void document() {
        json.writeStartObject();
        json.writeStringProperty("outcome", OneLine.escaped(page.outcome()));
        json.writeStringProperty("tone", page.tone().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("arrow", page.lines().stream().anyMatch(line -> line.compared().isPresent())
                ? "\u2194"
                : "\u2192");
        json.writeArrayPropertyStart("bases");
        Stream.concat(Stream.of("differs", "equal"),
                Stream.concat(Arrays.stream(Basis.values()).map(Basis::label), Stream.of(OPEN)))
                .forEach(json::writeString);
        json.writeEndArray();
        tree("left", page.left());
        tree("right", page.right());
        json.writeArrayPropertyStart("lines");
        page.lines().forEach(this::line);
        page.open().forEach(this::candidate);
        json.writeEndArray();
        json.writeArrayPropertyStart("sections");
        page.sections().forEach(section -> {
            json.writeStartObject();
            json.writeStringProperty("title", section.title());
            json.writeArrayPropertyStart("lines");
            section.lines().forEach(line -> json.writeString(OneLine.escaped(line)));
            json.writeEndArray();
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }

    private static Map<EntryPath, Integer> indices(NamedTree tree) {
        Map<EntryPath, Integer> indices = new HashMap<>();
        tree.entries().forEach(entry -> indices.put(entry.path(), indices.size()));
        return indices;
    }

    private void tree(String side, NamedTree tree) {
        json.writeObjectPropertyStart(side);
        json.writeStringProperty("name", OneLine.escaped(tree.name()));
        json.writeStringProperty("style", tree.style().toString());
        json.writeArrayPropertyStart("entries");
        for (Entry entry : tree.entries()) {
            json.writeStartObject();
            json.writeArrayPropertyStart("path");
            entry.path().components().forEach(part -> json.writeString(OneLine.escaped(part)));
            json.writeEndArray();
            if (!entry.path().collection().isEmpty()) {
                json.writeStringProperty("in", OneLine.escaped(entry.path().collection()));
            }
            json.writeStringProperty("spec", entry.spec().toString());
            Optional.ofNullable(tree.remarks().get(entry.path()))
                    .ifPresent(remark -> json.writeStringProperty("remark", OneLine.escaped(remark)));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void line(Page.Line line) {
        json.writeStartObject();
        places("from", line.from(), left);
        places("to", line.to(), right);
        json.writeStringProperty("kind", line.match().kind());
        json.writeStringProperty("rests", line.match().basis().label());
        json.writeStringProperty("how", PlanText.ops(line.match().ops()));
        line.compared().ifPresent(this::compared);
        json.writeEndObject();
    }

    private void candidate(Candidate candidate) {
        json.writeStartObject();
        places("from", List.of(candidate.from()), left);
        places("to", List.of(candidate.to()), right);
        json.writeStringProperty("kind", "");
        json.writeStringProperty("rests", OPEN);
        json.writeStringProperty("how", candidate.line());
        json.writeEndObject();
    }

    private void places(String side, List<EntryPath> paths, Map<EntryPath, Integer> indices) {
        json.writeArrayPropertyStart(side);
        paths.stream().flatMap(path -> Stream.ofNullable(indices.get(path))).forEach(json::writeNumber);
        json.writeEndArray();
    }

    private void compared(Differences.Pair pair) {
        json.writeObjectPropertyStart("compared");
        json.writeBooleanProperty("equal", pair.isEqual());
        json.writeNumberProperty("level", Closeness.level(pair));
        json.writeStringProperty("short", inShort(pair));
        json.writeArrayPropertyStart("facts");
        if (!pair.specA().equals(pair.specB())) {
            fact("compared as", pair.specA() + " and " + pair.specB());
        }
        pair.difference().ifPresent(difference -> {
            fact("differing", DifferencesText.share(difference));
            fact("max abs", Amounts.measure(difference.maxAbs()));
            fact("max rel", Amounts.measure(difference.maxRel()));
            fact("max ULP", DifferencesText.ulp(difference));
            fact("cosine", DifferencesText.cosine(difference));
        });
        json.writeEndArray();
        pair.heat().ifPresent(heat -> {
            json.writeObjectPropertyStart("heat");
            json.writeNumberProperty("rows", heat.rows());
            json.writeNumberProperty("columns", heat.columns());
            json.writeStringProperty("levels", heat.levels());
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private void fact(String name, String value) {
        json.writeStartArray();
        json.writeString(name);
        json.writeString(value);
        json.writeEndArray();
    }

    private static String inShort(Differences.Pair pair) {
        if (pair.difference().isEmpty()) {
            return "another shape";
        }
        TensorDifference difference = pair.difference().get();
        if (difference.differing() == 0 && difference.maxAbs() == 0) {
            return "equal";
        }
        return difference.maxUlp() > 0
                ? DifferencesText.ulp(difference) + " ULP"
                : "\u00b1" + Amounts.measure(difference.maxAbs());
    }

    /** What HTML takes for markup becomes an escape of JSON. */
    private static final class HtmlEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        private final int[] codes = standardAsciiEscapesForJSON();

        private HtmlEscapes() {
            for (char c : new char[]{'<', '>', '&'}) {
                codes[c] = ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() { return codes.clone(); }

        @Override
        public SerializableString getEscapeSequence(int c) {
            throw new IllegalStateException("only standard escapes are asked for, not that of " + c);
        }
    }
}
