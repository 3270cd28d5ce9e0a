package org.dovetail.bridge.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.dovetail.bridge.convert.Progress;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.Node;
import org.dovetail.bridge.format.Scratch;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Rules;
import org.dovetail.bridge.rules.Style;
import org.dovetail.bridge.rules.Units;
import org.dovetail.core.Array;

/**
 * What is in a checkpoint.
 *
 * @param file the file
 * @param format the name of its format
 * @param scheme how its keys are spelled
 * @param style the library whose names it has; empty when they do not tell
 * @param structure whether it has no numbers
 * @param modules its layers, and arrays that stand for themselves
 * @param values scalars and texts beside the arrays
 * @param metadata texts of the container
 * @param stats what the numbers are like, by path; empty unless asked for
 */
public record Inspection(Path file, String format, KeyScheme scheme, Optional<Style> style, boolean structure,
        List<Module> modules, SequencedMap<String, String> values, Map<String, String> metadata,
        Map<EntryPath, TensorStats> stats) {
    /** Copies the list. */
    public Inspection {
        modules = List.copyOf(modules);
    }

    /**
     * A layer, or arrays that stand together.
     *
     * @param path its components from the outside in
     * @param name its path as its library's users write it
     * @param kind the kind of layer, as {@code Linear}; several where the shapes leave a choice, and none for arrays of no known layer
     * @param layers how many layers the arrays hold along their first axis; 0 for one without such an axis
     * @param members the arrays by their names in the module; the only one of an array by itself has no name
     */
    public record Module(List<String> path, String name, List<String> kind, int layers,
            SequencedMap<String, Entry> members) {
        /** Copies the lists. */
        public Module {
            path = List.copyOf(path);
            kind = List.copyOf(kind);
        }

        /**
         * The kind in a word.
         *
         * @return for example {@code Linear}, {@code Conv2D|Conv2DTranspose}, {@code Linear x 12}; empty when there is none
         */
        public String kindText() {
            String text = String.join("|", kind);
            return layers > 0 ? (text.isEmpty() ? "stack" : text) + " x " + layers : text;
        }
    }

    /**
     * Looks at a checkpoint.
     *
     * @param checkpoint the checkpoint
     * @param style the library whose names it has, if that is known
     * @param withStats whether to go over the numbers
     * @param progress hears how far that is
     * @return what is in it
     * @throws IOException if the numbers cannot be read
     */
    public static Inspection of(Checkpoint checkpoint, Optional<Style> style, boolean withStats,
            Progress progress) throws IOException {
        List<Module> modules = new ArrayList<>();
        if (style.isPresent()) {
            Kinds kinds = new Kinds(Rules.all());
            Units.recognise(style.get(), checkpoint.entries(), kinds.rules(), Set.of())
                    .forEach(unit -> modules.add(new Module(unit.path(), unit.name(), kinds.possible(unit),
                            unit.layers(), unit.members())));
            modules.addAll(byScope(Units.unconvertible(checkpoint.entries())));
        } else {
            modules.addAll(byScope(checkpoint.entries()));
        }
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (var value : checkpoint.values().entrySet()) {
            addTexts(value.getKey(), value.getValue(), values);
        }
        Map<EntryPath, TensorStats> stats = new HashMap<>();
        progress.begin("reading", checkpoint.entries().stream().mapToLong(entry -> entry.spec().bytes()).sum());
        for (Entry entry : withStats && !checkpoint.isStructure() ? checkpoint.entries() : List.<Entry>of()) {
            try (Scratch memory = Scratch.temporary()) {
                stats.put(entry.path(), TensorStats.of(checkpoint.read(entry.path(), memory)));
            }
            progress.advance(entry.spec().bytes());
        }
        return new Inspection(checkpoint.file(), checkpoint.format().name(), checkpoint.scheme(), style,
                checkpoint.isStructure(), modules, values, checkpoint.metadata(), stats);
    }

    private static List<Module> byScope(List<Entry> entries) {
        SequencedMap<List<String>, SequencedMap<String, Entry>> scopes = new LinkedHashMap<>();
        for (Entry entry : entries.stream().sorted(Entry::inOrder).toList()) {
            List<String> scope = new ArrayList<>(entry.path().scope());
            if (!entry.path().collection().isEmpty()) {
                scope.addFirst(entry.path().collection());
            }
            scopes.computeIfAbsent(scope, _ -> new LinkedHashMap<>()).put(entry.path().name(), entry);
        }
        return scopes.entrySet().stream().map(scope -> new Module(scope.getKey(),
                scope.getKey().isEmpty() ? "." : String.join("/", scope.getKey()), List.of(), 0, scope.getValue()))
                .collect(Collectors.toList());
    }

    private static void addTexts(String path, Node value, SequencedMap<String, String> texts) throws IOException {
        switch (value) {
            case Node.Scalar scalar -> texts.put(path, scalar.toString());
            case Node.Leaf leaf -> {
                try (Scratch memory = Scratch.temporary()) {
                    texts.put(path, number(leaf.numbers().read(memory)) + " (" + leaf.spec().dtype() + ")");
                }
            }
            case Node.Branch branch when branch.children().isEmpty() -> texts.put(path, switch (branch.kind()) {
                case DICT, INT_DICT -> "{}";
                case LIST -> "[]";
                case TUPLE -> "()";
                case NAMED -> branch.type() + "()";
            });
            case Node.Branch branch -> {
                for (var child : branch.children().entrySet()) {
                    addTexts(path + "/" + child.getKey(), child.getValue(), texts);
                }
            }
        }
    }

    private static String number(Array array) {
        return switch (array.dtype().kind()) {
            case FLOAT, COMPLEX -> String.valueOf(array.doubleAt(0));
            case BOOL -> array.longAt(0) != 0 ? "True" : "False";
            case SIGNED -> String.valueOf(array.longAt(0));
            case UNSIGNED -> Long.toUnsignedString(array.longAt(0));
        };
    }

    /**
     * All arrays.
     *
     * @return the arrays, module by module
     */
    public List<Entry> entries() {
        return modules.stream().flatMap(module -> module.members().values().stream()).toList();
    }

    /**
     * The number of elements of all arrays.
     *
     * @return the sum
     */
    public long elements() { return entries().stream().mapToLong(entry -> entry.spec().shape().size()).sum(); }

    /**
     * The size of all arrays.
     *
     * @return the number of bytes
     */
    public long bytes() { return entries().stream().mapToLong(entry -> entry.spec().bytes()).sum(); }
}
