package org.dovetail.core.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.dovetail.core.tree.TreeDef.Branch;

/** Says where two structures differ. */
final class Difference {
    private Difference() {}

    static String between(TreeDef first, TreeDef second) {
        List<String> found = new ArrayList<>();
        compare("", first, second, found);
        return String.join("; ", found.subList(0, Math.min(3, found.size())));
    }

    private static void compare(String path, TreeDef first, TreeDef second, List<String> found) {
        if (first.equals(second)) {
            return;
        }
        String where = path.isEmpty() ? "at the root" : "at " + path;
        if (!(first instanceof Branch a && second instanceof Branch b)) {
            found.add(where + " the one has " + describe(first) + ", the other " + describe(second));
            return;
        }
        for (String name : new TreeSet<>(a.names())) {
            if (!b.names().contains(name)) {
                found.add(where + " only the first has " + name);
            }
        }
        for (String name : new TreeSet<>(b.names())) {
            if (!a.names().contains(name)) {
                found.add(where + " only the second has " + name);
            }
        }
        if (found.isEmpty() && !a.kind().equals(b.kind())) {
            found.add(where + " the one has " + describe(first) + ", the other " + describe(second));
        }
        for (int i = 0; i < a.names().size(); i++) {
            int j = b.names().indexOf(a.names().get(i));
            if (j >= 0) {
                compare(Paths.part(path, a.names().get(i)), a.parts().get(i), b.parts().get(j), found);
            }
        }
    }

    private static String describe(TreeDef structure) {
        return switch (structure) {
            case TreeDef.Leaf _ -> "a tensor";
            case TreeDef.Static(Object value) -> String.valueOf(value);
            case Branch(Kind kind, List<String> names, _) -> switch (kind) {
                case Kind.OfList _ -> "a list of " + names.size();
                case Kind.OfMap _ -> "a map of " + names;
                case Kind.OfRecord(Class<?> type) -> "a " + type.getSimpleName();
                case Kind.OfNode node -> "a " + node;
            };
        };
    }
}
