package org.dovetail.nnx.internal;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of one class of modules or Variables, found once: by name, those of superclasses included.
 *
 * @param type the class
 * @param attributes the fields that are not static, sorted by name
 */
public record ModuleLayout(Class<?> type, List<Attribute> attributes) {
    /**
     * The layout of a class.
     *
     * @param type the class
     * @param root the class above which fields are not counted
     * @throws IllegalStateException if two fields have one name, or one cannot be read
     */
    public static ModuleLayout of(Class<?> type, Class<?> root) {
        Map<String, Attribute> named = new TreeMap<>();
        List<Attribute> captured = new ArrayList<>();
        for (Class<?> c = type; c != root; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                Attribute attribute = Attribute.of(field);
                if (attribute.isCaptured()) {
                    captured.add(attribute);
                } else if (named.put(attribute.name(), attribute) != null) {
                    throw new IllegalStateException(type.getName() + " has two fields named '" + attribute.name()
                            + "', one of them inherited; rename one, since the name is the path in State");
                }
            }
        }
        List<Attribute> all = new ArrayList<>(named.values());
        captured.sort(Comparator.comparing(Attribute::name));
        all.addAll(captured);
        return new ModuleLayout(type, List.copyOf(all));
    }

    @Override
    public boolean equals(Object other) { return this == other; }

    @Override
    public int hashCode() { return type.hashCode(); }

    @Override
    public String toString() { return type.getSimpleName(); }
}
