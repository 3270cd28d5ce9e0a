package org.dovetail.bridge.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How a file's keys spell {@link EntryPath}s. */
public enum KeyScheme {
    /** {@code scope/scope//name}: AlphaFold's keys. */
    DOUBLE_SLASH("module//name"),
    /** {@code scope/scope/name}. */
    SLASH("module/name"),
    /** {@code collection:scope/scope:name}: GraphCast's keys. */
    COLON("module:name"),
    /** {@code scope.scope.name}. */
    DOTTED("dotted"),
    /** A dict of modules, {@code {"scope/scope": {"name": …}}}: Haiku's own. */
    TWO_LEVEL("two-level"),
    /** A dict for each scope: NNX's pure dicts. */
    NESTED("nested");

    private final String label;

    KeyScheme(String label) { this.label = label; }

    /**
     * The name that {@code --scheme} takes and messages print.
     *
     * @return the name
     */
    public String label() { return label; }

    /**
     * Whether the scheme needs a container with branches.
     *
     * @return false for schemes that spell a path as one key
     */
    public boolean nests() { return this == TWO_LEVEL || this == NESTED; }

    /**
     * The scheme of a name that {@code --scheme} takes.
     *
     * @param label the name
     * @return the scheme, or empty
     */
    public static Optional<KeyScheme> labelled(String label) {
        return Arrays.stream(values()).filter(scheme -> scheme.label.equals(label)).findFirst();
    }

    /**
     * The scheme that flat keys are written in.
     *
     * @param keys the keys of a flat container
     * @return the first scheme whose separator occurs in one of them; {@link #DOTTED} when none does
     */
    public static KeyScheme of(Collection<String> keys) {
        if (keys.stream().anyMatch(key -> key.contains("//"))) {
            return DOUBLE_SLASH;
        }
        if (keys.stream().anyMatch(key -> key.contains(":"))) {
            return COLON;
        }
        return keys.stream().anyMatch(key -> key.contains("/")) ? SLASH : DOTTED;
    }

    /**
     * The components of a key: all but the last are the scope.
     *
     * @param key a key of a flat container
     * @return the components, at least one
     */
    List<String> split(String key) {
        return switch (this) {
            case DOUBLE_SLASH -> {
                int cut = key.lastIndexOf("//");
                if (cut < 0) {
                    yield List.of(key);
                }
                List<String> components = new ArrayList<>(Arrays.asList(key.substring(0, cut).split("/", -1)));
                components.add(key.substring(cut + 2));
                yield components;
            }
            case SLASH -> Arrays.asList(key.split("/", -1));
            case COLON -> Arrays.asList(key.split("[:/]", -1));
            case DOTTED -> Arrays.asList(key.split("\\.", -1));
            case TWO_LEVEL, NESTED -> throw new IllegalStateException(label + " has no flat keys");
        };
    }

    /**
     * The keys under which a path is written, from the outside in; one for the schemes that do not nest.
     *
     * @param path the path
     * @return the keys
     * @throws IllegalArgumentException if a component contains the scheme's separator, so that the key would be read back as another path
     */
    public List<String> keys(EntryPath path) {
        List<String> scope = new ArrayList<>();
        if (!path.collection().isEmpty()) {
            scope.add(path.collection());
        }
        if (nests()) {
            if (this == NESTED) {
                scope.addAll(path.scope());
            } else if (!path.scope().isEmpty()) {
                scope.add(String.join("/", path.scope()));
            }
            scope.add(path.name());
            return scope;
        }
        String separator = this == DOTTED ? "." : "/";
        for (String component : path.components()) {
            refuse(path, component, separator);
            if (this == COLON) {
                refuse(path, component, ":");
            }
        }
        if (this == COLON && !path.scope().isEmpty()) {
            scope.add(String.join(separator, path.scope()));
        } else {
            scope.addAll(path.scope());
        }
        String module = String.join(this == COLON ? ":" : separator, scope);
        String last = switch (this) {
            case DOUBLE_SLASH -> "//";
            case COLON -> ":";
            case SLASH, DOTTED, TWO_LEVEL, NESTED -> separator;
        };
        return List.of(scope.isEmpty() ? path.name() : module + last + path.name());
    }

    private void refuse(EntryPath path, String component, String separator) {
        if (component.contains(separator)) {
            throw new IllegalArgumentException("'" + component + "' in " + path + " contains '" + separator
                    + "', which the key scheme " + label + " splits at; choose another with --scheme");
        }
    }

    @Override
    public String toString() { return label; }
}
