package org.dovetail.core.sweep;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.core.Argnums;
import org.dovetail.core.At;
import org.dovetail.core.Prng;
import org.dovetail.core.Tensor;
import org.dovetail.core.Transforms;

/** The public functions of core that compute with tensors. */
public final class Functions {
    /** Those that are no functions of tensors: they make keys, part an array of them, and hold what is indexed. */
    private static final Set<String> OTHERS = Set.of("Prng.key", "Prng.list", "At.x");

    private Functions() {}

    /** All of them, as {@code Tensors.expm1}: of classes that hold nothing else, of {@link Tensor} and of {@link At}. */
    public static Set<String> all() {
        Stream<Method> methods = Stream.concat(facades().flatMap(facade -> Arrays.stream(facade.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))),
                Stream.of(Tensor.class, At.class).flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers())
                                && method.getReturnType() == Tensor.class)));
        return methods.filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
                .filter(name -> !OTHERS.contains(name)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Public classes that hold nothing but static methods; {@link Transforms} and {@link Argnums} have what is done to functions. */
    private static Stream<Class<?>> facades() {
        return Calls.classFiles(Prng.class).stream().<Class<?>>map(Functions::load)
                .filter(type -> Modifier.isPublic(type.getModifiers()) && Modifier.isFinal(type.getModifiers())
                        && !type.isRecord() && !type.isEnum() && type.getEnclosingClass() == null
                        && type.getConstructors().length == 0
                        && Arrays.stream(type.getDeclaredMethods())
                                .allMatch(method -> Modifier.isStatic(method.getModifiers()))
                        && type != Transforms.class && type != Argnums.class);
    }

    private static Class<?> load(String classFile) {
        String name = classFile.replace(".class", "");
        try {
            return Class.forName(Prng.class.getPackageName() + "." + name, false, Prng.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " has a class file and no class", e);
        }
    }
}
