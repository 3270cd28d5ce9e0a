package org.dovetail.core.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/** Tells, at the third time, that a function is staged again and again because one static double changes. */
final class RetraceLog {
    private static final System.Logger LOGGER = System.getLogger("org.dovetail.jit");
    private static final int THIRD = 3;
    private static final int REMEMBERED = 64;

    private record Statics(List<String> paths, List<@Nullable Object> values, List<TensorSpec> specs) {}

    private final String name;
    private final List<Statics> earlier = new ArrayList<>();

    RetraceLog(String name) { this.name = name; }

    void staged(JitCache.Key key) {
        Statics now = statics(key);
        Map<String, List<Object>> values = new LinkedHashMap<>();
        for (Statics before : earlier) {
            int changed = onlyDouble(before, now);
            if (changed >= 0) {
                values.computeIfAbsent(now.paths.get(changed), _ -> new ArrayList<>())
                        .add(Objects.requireNonNull(before.values.get(changed)));
            }
        }
        values.forEach((path, changes) -> {
            changes.add(Objects.requireNonNull(now.values.get(now.paths.indexOf(path))));
            if (changes.size() == THIRD) {
                LOGGER.log(System.Logger.Level.WARNING, name + ": " + path + " changed "
                        + changes.stream().map(Object::toString).collect(Collectors.joining(", "))
                        + " and retraces each time; pass Tensors.scalar(...)");
            }
        });
        if (earlier.size() < REMEMBERED) {
            earlier.add(now);
        }
    }

    private static Statics statics(JitCache.Key key) {
        List<String> paths = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        BiConsumer<String, @Nullable Object> visitor = (path, value) -> {
            paths.add(path);
            values.add(value);
        };
        if (key.structure() instanceof TreeDef tree) {
            tree.walk("", (path, node) -> {
                if (node instanceof TreeDef.Static(Object value)) {
                    visitor.accept(path, value);
                }
            });
        } else if (key.structure() instanceof Jit.Key own) {
            own.statics(visitor);
        }
        return new Statics(paths, values, key.specs());
    }

    /** Where the only difference between two keys is, if it is a double; else -1. */
    private static int onlyDouble(Statics a, Statics b) {
        if (!a.paths.equals(b.paths) || !a.specs.equals(b.specs)) {
            return -1;
        }
        int found = -1;
        for (int i = 0; i < a.values.size(); i++) {
            if (!Objects.equals(a.values.get(i), b.values.get(i))) {
                if (found >= 0 || !(a.values.get(i) instanceof Double) || !(b.values.get(i) instanceof Double)) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }
}
