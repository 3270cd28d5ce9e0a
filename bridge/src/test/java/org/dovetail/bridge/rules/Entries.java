package org.dovetail.bridge.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;

/** Entries of checkpoints in one line each. */
public final class Entries {
    private Entries() {}

    /**
     * A float32 entry, or one of the dtype before the brackets: {@code "params/a/~/linear w [3,4]"}, {@code "a.b kernel bf16[3,4]"}.
     *
     * @param lines place, name and spec, separated by blanks; a place that begins with params or state is in that collection, a dot is the root
     * @return the entries
     */
    public static List<Entry> of(String... lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split(" ");
            List<String> scope = parts[0].equals(".") ? List.of() : List.of(parts[0].split("[/.]"));
            String collection = "";
            if (!scope.isEmpty() && List.of("params", "state", "opt_state").contains(scope.getFirst())) {
                collection = scope.getFirst();
                scope = scope.subList(1, scope.size());
            }
            entries.add(new Entry(new EntryPath(collection, scope, parts[1]), spec(parts[2])));
        }
        return entries;
    }

    /**
     * The entries of a real network, one a line. Made from the networks' own trees: {@code for m, d in params.items(): for a, v in d.items(): print(f"params/{m} {a} f32{list(v.shape)}")}.
     *
     * @param network the name of a resource of this package
     * @return the entries
     */
    public static List<Entry> network(String network) {
        try (InputStream file = Entries.class.getResourceAsStream(network + ".txt")) {
            if (file == null) {
                throw new IllegalArgumentException("no network " + network);
            }
            return of(new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same entries as Variables of a type.
     *
     * @param variable the type's class name
     * @param lines as {@link #of}
     * @return the entries
     */
    public static List<Entry> variables(String variable, String... lines) {
        return of(lines).stream().map(entry -> new Entry(entry.path(), entry.spec(), variable)).toList();
    }

    /**
     * The spec of a text.
     *
     * @param text as {@code i32[2,3]}, or {@code [2,3]} for float32
     * @return the spec
     */
    public static TensorSpec spec(String text) {
        int bracket = text.indexOf('[');
        DType dtype = bracket == 0 ? DType.FLOAT32 : DType.named(text.substring(0, bracket)).orElseThrow();
        String extents = text.substring(bracket + 1, text.length() - 1);
        return TensorSpec.of(dtype,
                extents.isEmpty()
                        ? new int[0]
                        : Arrays.stream(extents.split(",")).mapToInt(Integer::parseInt).toArray());
    }

    /**
     * The only layer of some entries.
     *
     * @param style the library
     * @param lines as {@link #of}
     * @return the layer
     */
    public static Unit unit(Style style, String... lines) {
        List<Unit> units = Units.recognise(style, of(lines), Rules.builtIn(), Set.of());
        if (units.size() != 1) {
            throw new AssertionError("not one unit: " + units);
        }
        return units.getFirst();
    }
}
