package org.dovetail.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fences of the architecture, read from the compiled classes. */
class ArchitectureTests {
    private static final List<String> FOLDERS = List.of("core", "haiku-api", "nnx-api", "bridge");
    /** What each module may use. */
    private static final Map<String, Set<String>> BELOW = Map.of(
            "core", Set.of(),
            "haiku", Set.of("core"),
            "nnx", Set.of("core"),
            "bridge", Set.of("core", "haiku", "nnx"));
    /** The bridge's own package, which carries models in memory. */
    private static final String MODELS = "";
    /** The packages of the bridge from the lowest to the highest; each may use those before it. */
    private static final List<String> BRIDGE = List.of("internal", "format", "rules", "plan", "align", "convert",
            "report", "guide", MODELS, "cli");
    /**
     * The packages of the tracing machine, the only ones that use each other in a circle: a tensor's operations bind primitives, primitives compute with tensors under a
     * trace, traces note down graphs of primitives, and a call holds a graph and runs it on a backend.
     */
    private static final Set<String> MACHINE = Stream
            .of("", "/tree", "/transform", "/graph", "/internal/prim", "/internal/trace",
                    "/internal/backend")
            .map(name -> "org/dovetail/core" + name).collect(Collectors.toUnmodifiableSet());
    private static final Pattern DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

    /** Every class of the modules, by its name, with the names of all classes that its constant pool mentions. */
    private static final Map<String, Set<String>> USES = readAll();

    @Test
    void modulesUseOnlyThoseBelow() {
        USES.forEach((user, used) -> assertThat(used)
                .filteredOn(ArchitectureTests::isOurs)
                .filteredOn(name -> !module(name).equals(module(user)))
                .as(user)
                .allMatch(name -> BELOW.getOrDefault(module(user), Set.of()).contains(module(name))));
    }

    @Test
    void packagesOfTheBridgePointDownwards() {
        USES.forEach((user, used) -> {
            if (module(user).equals("bridge")) {
                int mine = layer(user);
                assertThat(used).filteredOn(name -> isOurs(name) && module(name).equals("bridge")).as(user)
                        .allMatch(name -> layer(name) <= mine);
            }
        });
    }

    @Test
    void noPackagesButTheMachinesUseEachOtherInACircle() {
        Map<String, Set<String>> packages = new TreeMap<>();
        USES.forEach((user, used) -> used.stream()
                .filter(name -> isOurs(name) && !packageOf(name).equals(packageOf(user)))
                .forEach(name -> packages.computeIfAbsent(packageOf(user), _ -> new TreeSet<>()).add(packageOf(name))));
        assertThat(packages.keySet()).filteredOn(start -> !MACHINE.contains(start))
                .allSatisfy(start -> assertThat(reachable(packages, start)).as(start).doesNotContain(start));
    }

    @Test
    void internalPackagesStayInTheirModule() {
        USES.forEach((user, used) -> assertThat(used)
                .filteredOn(name -> isOurs(name) && name.contains("/internal/"))
                .as(user)
                .allMatch(name -> module(name).equals(module(user))));
    }

    @Test
    void jacksonStaysInTheBridge() { onlyIn("org/dovetail/bridge/", "tools/jackson/"); }

    @Test
    void nd4jStaysInItsBackend() {
        onlyIn("org/dovetail/core/internal/backend/nd4j/", "org/nd4j/");
        onlyIn("org/dovetail/core/internal/backend/nd4j/", "org/bytedeco/");
    }

    @Test
    void theCommandLineParserStaysInTheCommand() { onlyIn("org/dovetail/bridge/cli/", "picocli/"); }

    private static void onlyIn(String home, String fenced) {
        USES.forEach((user, used) -> assertThat(used).filteredOn(name -> name.startsWith(fenced)).as(user)
                .allMatch(_ -> user.startsWith(home)));
        assertThat(USES.values()).as("nothing uses " + fenced + ": is the fence's name still right?")
                .anyMatch(used -> used.stream().anyMatch(name -> name.startsWith(fenced)));
    }

    private static boolean isOurs(String name) { return name.startsWith("org/dovetail/"); }

    private static String module(String name) { return name.split("/")[2]; }

    private static String packageOf(String name) { return name.substring(0, name.lastIndexOf('/')); }

    private static int layer(String name) {
        String[] parts = name.split("/");
        int layer = BRIDGE.indexOf(parts.length > 4 ? parts[3] : MODELS);
        assertThat(layer).as("the layer of " + name).isNotNegative();
        return layer;
    }

    private static Set<String> reachable(Map<String, Set<String>> uses, String start) {
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(uses.getOrDefault(start, Set.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                open.addAll(uses.getOrDefault(next, Set.of()));
            }
        }
        return seen;
    }

    private static Map<String, Set<String>> readAll() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(Path.of("..", folder, "target", "classes"))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".class") && !f.endsWith("package-info.class"))
                        .toList()) {
                    ClassModel type = ClassFile.of().parse(file);
                    uses.put(type.thisClass().asInternalName(), mentioned(type));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("build the module " + folder + " first", e);
            }
        }
        return uses;
    }

    private static Set<String> mentioned(ClassModel type) {
        Set<String> names = new TreeSet<>();
        for (PoolEntry entry : type.constantPool()) {
            if (entry instanceof ClassEntry used) {
                names.add(used.asInternalName().replaceAll("^\\[+L|;$", ""));
            } else if (entry instanceof Utf8Entry text) {
                DESCRIPTOR.matcher(text.stringValue()).results().forEach(match -> names.add(match.group(1)));
            }
        }
        return names;
    }
}
