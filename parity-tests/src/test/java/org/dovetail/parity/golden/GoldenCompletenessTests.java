package org.dovetail.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.core.Argnums;
import org.dovetail.core.At;
import org.dovetail.core.Tensor;
import org.dovetail.core.Transforms;
import org.junit.jupiter.api.Test;

/** Every public function of core's tensors is judged by numbers of the real JAX: a class of this package calls it. */
class GoldenCompletenessTests {
    private static final String CORE = Tensor.class.getPackageName().replace('.', '/') + "/";

    /** Functions that no golden names, with the reason; one that a golden names must not be here. */
    private static final Map<String, String> ELSEWHERE = Map.of("At.x", "holds what is indexed",
            "Prng.list", "parts an array of keys");

    /** Those that hold what is done to functions of tensors. */
    private static final Set<Class<?>> OF_FUNCTIONS = Set.of(Transforms.class, Argnums.class);

    /** Those whose dtypes alone are judged. */
    private static final Set<String> NOT_READ = Set.of("DTypeGoldenTests.class", "GoldenCompletenessTests.class");

    private static Path home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("there is no file of " + type, e);
        }
    }

    /** The class files of this package. */
    private static List<Path> tests() {
        Class<?> here = GoldenCompletenessTests.class;
        try (Stream<Path> files = Files.list(home(here).resolve(here.getPackageName().replace('.', '/')))) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The classes of core's public package, which is in a folder or in a jar. */
    private static List<Class<?>> coreClasses() {
        Path home = home(Tensor.class);
        try (FileSystem jar = Files.isRegularFile(home) ? FileSystems.newFileSystem(home) : null;
                Stream<Path> files = Files.list(jar == null ? home.resolve(CORE) : jar.getPath(CORE))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".class"))
                    .<Class<?>>map(GoldenCompletenessTests::load).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> calls(Path classFile) {
        try {
            Set<String> calls = new TreeSet<>();
            ClassFile.of().parse(classFile).constantPool().forEach(constant -> {
                if (constant instanceof MemberRefEntry member
                        && member.owner().asInternalName().startsWith(CORE)) {
                    calls.add(member.owner().asInternalName().substring(CORE.length()) + "."
                            + member.name().stringValue());
                }
            });
            return calls.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String classFile) {
        try {
            return Class.forName(Tensor.class.getPackageName() + "." + classFile.replace(".class", ""), false,
                    Tensor.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(classFile + " holds no class", e);
        }
    }

    /** Public classes of functions of tensors, of which nobody makes an object. */
    private static boolean isFacade(Class<?> type) {
        int modifiers = type.getModifiers();
        return Modifier.isPublic(modifiers) && Modifier.isFinal(modifiers) && !type.isRecord() && !type.isEnum()
                && type.getConstructors().length == 0 && !Tensor.class.isAssignableFrom(type)
                && type.getEnclosingClass() == null && !OF_FUNCTIONS.contains(type);
    }

    private static Set<String> functions() {
        Stream<Method> ofFacades = coreClasses().stream().filter(GoldenCompletenessTests::isFacade)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isStatic(method.getModifiers()));
        Stream<Method> ofTensors = Stream.of(Tensor.class, At.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && method.getReturnType() == Tensor.class);
        return Stream.concat(ofFacades, ofTensors)
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyPublicFunctionIsJudgedByAGolden() {
        Set<String> missing = functions();
        tests().stream()
                .filter(file -> !NOT_READ.contains(file.getFileName().toString()))
                .flatMap(GoldenCompletenessTests::calls).forEach(missing::remove);
        missing.removeAll(ELSEWHERE.keySet());
        assertThat(missing).as("add a case of each of them to a set of goldens").isEmpty();
    }
}
