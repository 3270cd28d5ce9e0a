package org.dovetail.core.internal.backend;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.memory.Buffer;
import org.dovetail.core.internal.prim.Body;
import org.dovetail.core.internal.prim.Call;
import org.dovetail.core.internal.prim.Cond;
import org.dovetail.core.internal.prim.Custom;
import org.dovetail.core.internal.prim.Remat;
import org.dovetail.core.internal.prim.Scan;
import org.dovetail.core.internal.prim.While;

/** Runs calls by running the graphs that they hold: what backends do that do not compile control flow themselves. */
public final class Loops {
    private static final BitSet NONE = new BitSet();

    private final Backend backend;
    private final String caller;

    private Loops(Backend backend, String caller) {
        this.backend = backend;
        this.caller = caller;
    }

    /** The results of a call, whose graphs run on a backend. */
    public static List<Array> run(Backend backend, Call call, List<Array> operands) {
        return run(backend, call, operands, NONE, call.name());
    }

    /**
     * The results of a call, whose graphs run on a backend.
     *
     * @param given which operands nobody else needs: results may take their memory
     * @param caller the name of what was called
     */
    static List<Array> run(Backend backend, Call call, List<Array> operands, BitSet given, String caller) {
        Loops loops = new Loops(backend, caller);
        return switch (call) {
            case Call.Jit jit -> loops.run(jit.body(), operands, given);
            case Scan scan -> loops.scan(scan, operands, given);
            case While loop -> loops.loop(loop, operands, given);
            case Cond cond -> loops.choose(cond, operands, given);
            case Remat remat -> loops.run(remat.body(), operands, given);
            case Custom custom -> loops.run(custom.body(), operands, given);
        };
    }

    private List<Array> run(Body body, List<Array> operands, BitSet given) {
        return body.executable(backend).run(operands, given, caller);
    }

    /** Elements are read, and elements of results written, where they lie; a carry may take the memory of the one before. */
    private List<Array> scan(Scan scan, List<Array> operands, BitSet firstGiven) {
        int along = scan.constants() + scan.carries();
        List<Array> constants = operands.subList(0, scan.constants());
        List<Array> scanned = operands.subList(along, operands.size());
        List<TensorSpec> specs = scan.infer(operands.stream().map(Array::spec).toList());
        List<Array> stacked = specs.subList(scan.carries(), specs.size()).stream()
                .map(spec -> Array.of(spec, Buffer.unfilled(spec.bytes()))).toList();
        List<TensorSpec> elements = scan.body().inputs().subList(along, operands.size());
        List<TensorSpec> parts = scan.body().outputs().subList(scan.carries(), specs.size());
        Set<Buffer> kept = kept(operands, firstGiven);
        List<Array> carry = operands.subList(scan.constants(), along);
        Scan.Steps steps = scan.steps();
        for (int first = 0; first < steps.count();) {
            int count = steps.count() - first < steps.unroll() ? 1 : steps.unroll();
            List<Array> taken = joined(constants, carry);
            List<MemorySegment> places = new ArrayList<>(count * stacked.size());
            for (int step = first; step < first + count; step++) {
                int index = steps.index(step);
                for (int i = 0; i < elements.size(); i++) {
                    taken.add(Array.of(elements.get(i), part(scanned.get(i).data(), elements.get(i), index)));
                }
                for (int i = 0; i < stacked.size(); i++) {
                    places.add(part(stacked.get(i).buffer().write(), parts.get(i), index));
                }
            }
            BitSet given = given(taken, scan.constants(), along, kept);
            List<Array> next = scan.round(count).executable(backend).run(taken, given, caller, places);
            carry = withoutElements(next, taken.subList(along, taken.size()));
            given.stream().forEach(i -> taken.get(i).buffer().freeUnlessInherited());
            first += count;
        }
        return joined(carry, stacked);
    }

    /** One element along the first axis. */
    private static MemorySegment part(MemorySegment all, TensorSpec element, int index) {
        return all.asSlice(index * element.bytes(), element.bytes());
    }

    /** The memory of operands that others need. */
    private static Set<Buffer> kept(List<Array> operands, BitSet given) {
        Set<Buffer> kept = new HashSet<>();
        for (int i = given.nextClearBit(0); i < operands.size(); i = given.nextClearBit(i + 1)) {
            kept.add(operands.get(i).buffer());
        }
        return kept;
    }

    /** Which arguments are carries that nobody else has. */
    private static BitSet given(List<Array> arguments, int from, int to, Set<Buffer> kept) {
        BitSet given = new BitSet();
        for (int i = from; i < to; i++) {
            Buffer buffer = arguments.get(i).buffer();
            given.set(i, buffer.isOwned() && !kept.contains(buffer)
                    && arguments.stream().filter(other -> other.buffer() == buffer).count() == 1);
        }
        return given;
    }

    /** A carry, with copies of the elements in it: those are parts of what is scanned, which may not live as long. */
    private static List<Array> withoutElements(List<Array> carry, List<Array> elements) {
        List<Array> own = new ArrayList<>(carry);
        own.replaceAll(array -> elements.stream().anyMatch(element -> element.buffer() == array.buffer())
                ? Array.filled(array.spec(), memory -> memory.copyFrom(array.data()))
                : array);
        return own;
    }

    private List<Array> loop(While loop, List<Array> operands, BitSet firstGiven) {
        int constants = loop.conditionConstants() + loop.bodyConstants();
        List<Array> tested = operands.subList(0, loop.conditionConstants());
        List<Array> stepped = operands.subList(loop.conditionConstants(), constants);
        Executable body = loop.body().executable(backend);
        Set<Buffer> kept = kept(operands, firstGiven);
        List<Array> carry = operands.subList(constants, operands.size());
        while (run(loop.condition(), joined(tested, carry), NONE).getFirst().longAt(0) != 0) {
            List<Array> taken = joined(stepped, carry);
            BitSet given = given(taken, stepped.size(), taken.size(), kept);
            carry = body.run(taken, given, caller);
            given.stream().forEach(i -> taken.get(i).buffer().freeUnlessInherited());
        }
        return List.copyOf(carry);
    }

    private static List<Array> joined(List<Array> first, List<Array> second) {
        List<Array> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private List<Array> choose(Cond cond, List<Array> operands, BitSet given) {
        int branch = Math.clamp(operands.getFirst().longAt(0), 0, cond.branches().size() - 1);
        return run(cond.branches().get(branch), operands.subList(1, operands.size()),
                given.get(1, Math.max(1, given.length())));
    }
}
