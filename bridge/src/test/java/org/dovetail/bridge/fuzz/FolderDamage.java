package org.dovetail.bridge.fuzz;

import java.util.SequencedMap;

/** One way to damage sound files that depend on each other; gives those that change. */
@FunctionalInterface
interface FolderDamage {
    SequencedMap<String, byte[]> apply(SequencedMap<String, byte[]> files, Dice dice);
}
