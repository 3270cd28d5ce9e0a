package org.dovetail.bridge.cli;

import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.CheckpointFormat;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Style;

/** How the keys of a new file are spelled: as the user says, else as in the like file, else as the library's users do. */
final class Schemes {
    private Schemes() {}

    /** The key scheme after a like file: its own, unless that is owed to its container and the new file's is of another sort. */
    static KeyScheme after(Mapping.Wish wish, Checkpoint like, Style to) {
        KeyScheme scheme = like.scheme();
        boolean owed = scheme.nests() || like.isStructure() || !like.format().nests();
        boolean otherSort = wish.format().filter(format -> format.nests() != scheme.nests()
                && !format.name().equals(like.format().name())).isPresent();
        return wish.target().scheme.value().orElse(owed && otherSort ? natural(wish, to) : scheme);
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
