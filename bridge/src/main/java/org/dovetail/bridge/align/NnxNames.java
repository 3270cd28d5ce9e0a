package org.dovetail.bridge.align;

import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.rules.Unit;

/**
 * The attribute paths that Haiku's module paths become: without {@code ~}, {@code ~method} and layer stacks, and without the root if all layers stand in one module. Automatic numbers
 * stay.
 *
 * @param root the root that is dropped
 */
record NnxNames(Optional<String> root) {
    static NnxNames of(List<Unit> units) {
        List<String> roots = units.stream().map(unit -> unit.path().getFirst()).distinct().toList();
        boolean drops = roots.size() == 1 && isModule(roots.getFirst())
                && units.stream().allMatch(unit -> modules(unit).size() > 1);
        return new NnxNames(drops ? Optional.of(roots.getFirst()) : Optional.empty());
    }

    List<String> path(Unit unit) {
        List<String> path = modules(unit);
        return root.isPresent() ? path.subList(1, path.size()) : path;
    }

    private static List<String> modules(Unit unit) { return unit.path().stream().filter(NnxNames::isModule).toList(); }

    private static boolean isModule(String component) {
        return !component.startsWith("~") && !component.startsWith("__layer_stack_");
    }
}
