package org.dovetail.core.internal.backend;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
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

    private Loops(Backend backend) { this.backend = backend; }

    /** The results of a call, whose graphs run on a backend. */
    public static List<Array> run(Backend backend, Call call, List<Array> operands) {
        Loops loops = new Loops(backend);
        return switch (call) {
            case Call.Jit jit -> loops.run(jit.body(), operands);
            case Scan scan -> loops.scan(scan, operands);
            case While loop -> loops.loop(loop, operands);
            case Cond cond -> loops.choose(cond, operands);
            case Remat remat -> loops.run(remat.body(), operands);
            case Custom custom -> loops.run(custom.body(), operands);
        };
    }

    private List<Array> run(Body body, List<Array> operands) {
        return body.executable(backend).run(operands, NONE, "a loop");
    }

    private List<Array> scan(Scan scan, List<Array> operands) {
        int along = scan.constants() + scan.carries();
        List<Array> constants = operands.subList(0, scan.constants());
        List<Array> carry = operands.subList(scan.constants(), along);
        List<TensorSpec> specs = scan.infer(operands.stream().map(Array::spec).toList());
        List<Array> stacked = specs.subList(scan.carries(), specs.size()).stream()
                .map(spec -> Array.of(spec, Buffer.allocate(spec.bytes()))).toList();
        Scan.Steps steps = scan.steps();
        for (int first = 0; first < steps.count();) {
            int count = steps.count() - first < steps.unroll() ? 1 : steps.unroll();
            List<Array> taken = new ArrayList<>(constants);
            taken.addAll(carry);
            for (int step = first; step < first + count; step++) {
                int index = steps.index(step);
                operands.subList(along, operands.size()).forEach(operand -> taken.add(operand.at(index)));
            }
            List<Array> given = run(scan.round(count), taken);
            carry = given.subList(0, scan.carries());
            for (int i = scan.carries(); i < given.size(); i++) {
                int number = i - scan.carries();
                int index = steps.index(first + number / stacked.size());
                MemorySegment element = given.get(i).data();
                MemorySegment.copy(element, 0, stacked.get(number % stacked.size()).buffer().write(),
                        index * element.byteSize(), element.byteSize());
            }
            first += count;
        }
        List<Array> results = new ArrayList<>(carry);
        results.addAll(stacked);
        return results;
    }

    private List<Array> loop(While loop, List<Array> operands) {
        int constants = loop.conditionConstants() + loop.bodyConstants();
        List<Array> tested = operands.subList(0, loop.conditionConstants());
        List<Array> stepped = operands.subList(loop.conditionConstants(), constants);
        List<Array> carry = operands.subList(constants, operands.size());
        while (run(loop.condition(), joined(tested, carry)).getFirst().longAt(0) != 0) {
            carry = run(loop.body(), joined(stepped, carry));
        }
        return List.copyOf(carry);
    }

    private static List<Array> joined(List<Array> first, List<Array> second) {
        List<Array> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private List<Array> choose(Cond cond, List<Array> operands) {
        int branch = Math.clamp(operands.getFirst().longAt(0), 0, cond.branches().size() - 1);
        return run(cond.branches().get(branch), operands.subList(1, operands.size()));
    }
}
