package org.dovetail.bridge.align;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;

/**
 * A tree beside a model that repeats the model's names: moments that an optimizer keeps, or an average of the parameters.
 *
 * @param place where it stands: the collection, then the components
 * @param root the scope of the model that it mirrors; empty for the whole model
 * @param arrays its arrays, each by the path of the model's array that it belongs to; those that a mask leaves out are missing
 */
record Mirror(List<String> place, List<String> root, SequencedMap<EntryPath, Entry> arrays) {
    /** What the numbers of a mirror are, which matters where a rule does more than to move numbers. */
    enum Holds {
        /** Sums or averages of gradients or of their squares: whatever is added to a parameter is not added to them. */
        CHANGES,
        /** Numbers that stand in the place of the parameters. */
        VALUES,
        /** Its names do not tell. */
        UNTOLD
    }

    private static final Set<String> OPTIMIZERS = Set.of(EntryPath.OPTIMIZER_STATE, "opt", "optim", "optimizer",
            "optimizer_state", "inner_state", "inner_opt_state", "inner_states");
    private static final Set<String> COPIES = Set.of("x0", "z", "slow", "fast");

    Mirror {
        place = List.copyOf(place);
        root = List.copyOf(root);
        arrays = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arrays));
    }

    Holds holds() {
        String name = place.getLast().toLowerCase(Locale.ROOT);
        if (name.contains("param") || COPIES.contains(name)) {
            return Holds.VALUES;
        }
        if (place.stream().anyMatch(OPTIMIZERS::contains)) {
            return Holds.CHANGES;
        }
        return place.stream().anyMatch(component -> component.contains("ema")) ? Holds.VALUES : Holds.UNTOLD;
    }

    /** The place as seen from the optimizer: that of a like file may stand under another name. */
    static List<String> slot(List<String> place) {
        return place.subList(place.lastIndexOf(EntryPath.OPTIMIZER_STATE) + 1, place.size());
    }
}
