package org.dovetail.core.internal.backend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.internal.memory.Buffer;

/** What becomes of donated arguments where no result is written into them. */
final class Donations {
    private Donations() {}

    /** The results of a call, after its donated arguments were marked; a result in an argument's memory, as of a reshape, keeps it. */
    static List<Array> settled(List<Array> arguments, BitSet donated, String caller, List<Array> results) {
        List<Array> settled = new ArrayList<>(results);
        for (int i = donated.nextSetBit(0); i >= 0; i = donated.nextSetBit(i + 1)) {
            Buffer given = arguments.get(i).buffer();
            given.donate(caller);
            settled.replaceAll(result -> result.buffer() == given ? Array.of(result.spec(), given.heir()) : result);
        }
        return settled;
    }
}
