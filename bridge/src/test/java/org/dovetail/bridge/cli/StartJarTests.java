package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.json.JsonFactory;

class StartJarTests {
    private static final String TOOL = Path.of("src", "build", "StartJar.java").toString();

    @TempDir
    Path folder;

    /** A program that prints what its switches and records do. */
    static final class Program {
        private Program() {}

        sealed interface Thing {
            /** Has no switch over types alone. */
            default @Nullable String kind() {
                return switch (this) {
                    case Point(int x, double y) when x > y -> "steep";
                    case Point _ -> "point";
                    case Named named -> named.name();
                };
            }
        }

        record Point(int x, double y) implements Thing {}

        record Named(@Nullable String name, long count, boolean on, char letter, byte small, short middle, float real,
                List<Integer> list) implements Thing {
            static Named of(String name, float real) {
                return new Named(name, 1L << 40, true, 'x', (byte) -1, (short) 300, real, List.of(1, 2));
            }
        }

        static String text() {
            Object[] things = {new Point(3, 2), new Point(2, 3), new Point(0, -0.0), new Point(0, 0.0),
                    Named.of("a", Float.NaN), Named.of("a", Float.NaN), Named.of("b", 1), "text", 4, List.of()};
            StringBuilder all = new StringBuilder();
            for (Object a : things) {
                all.append(describe(a)).append(' ').append(a.hashCode());
                for (Object b : things) {
                    all.append(a.equals(b) ? " 1" : " 0");
                }
                all.append('\n');
            }
            return all + describe(null);
        }

        private static @Nullable String describe(@Nullable Object any) {
            return switch (any) {
                case null -> "nothing";
                case Thing thing -> thing.kind();
                case String text when text.isEmpty() -> "empty";
                case String text -> text;
                case Integer number -> "number " + number;
                default -> "else";
            };
        }

        public static void main(String[] args) { System.out.print(text()); }
    }

    /** A program that prints the JSON numbers that it is given, and as decimals whether they are integers of 32 and 64 bits. */
    static final class Numbers {
        private Numbers() {}

        static String text(String json, boolean decimals) {
            StringBuilder all = new StringBuilder();
            try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
                while (parser.nextToken() != null) {
                    if (parser.currentToken().isNumeric()) {
                        all.append(decimals ? parser.getDecimalValue() + bounded(parser) : parser.getString())
                                .append('\n');
                    }
                }
            }
            return all.toString();
        }

        private static String bounded(JsonParser parser) {
            return isWithin(parser::getIntValue) + isWithin(parser::getLongValue);
        }

        private static String isWithin(Supplier<Number> number) {
            try {
                return " " + number.get();
            } catch (InputCoercionException _) {
                return " beyond";
            }
        }

        public static void main(String[] args) { System.out.print(text(args[0], args.length > 1)); }
    }

    private static Manifest manifest(Class<?> main, String classPath) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        return manifest;
    }

    /** A jar whose manifest names another. */
    private Path jar() throws IOException {
        Path jar = folder.resolve("program.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar),
                manifest(Program.class, "lib/other.jar"))) {
            for (Class<?> type : List.of(Program.class, Program.Thing.class, Program.Point.class)) {
                add(out, type);
            }
            add(out, "META-INF/services/some.Service", "first".getBytes(StandardCharsets.UTF_8));
        }
        Path other = Files.createDirectories(folder.resolve("lib")).resolve("other.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(other), new Manifest())) {
            add(out, Program.Named.class);
            add(out, "META-INF/services/some.Service", "second".getBytes(StandardCharsets.UTF_8));
            add(out, "META-INF/LICENSE", new byte[1]);
            add(out, "org/resource.txt", new byte[]{'r'});
        }
        return jar;
    }

    private static void add(JarOutputStream jar, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in = StartJarTests.class.getClassLoader().getResourceAsStream(name)) {
            add(jar, name, in.readAllBytes());
        }
    }

    private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytes);
    }

    private static Ran java(Object... args) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
        return ChildProcess.run(Stream.concat(Stream.of(java, "-XX:TieredStopAtLevel=1"),
                Stream.of(args).map(String::valueOf)).toList());
    }

    @Test
    void theProgramDoesTheSameWithoutLinkingSwitchesAndRecordsAtRunTime() throws Exception {
        Path made = folder.resolve("made.jar");
        assertThat(java(TOOL, made, jar())).isEqualTo(new Ran(0, "", ""));
        assertThat(java("-jar", made)).isEqualTo(new Ran(0, "", Program.text()));
        try (JarFile jar = new JarFile(made.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName)).contains("org/resource.txt")
                    .doesNotContain("META-INF/LICENSE");
            assertThat(new String(bytes(jar, "META-INF/services/some.Service"), StandardCharsets.UTF_8))
                    .isEqualTo("first\nsecond");
            for (ZipEntry entry : jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList()) {
                assertThat(linked(ClassFile.of().parse(bytes(jar, entry.getName())))).as(entry.getName())
                        .isSubsetOf("makeConcatWithConstants", "toString");
            }
        }
    }

    @Test
    void jacksonMakesBoundsAsDecimalsWhenItComparesWithThem() throws Exception {
        Path jackson = Files.copy(Path.of(JsonParser.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
                folder.resolve("jackson.jar"));
        Path numbers = folder.resolve("numbers.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(numbers),
                manifest(Numbers.class, jackson.getFileName().toString()))) {
            add(out, Numbers.class);
        }
        Path made = folder.resolve("made.jar");
        assertThat(java(TOOL, made, numbers)).isEqualTo(new Ran(0, "", ""));
        String json = "[1, -2147483648, 2147483648, 9223372036854775807, -9223372036854775809, 2.5, 1e30, -1e30]";
        assertThat(java("-jar", made, json, "decimals")).isEqualTo(new Ran(0, "", Numbers.text(json, true)));
        assertThat(Numbers.text(json, true)).contains("1E+30 beyond beyond", "2147483648 beyond 2147483648");
        String log = "-Xlog:class+init=info:file=" + folder.resolve("initialized.txt");
        assertThat(java(log, "-jar", made, json)).isEqualTo(new Ran(0, "", Numbers.text(json, false)));
        assertThat(folder.resolve("initialized.txt")).content()
                .contains("Initializing 'tools/jackson/core/base/ParserMinimalBase'")
                .doesNotContain("Initializing 'java/math/BigDecimal'");
    }

    private static byte[] bytes(JarFile jar, String name) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return in.readAllBytes();
        }
    }

    /** The names of all calls that the JVM links at run time. */
    private static Set<String> linked(ClassModel type) {
        return type.methods().stream().flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream()).map(StartJarTests::name).collect(Collectors.toSet());
    }

    private static String name(CodeElement element) {
        return element instanceof InvokeDynamicInstruction call ? call.name().stringValue() : "toString";
    }
}
