package org.dovetail.core.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        classFiles(neighbour).filter(file -> names.test(file.getFileName().toString())).forEach(file -> {
            try {
                for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
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

    /** The class files of a class's package. */
    static Stream<Path> classFiles(Class<?> neighbour) {
        try {
            Path root = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.list(root.resolve(neighbour.getPackageName().replace('.', '/')))) {
                return files.filter(file -> file.toString().endsWith(".class")).toList().stream();
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("there is no folder of " + neighbour, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
