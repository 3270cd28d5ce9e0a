import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a jar stack maps: {@code java StackMaps.java JAR} replaces it.
 *
 * <p>
 * Classes compiled for Java 5, as picocli's, have none. An AOT cache takes no such classes, so that every start would read and verify
 * them again, which is a quarter of a short run.
 */
final class StackMaps {
    private static final ClassFileVersion FIRST_WITH_STACK_MAPS_ALONE = ClassFileVersion.of(ClassFile.JAVA_7_VERSION, 0);

    private StackMaps() {}

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path made = jar.resolveSibling(jar.getFileName() + ".new");
        try (JarFile from = new JarFile(jar.toFile());
                JarOutputStream to = new JarOutputStream(Files.newOutputStream(made))) {
            ClassFile classes = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.ofResourceParsing(name -> resource(from, name))
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (JarEntry entry : Collections.list(from.entries())) {
                to.putNextEntry(new JarEntry(entry.getName()));
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                to.write(entry.getName().endsWith(".class") ? withStackMaps(classes, bytes) : bytes);
            }
        }
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static InputStream resource(JarFile jar, ClassDesc name) {
        String descriptor = name.descriptorString();
        JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class with its code laid out anew, which makes the maps; a newer one as it is. */
    private static byte[] withStackMaps(ClassFile classes, byte[] bytes) {
        var parsed = classes.parse(bytes);
        if (parsed.majorVersion() >= FIRST_WITH_STACK_MAPS_ALONE.majorVersion()) {
            return bytes;
        }
        return classes.transformClass(parsed, ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                .andThen((type, element) -> type.with(element instanceof ClassFileVersion ? FIRST_WITH_STACK_MAPS_ALONE : element)));
    }
}
