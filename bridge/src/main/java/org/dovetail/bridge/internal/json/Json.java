package org.dovetail.bridge.internal.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/** A JSON value. */
public sealed interface Json {
    /**
     * An object.
     *
     * @param fields the values by name, in order
     */
    record Obj(SequencedMap<String, Json> fields) implements Json {
        /** Copies the fields. */
        public Obj {
            fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
        }
    }

    /**
     * A list.
     *
     * @param items the values
     */
    record Arr(List<Json> items) implements Json {
        /** Copies the items. */
        public Arr {
            items = List.copyOf(items);
        }
    }

    /**
     * A text.
     *
     * @param value the text
     */
    record Text(String value) implements Json {}

    /**
     * A number.
     *
     * @param value a Long, a BigInteger beyond its range, or a finite Double
     */
    record Num(Number value) implements Json {}

    /**
     * A truth value.
     *
     * @param value the value
     */
    record Bool(boolean value) implements Json {}

    /** The null value. */
    record Null() implements Json {}

    /**
     * A text.
     *
     * @param value the text
     * @return the value
     */
    static Json of(String value) { return new Text(value); }

    /**
     * An integer.
     *
     * @param value the number
     * @return the value
     */
    static Json of(long value) { return new Num(value); }

    /**
     * A real number; JSON has no infinities and no NaN, so they become the texts {@code "inf"}, {@code "-inf"} and {@code "nan"}.
     *
     * @param value the number
     * @return the value
     */
    static Json of(double value) {
        if (Double.isNaN(value)) {
            return new Text("nan");
        }
        return Double.isInfinite(value) ? new Text(value > 0 ? "inf" : "-inf") : new Num(value);
    }

    /**
     * A truth value.
     *
     * @param value the value
     * @return the value
     */
    static Json of(boolean value) { return new Bool(value); }

    /**
     * A list.
     *
     * @param items what becomes the items
     * @param each makes an item
     * @param <T> the type of what becomes the items
     * @return the list
     */
    static <T> Json list(Iterable<? extends T> items, Function<T, Json> each) {
        List<Json> all = new java.util.ArrayList<>();
        items.forEach(item -> all.add(each.apply(item)));
        return new Arr(all);
    }

    /**
     * Begins an object.
     *
     * @return the builder
     */
    static Builder object() { return new Builder(); }

    /** Puts an object together. */
    final class Builder {
        private final SequencedMap<String, Json> fields = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a field.
         *
         * @param name its name
         * @param value its value
         * @return this
         */
        public Builder put(String name, Json value) {
            fields.put(name, value);
            return this;
        }

        /**
         * Adds a text.
         *
         * @param name its name
         * @param value its value
         * @return this
         */
        public Builder put(String name, String value) { return put(name, Json.of(value)); }

        /**
         * Adds an integer.
         *
         * @param name its name
         * @param value its value
         * @return this
         */
        public Builder put(String name, long value) { return put(name, Json.of(value)); }

        /**
         * The object.
         *
         * @return the object
         */
        public Obj build() { return new Obj(fields); }
    }
}
