package org.dovetail.core.internal.backend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dovetail.core.Array;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tracer;
import org.dovetail.core.graph.Atom;
import org.dovetail.core.graph.Const;
import org.dovetail.core.graph.Var;
import org.dovetail.core.internal.memory.Buffer;
import org.jspecify.annotations.Nullable;

/** The values of a graph that runs, of which each gives its memory back when its last reader has run, if no other value has it. */
final class Values {
    private final String caller;
    private final Map<Atom, Array> arrays = new HashMap<>();
    private final Map<Buffer, Integer> holders = new HashMap<>();
    /** The memory of arguments, which their holders free. */
    private final Set<Buffer> arguments = new HashSet<>();

    /**
     * No values yet.
     *
     * @param caller the name of what was called, for those who use what was given back
     */
    Values(String caller) { this.caller = caller; }

    /** Adds an argument; one that was not donated counts as held by its caller, too. */
    void argument(Var input, Array array, boolean isDonated) {
        arguments.add(array.buffer());
        bind(input, array);
        if (!isDonated) {
            holders.merge(array.buffer(), 1, Integer::sum);
        }
    }

    void bind(List<? extends Atom> atoms, List<Array> values) {
        for (int i = 0; i < values.size(); i++) {
            bind(atoms.get(i), values.get(i));
        }
    }

    private void bind(Atom atom, Array array) {
        if (arrays.put(atom, array) == null) {
            holders.merge(array.buffer(), 1, Integer::sum);
        }
    }

    /** Which operands are read here for the last time and have their memory to themselves. */
    BitSet given(List<? extends Atom> operands, Set<Atom> last) {
        BitSet given = new BitSet();
        for (int i = 0; i < operands.size(); i++) {
            Atom operand = operands.get(i);
            if (last.contains(operand) && Collections.frequency(operands, operand) == 1) {
                Buffer buffer = bound(operand, arrays.get(operand)).buffer();
                given.set(i, buffer.isOwned() && holders.getOrDefault(buffer, 0) == 1);
            }
        }
        return given;
    }

    /** Lets go of a value. */
    void drop(Atom atom) {
        Buffer buffer = bound(atom, arrays.remove(atom)).buffer();
        if (holders.merge(buffer, -1, Integer::sum) == 0 && !arguments.contains(buffer)) {
            if (buffer.donatedTo() == null) {
                buffer.free(caller);
            } else {
                buffer.freeUnlessInherited();
            }
        }
    }

    private static Array bound(Atom atom, @Nullable Array array) {
        if (array == null) {
            throw new IllegalStateException("the graph does not bind " + atom);
        }
        return array;
    }

    List<Array> read(List<? extends Atom> atoms) {
        List<Array> read = new ArrayList<>(atoms.size());
        for (Atom atom : atoms) {
            read.add(switch (atom) {
                case Var variable -> bound(variable, arrays.get(variable));
                case Const(Tensor value) -> switch (value) {
                    case Array array -> array;
                    case Tracer tracer ->
                        throw new IllegalStateException("the graph is not closed: it holds " + tracer);
                };
            });
        }
        return read;
    }
}
