package org.dovetail.core.internal.backend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dovetail.core.Array;
import org.dovetail.core.internal.memory.Buffer;

/** What becomes of donated arguments where no result is written into them. */
final class Donations {
    private Donations() {}

    /** The results of a call, after its donated arguments were marked; a result in an argument's memory, as of a reshape, keeps it, and of two neither may be overwritten. */
    static List<Array> settled(List<Array> arguments, BitSet donated, String caller, List<Array> results) {
        List<Array> settled = new ArrayList<>(results);
        for (int i = donated.nextSetBit(0); i >= 0; i = donated.nextSetBit(i + 1)) {
            Buffer given = arguments.get(i).buffer();
            given.donate(caller);
            Buffer heir = given.heir();
            if (settled.stream().filter(result -> result.buffer() == given).count() > 1) {
                heir.share();
            }
            settled.replaceAll(result -> result.buffer() == given ? Array.of(result.spec(), heir) : result);
        }
        return settled;
    }
}
