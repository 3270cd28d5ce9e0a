package org.dovetail.nnx.internal;

import java.util.Set;
import org.dovetail.core.DType;
import org.dovetail.core.Shape;
import org.dovetail.core.TensorSpec;

/** Types whose values hold nothing but themselves. */
public final class PlainTypes {
    private static final Set<Class<?>> PLAIN = Set.of(Boolean.class, Character.class, Byte.class, Short.class,
            Integer.class, Long.class, Float.class, Double.class, String.class, Class.class, DType.class, Shape.class,
            TensorSpec.class);

    private PlainTypes() {}

    /** Whether all values of a type hold nothing but themselves. */
    public static boolean arePlain(Class<?> type) {
        return PLAIN.contains(type) || type.isEnum();
    }
}
