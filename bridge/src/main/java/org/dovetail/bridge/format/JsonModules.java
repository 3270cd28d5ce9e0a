package org.dovetail.bridge.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the modules of a structure: a list of objects with {@code path}, {@code class} and {@code settings}, in the order of definition. */
record JsonModules(Place place, JsonParser parser) {
    /** The modules; the parser stands at the first token of the list, and ends at its last. */
    List<DescribedModule> read() throws CheckpointException {
        expect(JsonToken.START_ARRAY, place, "modules should be a list");
        List<DescribedModule> modules = new ArrayList<>();
        Set<List<String>> paths = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Place at = place.in("modules[" + modules.size() + "]");
            DescribedModule module = module(at);
            if (!paths.add(module.path())) {
                throw at.error("stands at the path of another module");
            }
            modules.add(module);
        }
        return List.copyOf(modules);
    }

    private DescribedModule module(Place at) throws CheckpointException {
        expect(JsonToken.START_OBJECT, at, "should be an object with path, class and settings");
        List<String> path = null;
        String type = null;
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "path" -> path = path(at);
                case "class" -> type = text(at, key);
                case "settings" -> settings(at, settings);
                default -> throw at.error("the key " + Place.quoted(key)
                        + " is not known beside path, class and settings");
            }
        }
        if (path == null || type == null) {
            throw at.error("should have a path and a class");
        }
        return new DescribedModule(path, type, settings);
    }

    /** Components joined by slashes, or a list of them. */
    private List<String> path(Place at) throws CheckpointException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            String joined = parser.getString();
            return joined.isEmpty() ? List.of() : Arrays.asList(joined.split("/", -1));
        }
        expect(JsonToken.START_ARRAY, at, "path should be a text, or a list of texts");
        List<String> components = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            components.add(text(at, "path"));
        }
        return components;
    }

    private void settings(Place at, SequencedMap<String, String> settings) throws CheckpointException {
        expect(JsonToken.START_OBJECT, at, "settings should be an object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            settings.put(name, value(at, parser.nextToken()));
        }
    }

    /** A setting as Python prints it. */
    private String value(Place at, JsonToken token) throws CheckpointException {
        return switch (token) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getString();
            case VALUE_TRUE -> "True";
            case VALUE_FALSE -> "False";
            case VALUE_NULL -> "None";
            case START_ARRAY -> {
                List<String> items = new ArrayList<>();
                for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    items.add(value(at, item));
                }
                yield "(" + String.join(", ", items) + (items.size() == 1 ? ",)" : ")");
            }
            case START_OBJECT, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw at.error("a setting should be a text, a number, true, false, null, or a list of those");
        };
    }

    private String text(Place at, String what) throws CheckpointException {
        expect(JsonToken.VALUE_STRING, at, what + " should be a text");
        return parser.getString();
    }

    private void expect(JsonToken token, Place at, String otherwise) throws CheckpointException {
        if (parser.currentToken() != token) {
            throw at.error(otherwise);
        }
    }
}
