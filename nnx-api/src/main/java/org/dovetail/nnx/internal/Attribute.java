package org.dovetail.nnx.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** One field of a class of modules or Variables. */
public final class Attribute {
    private final Field field;
    private final MethodHandle getter;
    private final boolean isPlain;

    private Attribute(Field field, MethodHandle getter) {
        this.field = field;
        this.getter = getter;
        this.isPlain = field.getType().isPrimitive() || PlainTypes.arePlain(field.getType());
    }

    static Attribute of(Field field) {
        try {
            field.setAccessible(true);
            return new Attribute(field, MethodHandles.lookup().unreflectGetter(field)
                    .asType(MethodType.methodType(Object.class, Object.class)));
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            Class<?> type = field.getDeclaringClass();
            throw new IllegalStateException("the field " + type.getName() + "." + field.getName()
                    + " cannot be read. Add to your module-info.java:  opens " + type.getPackageName() + ";", e);
        }
    }

    /** The field's name. */
    public String name() { return field.getName(); }

    /** Whether values of the declared type are never modules, Variables or tensors, nor hold any. */
    public boolean isPlain() {
        return isPlain;
    }

    /** Whether the compiler made the field: a captured local variable or the enclosing instance. */
    public boolean isCaptured() {
        return field.isSynthetic();
    }

    /** Whether the field is final. */
    public boolean isFinal() { return Modifier.isFinal(field.getModifiers()); }

    /** Whether the field holds a primitive. */
    public boolean isPrimitive() { return field.getType().isPrimitive(); }

    /** The value in an instance. */
    public @Nullable Object get(Object instance) {
        try {
            return (Object) getter.invokeExact(instance);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("reading a field threw a checked exception", e);
        }
    }

    /**
     * Gives an instance another value.
     *
     * @throws IllegalStateException if the virtual machine refuses to write a final field
     * @throws IllegalArgumentException if the field's type does not take the value
     */
    public void set(Object instance, @Nullable Object value) {
        try {
            field.set(instance, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the final field " + field.getDeclaringClass().getName() + "." + name()
                    + " cannot be written to build a copy. Start java with  --enable-final-field-mutation=ALL-UNNAMED",
                    e);
        }
    }
}
