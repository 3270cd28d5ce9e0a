package org.dovetail.bridge.align;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.dovetail.haiku.ModuleName;

/** The names that stand beside each other in one scope, by what they have in common. */
final class Siblings {
    private final Set<String> names = new HashSet<>();
    /** The names without their number as Haiku writes it, and all that have it. */
    private final Map<String, Set<String>> byBase = new HashMap<>();
    /** The names without their ordinal, and all ordinals in it. */
    private final Map<String, Set<Integer>> ordinals = new HashMap<>();

    void add(String name) {
        if (names.add(name)) {
            byBase.computeIfAbsent(ModuleName.of(name).base(), _ -> new HashSet<>()).add(name);
            Ordinal.of(name).ifPresent(
                    mine -> ordinals.computeIfAbsent(mine.stem(), _ -> new HashSet<>()).add(mine.value()));
        }
    }

    boolean contains(String name) { return names.contains(name); }

    /** Whether another name than this one is a base or that with a number. */
    boolean haveBesides(String name, String base) {
        Set<String> alike = byBase.getOrDefault(base, Set.of());
        return alike.size() > (alike.contains(name) ? 1 : 0);
    }

    /** Whether a name differs from this one in the ordinal alone. */
    boolean haveAnotherThan(Ordinal mine) {
        Set<Integer> values = ordinals.getOrDefault(mine.stem(), Set.of());
        return values.size() > (values.contains(mine.value()) ? 1 : 0);
    }
}
