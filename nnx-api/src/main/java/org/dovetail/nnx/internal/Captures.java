package org.dovetail.nnx.internal;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What lies within objects that are values to the front end: records, functions with what they captured, arrays and collections. */
public final class Captures {
    /** The fields of a class that may hold something; none for classes that are not looked into. */
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return type.isRecord() || isFunction(type) ? readable(type) : List.of();
        }
    };

    private Captures() {}

    private static boolean isFunction(Class<?> type) {
        return type.isHidden() || Arrays.stream(type.getInterfaces())
                .anyMatch(i -> i.isAnnotationPresent(FunctionalInterface.class));
    }

    private static List<Field> readable(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()
                    || PlainTypes.arePlain(field.getType())) {
                continue;
            }
            try {
                field.setAccessible(true);
                fields.add(field);
            } catch (InaccessibleObjectException _) {
                return List.of(); // a class of another named module: opaque
            }
        }
        return List.copyOf(fields);
    }

    /** What a function captured, or a record holds, directly. */
    public static List<Object> within(Object value) {
        return values(value, FIELDS.get(value.getClass()));
    }

    /** What any object's fields hold directly; of classes that cannot be read, nothing. */
    public static List<Object> fields(Object value) {
        return values(value, readable(value.getClass()));
    }

    private static List<Object> values(Object value, List<Field> fields) {
        List<Object> found = new ArrayList<>();
        for (Field field : fields) {
            try {
                Object part = field.get(value);
                if (part != null) {
                    found.add(part);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("an accessible field cannot be read", e);
            }
        }
        return found;
    }

    /** The first thing of some kind in a value, or in what it holds; null if there is none. */
    public static @Nullable Object find(Object value, Predicate<Object> wanted) {
        if (wanted.test(value)) {
            return value;
        }
        Iterable<?> parts = switch (value) {
            case Object[] array -> Arrays.asList(array);
            case Collection<?> collection -> collection;
            case Optional<?> optional -> optional.stream().toList();
            default -> FIELDS.get(value.getClass()).isEmpty() ? List.of() : within(value);
        };
        for (Object part : parts) {
            Object found = part == null ? null : find(part, wanted);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
