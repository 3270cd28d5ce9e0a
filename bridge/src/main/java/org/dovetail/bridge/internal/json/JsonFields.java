package org.dovetail.bridge.internal.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of an object that is read strictly: each is asked for by name, and {@link #end} refuses those that nobody asked for. */
public final class JsonFields {
    /**
     * Makes something from a value.
     *
     * @param <T> what is made
     */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Reads a value.
         *
         * @param at where it stands
         * @param value the value
         * @return what it says
         * @throws JsonException if it is not of the form that is expected
         */
        T read(String at, Json value) throws JsonException;
    }

    private final String at;
    private final Json.Obj object;
    private final Set<String> asked = new HashSet<>();

    private JsonFields(String at, Json.Obj object) {
        this.at = at;
        this.object = object;
    }

    /**
     * The fields of a value that should be an object.
     *
     * @param at where it stands
     * @param value the value
     * @return its fields
     * @throws JsonException if it is none
     */
    public static JsonFields of(String at, Json value) throws JsonException {
        if (value instanceof Json.Obj object) {
            return new JsonFields(at, object);
        }
        throw new JsonException(at, "should be an object");
    }

    /**
     * Where a field stands.
     *
     * @param name its name
     * @return the place, for messages
     */
    public String at(String name) { return at.isEmpty() ? name : at + "." + name; }

    /**
     * A field that may be missing.
     *
     * @param name its name
     * @return its value, or empty
     */
    public Optional<Json> find(String name) {
        asked.add(name);
        return Optional.ofNullable(object.fields().get(name));
    }

    /**
     * A field.
     *
     * @param name its name
     * @return its value
     * @throws JsonException if it is missing
     */
    public Json get(String name) throws JsonException {
        Json value = find(name).orElse(null);
        if (value == null) {
            throw new JsonException(at, "has no \"" + name + "\"");
        }
        return value;
    }

    /**
     * A field that should be an object.
     *
     * @param name its name
     * @return its fields
     * @throws JsonException if it is missing, or no object
     */
    public JsonFields object(String name) throws JsonException { return of(at(name), get(name)); }

    /**
     * A field that should be a text.
     *
     * @param name its name
     * @return the text
     * @throws JsonException if it is missing, or no text
     */
    public String text(String name) throws JsonException { return text(at(name), get(name)); }

    /**
     * A value that should be a text.
     *
     * @param at where it stands
     * @param value the value
     * @return the text
     * @throws JsonException if it is none
     */
    public static String text(String at, Json value) throws JsonException {
        if (value instanceof Json.Text(String text)) {
            return text;
        }
        throw new JsonException(at, "should be a text");
    }

    /**
     * A value that should be an integer that is not negative.
     *
     * @param at where it stands
     * @param value the value
     * @return the integer
     * @throws JsonException if it is none, or does not fit into 31 bits
     */
    public static int index(String at, Json value) throws JsonException {
        if (value instanceof Json.Num(Long number) && number >= 0 && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new JsonException(at, "should be an integer from 0 to 2^31-1");
    }

    /**
     * A field that should be a list.
     *
     * @param name its name
     * @param each reads an item
     * @param <T> what an item says
     * @return what the items say
     * @throws JsonException if it is missing, or no list
     */
    public <T> List<T> list(String name, Reader<T> each) throws JsonException {
        return list(at(name), get(name), each);
    }

    /**
     * A field that should be a list, if it is there.
     *
     * @param name its name
     * @param each reads an item
     * @param <T> what an item says
     * @return what the items say; nothing when the field is missing
     * @throws JsonException if it is no list
     */
    public <T> List<T> listIfPresent(String name, Reader<T> each) throws JsonException {
        Json value = find(name).orElse(null);
        return value == null ? List.of() : list(at(name), value, each);
    }

    /**
     * A value that should be a list.
     *
     * @param at where it stands
     * @param value the value
     * @param each reads an item
     * @param <T> what an item says
     * @return what the items say
     * @throws JsonException if it is none
     */
    public static <T> List<T> list(String at, @Nullable Json value, Reader<T> each) throws JsonException {
        if (!(value instanceof Json.Arr(List<Json> items))) {
            throw new JsonException(at, "should be a list");
        }
        List<T> all = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            all.add(each.read(at + "[" + i + "]", items.get(i)));
        }
        return all;
    }

    /**
     * Refuses fields that nobody asked for.
     *
     * @throws JsonException if there is one
     */
    public void end() throws JsonException {
        for (String name : object.fields().keySet()) {
            if (!asked.contains(name)) {
                throw new JsonException(at, "the key \"" + name + "\" is not known here");
            }
        }
    }

    /**
     * The names of all fields.
     *
     * @return the names, in order
     */
    public Set<String> names() { return object.fields().keySet(); }

    /**
     * An error about this object.
     *
     * @param problem what is wrong, in one line
     * @return the exception to throw
     */
    public JsonException error(String problem) { return new JsonException(at, problem); }
}
