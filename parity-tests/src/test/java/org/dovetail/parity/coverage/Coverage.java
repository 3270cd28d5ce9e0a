package org.dovetail.parity.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.parity.golden.Goldens;

/**
 * What stands for each name of JAX and optax in Java.
 *
 * <p>
 * The names are those that real programs use ({@code golden/coverage/names.json}); what stands for them is written by hand in {@code coverage/jax.tsv}: a name, its counterparts or
 * {@code -}, and a note, which is the reason where there is no counterpart.
 */
record Coverage(List<Row> rows) {
    private static final Path TABLE = Path.of("src/test/resources/coverage/jax.tsv");

    /** Packages whose classes counterparts may name without their package. */
    private static final List<String> PACKAGES = List.of("org.dovetail.core", "org.dovetail.core.optim",
            "org.dovetail.core.tree", "org.dovetail.core.graph", "org.dovetail.core.transform", "org.dovetail.core.fn",
            "org.dovetail.haiku", "org.dovetail.nnx", "java.lang");

    /**
     * One name.
     *
     * @param name the name in Python, with its namespace
     * @param counterparts classes ({@code Tensor}) and their members ({@code Tensors.where}); none if nothing stands for it
     * @param note a remark, or the reason for none
     */
    record Row(String name, List<String> counterparts, String note) {
        private static Row of(String line) {
            String[] cells = line.split("\t", -1);
            if (cells.length != 3) {
                throw new IllegalArgumentException("jax.tsv: expected name, counterparts and note, got: " + line);
            }
            return new Row(cells[0], cells[1].equals("-") ? List.of() : List.of(cells[1].split(", ", -1)), cells[2]);
        }

        /** What is wrong with it. */
        List<String> problems() {
            if (counterparts.isEmpty() && note.isEmpty()) {
                return List.of(name + ": neither a counterpart nor a reason for none");
            }
            return counterparts.stream().filter(counterpart -> !exists(counterpart))
                    .map(counterpart -> name + ": there is no public " + counterpart).toList();
        }
    }

    /** The table. */
    static Coverage read() {
        try (Stream<String> lines = Files.lines(TABLE)) {
            return new Coverage(lines.filter(line -> !line.isEmpty()).map(Row::of).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names that programs use: which libraries do, and how often. */
    static Map<String, Map<String, Integer>> used() {
        Map<String, Map<String, Integer>> used = new LinkedHashMap<>();
        for (var namespace : Goldens.json("coverage/names.json").properties()) {
            for (var name : namespace.getValue().properties()) {
                Map<String, Integer> counts = new TreeMap<>();
                name.getValue().properties().forEach(count -> counts.put(count.getKey(), count.getValue().asInt()));
                used.put(namespace.getKey() + "." + name.getKey(), counts);
            }
        }
        return used;
    }

    private static boolean exists(String counterpart) {
        int dot = counterpart.lastIndexOf('.');
        return find(counterpart).isPresent()
                || dot > 0 && hasMember(counterpart.substring(0, dot), counterpart.substring(dot + 1));
    }

    private static boolean hasMember(String type, String name) {
        return find(type).stream()
                .flatMap(owner -> Stream.<Member>concat(Stream.of(owner.getMethods()), Stream.of(owner.getFields())))
                .anyMatch(member -> member.getName().equals(name));
    }

    private static Optional<Class<?>> find(String name) {
        return PACKAGES.stream().flatMap(home -> load(home + "." + name.replace('.', '$')).stream()).findFirst();
    }

    private static Optional<Class<?>> load(String name) {
        try {
            Class<?> found = Class.forName(name, false, Coverage.class.getClassLoader());
            return Modifier.isPublic(found.getModifiers()) ? Optional.of(found) : Optional.empty();
        } catch (ClassNotFoundException _) {
            return Optional.empty();
        }
    }

    /** The page {@code docs/coverage/jax.md}. */
    String page() {
        Map<String, Map<String, Integer>> used = used();
        long covered = rows.stream().filter(row -> !row.counterparts().isEmpty()).count();
        List<String> lines = new ArrayList<>();
        lines.add("# What stands for JAX and optax");
        lines.add("");
        lines.add(
                "Every public name of JAX and optax that the sources, examples and tests of dm-haiku 0.0.17, flax nnx "
                        + "0.12.8 and optax 0.2.8 use, with what stands for it in Java, or why nothing does: " + covered
                        + " of " + rows.size()
                        + " have a counterpart. Numbers say how often each library uses the name. "
                        + "A test looks up every counterpart; this page is made of its table: "
                        + "`mvn -B -pl parity-tests -am test -Dtest=CoverageTests -Dsurefire.failIfNoSpecifiedTests=false "
                        + "-Ddovetail.write=true`.");
        Map<String, List<Row>> sections = rows.stream().collect(Collectors.groupingBy(
                row -> row.name().substring(0, row.name().lastIndexOf('.')), LinkedHashMap::new, Collectors.toList()));
        sections.forEach((namespace, names) -> {
            lines.add("");
            lines.add("## " + namespace);
            lines.add("| name | used by | in Java | |");
            lines.add("| --- | --- | --- | --- |");
            names.forEach(row -> lines.add(line(row, namespace, used.getOrDefault(row.name(), Map.of()))));
        });
        return String.join("\n", lines) + "\n";
    }

    private static String line(Row row, String namespace, Map<String, Integer> counts) {
        String users = counts.entrySet().stream().map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
        String java = row.counterparts().stream().map(counterpart -> "`" + counterpart + "`")
                .collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s |".formatted(row.name().substring(namespace.length() + 1), users,
                java.isEmpty() ? "none" : java, row.note());
    }
}
