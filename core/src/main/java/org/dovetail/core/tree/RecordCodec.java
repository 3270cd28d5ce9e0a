package org.dovetail.core.tree;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes records of one class apart, and builds them. */
final class RecordCodec {
    private static final ClassValue<RecordCodec> CODECS = new ClassValue<>() {
        @Override
        protected RecordCodec computeValue(Class<?> type) { return new RecordCodec(type); }
    };

    private final List<String> names;
    private final List<MethodHandle> getters;
    private final MethodHandle constructor;

    private RecordCodec(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            names = Arrays.stream(components).map(RecordCodec::name).toList();
            List<MethodHandle> found = new ArrayList<>();
            for (RecordComponent component : components) {
                found.add(lookup.unreflect(component.getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class)));
            }
            getters = List.copyOf(found);
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asType(MethodType.genericMethodType(types.length).changeReturnType(Object.class))
                    .asSpreader(Object[].class, types.length);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "the record " + type.getName() + " cannot be used as a tree: " + e.getMessage()
                            + ". If it is in a named module, add to its module-info:  opens " + type.getPackageName(),
                    e);
        }
    }

    private static String name(RecordComponent component) {
        PathName given = component.getAnnotation(PathName.class);
        return given == null ? component.getName() : given.value();
    }

    static RecordCodec of(Class<?> type) { return CODECS.get(type); }

    List<String> names() { return names; }

    List<@Nullable Object> parts(Record instance) {
        List<@Nullable Object> parts = new ArrayList<>(getters.size());
        for (MethodHandle getter : getters) {
            parts.add(invoke(getter, instance));
        }
        return parts;
    }

    Object build(List<@Nullable Object> parts) {
        Object built = invoke(constructor, parts.toArray());
        if (built == null) {
            throw new IllegalStateException("a record's constructor gives a record");
        }
        return built;
    }

    private static @Nullable Object invoke(MethodHandle handle, Object argument) {
        try {
            return argument instanceof Object[] spread
                    ? (Object) handle.invokeExact(spread)
                    : (Object) handle.invokeExact(argument);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a record's accessor or constructor failed", e);
        }
    }
}
