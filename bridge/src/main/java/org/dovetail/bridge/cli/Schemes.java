package org.dovetail.bridge.cli;

import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;

/** How the keys of a new file are spelled: as the user says, else as in the like file, else as the library's users do. */
final class Schemes {
    private Schemes() {}

    /** The key scheme after a like file. */
    static KeyScheme after(Mapping.Wish wish, Checkpoint like, Style to) {
        boolean flat = wish.format().filter(format -> !format.nests()).isPresent();
        return wish.target().scheme.value().orElse(flat && like.scheme().nests() ? flat(to) : like.scheme());
    }

    /** The key scheme without a like file. */
    static KeyScheme natural(Mapping.Wish wish, Style to) {
        boolean nests = wish.format().filter(CheckpointFormat::nests).isPresent();
        KeyScheme nested = to == Style.HAIKU ? KeyScheme.TWO_LEVEL : KeyScheme.NESTED;
        return wish.target().scheme.value().orElse(nests ? nested : flat(to));
    }

    /** The key scheme of the way back: that of the file it came from, in a container of the same sort. */
    static KeyScheme back(Mapping.Wish wish, Plan plan) {
        boolean sameSort = wish.format().filter(format -> format.nests() == plan.toScheme().nests()).isPresent();
        return wish.target().scheme.value().orElse(sameSort ? plan.toScheme() : natural(wish, plan.to()));
    }

    private static KeyScheme flat(Style style) {
        return style == Style.HAIKU ? KeyScheme.DOUBLE_SLASH : KeyScheme.DOTTED;
    }
}
