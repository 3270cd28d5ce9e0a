package org.dovetail.core.sweep;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dovetail.core.Tensor;

/** Which public functions of tensors there are, and which of them some classes call, as class files tell. */
public final class Calls {
    private static final String CORE = Tensor.class.getPackageName().replace('.', '/') + "/";

    private Calls() {}

    /**
     * The methods of core's public classes that classes of a package name, as {@code Tensors.expm1}.
     *
     * @param neighbour a class of the package
     * @param names which of its class files are read
     */
    public static Set<String> from(Class<?> neighbour, Predicate<String> names) {
        Set<String> calls = new TreeSet<>();
        classFiles(neighbour).stream().filter(names).forEach(file -> {
            try (InputStream in = requireNonNull(neighbour.getResourceAsStream(file), file)) {
                for (PoolEntry entry : ClassFile.of().parse(in.readAllBytes()).constantPool()) {
                    if (entry instanceof MemberRefEntry member) {
                        String owner = member.owner().asInternalName();
                        calls.add(owner.substring(owner.startsWith(CORE) ? CORE.length() : 0) + "."
                                + member.name().stringValue());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return calls;
    }

    /** The names of the class files of a class's package, which is in a folder or in a jar. */
    static List<String> classFiles(Class<?> neighbour) {
        String folder = neighbour.getPackageName().replace('.', '/');
        try {
            Path home = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (FileSystem jar = Files.isRegularFile(home) ? FileSystems.newFileSystem(home) : null;
                    Stream<Path> files = Files.list(jar == null ? home.resolve(folder) : jar.getPath(folder))) {
                return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".class"))
                        .toList();
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("there is no file of " + neighbour, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
