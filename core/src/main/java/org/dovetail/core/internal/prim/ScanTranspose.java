package org.dovetail.core.internal.prim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * Transposes a scan: a scan the other way round, whose carry holds the cotangents of the carry and the sums of those of the linear constants; known constants and elements
 * stay what they are. The body is linear in every carry, also where the first value is known, which then is the zero of a tangent.
 */
final class ScanTranspose {
    private final Scan scan;
    private final List<Operand> operands;
    private final BitSet linear;
    private final int constants;
    private final int carries;
    private final int inputs;

    ScanTranspose(Scan scan, List<Operand> operands) {
        this.scan = scan;
        this.operands = operands;
        this.constants = scan.constants();
        this.carries = scan.carries();
        this.inputs = operands.size();
        this.linear = Operand.linear(operands);
        linear.set(constants, constants + carries);
    }

    List<@Nullable Tensor> transpose(List<@Nullable Tensor> cotangents) {
        List<Tensor> whole = whole(cotangents);
        BitSet linearConstants = linear.get(0, constants);
        List<Tensor> knownConstants = known(0, constants);
        List<Tensor> knownElements = known(constants + carries, inputs);
        List<Tensor> given = new ArrayList<>(knownConstants);
        linearConstants.stream().forEach(i -> given.add(Zeros.zero(operands.get(i).spec())));
        given.addAll(whole);
        given.addAll(knownElements);
        int sums = linearConstants.cardinality();
        Scan backwards = new Scan(step(sums, knownConstants.size(), knownElements.size()), scan.steps().reversed(),
                knownConstants.size(), sums + carries);
        // Gives sums for constants, cotangents of the first carry, and stacked cotangents of elements, which is the operands' order.
        List<@Nullable Tensor> sent = Zeros.spread(Tracing.bind(backwards, given), linear, inputs);
        for (int i = constants; i < constants + carries; i++) {
            if (!operands.get(i).isLinear()) {
                sent.set(i, null);
            }
        }
        return sent;
    }

    private List<Tensor> known(int from, int to) { return Operand.known(operands.subList(from, to)); }

    private List<Tensor> whole(List<@Nullable Tensor> cotangents) {
        List<Tensor> whole = new ArrayList<>();
        List<TensorSpec> results = scan.infer(operands.stream().map(Operand::spec).toList());
        for (int i = 0; i < results.size(); i++) {
            Tensor cotangent = cotangents.get(i);
            whole.add(cotangent == null ? Zeros.zero(results.get(i)) : cotangent);
        }
        return whole;
    }

    private record StepOf(BitSet linear) {}

    /** Takes known constants, sums, cotangents of the carry, cotangents of result elements, known elements; gives sums, cotangents of the carry, cotangents of elements. */
    private Body step(int sums, int knownConstants, int knownElements) {
        Body body = scan.body();
        return body.once(new StepOf(linear), () -> {
            int outputs = body.outputs().size();
            Body transposed = Deriving.transpose(body, linear, Zeros.range(0, outputs), linear).body();
            List<TensorSpec> linearInputs = Zeros.at(linear, body.inputs());
            List<TensorSpec> taken = new ArrayList<>(transposed.inputs().subList(0, knownConstants));
            taken.addAll(linearInputs.subList(0, sums));
            taken.addAll(body.outputs());
            taken.addAll(transposed.inputs().subList(knownConstants, knownConstants + knownElements));
            return Deriving.staged(taken, arguments -> {
                int at = knownConstants + sums;
                List<Tensor> passed = new ArrayList<>(arguments.subList(0, knownConstants));
                passed.addAll(arguments.subList(at + outputs, arguments.size()));
                passed.addAll(arguments.subList(at, at + outputs));
                List<Tensor> sent = new ArrayList<>(transposed.graph().evaluate(passed));
                for (int i = 0; i < sums; i++) {
                    sent.set(i, arguments.get(knownConstants + i).add(sent.get(i)));
                }
                return sent;
            });
        });
    }
}
