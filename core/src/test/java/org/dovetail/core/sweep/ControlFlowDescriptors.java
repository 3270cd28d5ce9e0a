package org.dovetail.core.sweep;

import static org.dovetail.core.Transforms.checkpoint;
import static org.dovetail.core.Transforms.customJvp;
import static org.dovetail.core.Transforms.customVjp;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.vmap;
import static org.dovetail.core.sweep.Sample.between;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.dovetail.core.Carry;
import org.dovetail.core.CheckpointPolicy;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.DType;
import org.dovetail.core.JvpResult;
import org.dovetail.core.ScanOptions;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;

/** Loops, choices, and functions with rules of their own. */
final class ControlFlowDescriptors {
    private static final Set<DType> REALS = EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16);
    private static final Sample NUMBER = between(-2, 2);
    private static final Sample WEIGHT = NUMBER.shaped(Shape::withoutFirst);
    private static final Sample COUNT = between(-2, 4).as(DType.INT32).scalar();
    private static final Sample TRUTH = between(0, 1).as(DType.BOOL).scalar();

    private ControlFlowDescriptors() {}

    static void add(List<Descriptor> all) {
        scanning(all);
        repeating(all);
        choosing(all);
        ruling(all);
    }

    private static Descriptor loop(String name, Function<List<Tensor>, Tensor> function,
            Sample... samples) {
        return Descriptor.of(name, function, samples).on(REALS);
    }

    private static Descriptor one(String name, UnaryOperator<Tensor> function) {
        return loop(name, operands -> function.apply(operands.getFirst()), NUMBER);
    }

    /** A recurrence with a captured weight; the last carry is added to the outputs. */
    private static Tensor recurrence(Tensor xs, Tensor weight, ScanOptions options) {
        F2<Tensor, Tensor, Carry<Tensor, Tensor>> step = (h, x) -> {
            Tensor next = h.mul(weight).add(x).sin();
            return new Carry<>(next, next.mul(x));
        };
        Carry<Tensor, Tensor> result = ControlFlow.scan(step, weight, xs, options);
        return result.out().add(result.carry());
    }

    private static void scanning(List<Descriptor> all) {
        for (ScanOptions options : List.of(ScanOptions.DEFAULT, ScanOptions.DEFAULT.reversed())) {
            all.add(loop(options.isReversed() ? "scan_reversed" : "scan",
                    operands -> recurrence(operands.get(0), operands.get(1), options), NUMBER, WEIGHT).rank(1));
        }
        all.add(one("scan_without_elements", x -> {
            F2<List<Tensor>, List<Tensor>, Carry<List<Tensor>, Tensor>> step = (carry, _) -> new Carry<>(
                    List.of(carry.get(1).add(1), carry.get(0).sin()), carry.get(0));
            return ControlFlow.scan(step, List.of(x, x.mul(2)), List.of(), ScanOptions.DEFAULT.withLength(3)).out();
        }));
        all.add(loop("scan_of_scan", operands -> ControlFlow.scan((Tensor h, Tensor x) -> {
            Tensor inner = recurrence(Tensors.stack(0, x, h), h, ScanOptions.DEFAULT);
            return new Carry<>(inner.at(0), inner.at(1));
        }, operands.get(1), operands.get(0)).out(), NUMBER, WEIGHT).rank(1));
        all.add(loop("map", operands -> ControlFlow.map((Tensor x) -> x.mul(operands.get(1)).sin(), operands.get(0)),
                NUMBER, WEIGHT).rank(1));
        all.add(one("associative_scan", x -> ControlFlow.associativeScan(
                (List<Tensor> a, List<Tensor> b) -> List.of(b.get(0).mul(a.get(0)),
                        b.get(0).mul(a.get(1)).add(b.get(1))),
                List.of(x.sin(), x)).get(1)).rank(1));
    }

    private static void repeating(List<Descriptor> all) {
        all.add(one("fori_loop", x -> ControlFlow.foriLoop(1, 4,
                (Tensor i, Tensor h) -> h.mul(i.cast(h.dtype())).sin(), x)));
        all.add(loop("fori_loop_traced", operands -> ControlFlow.foriLoop(Tensors.scalar(0), operands.get(1),
                (Tensor i, Tensor h) -> h.add(i.cast(h.dtype())).sin(), operands.get(0)), NUMBER, COUNT).flat());
        all.add(loop("while_loop", operands -> {
            Tensor limit = operands.get(1);
            F1<List<Tensor>, Tensor> goesOn = state -> state.get(0).lt(limit);
            F1<List<Tensor>, List<Tensor>> step = state -> List.of(state.get(0).add(1), state.get(2).sin(),
                    state.get(1).add(operands.get(0)));
            return ControlFlow.whileLoop(goesOn, step,
                    List.of(Tensors.scalar(0), operands.get(0), operands.get(0).mul(2))).get(1);
        }, NUMBER, COUNT).flat());
    }

    private static void choosing(List<Descriptor> all) {
        all.add(loop("cond", operands -> ControlFlow.cond(operands.get(2), Tensor::sin,
                (Tensor x) -> x.mul(operands.get(1)), operands.get(0)), NUMBER, NUMBER, TRUTH));
        List<F1<Tensor, Tensor>> branches = List.of(Tensor::sin, x -> x.mul(3), x -> x);
        all.add(loop("switch", operands -> ControlFlow.switchCase(operands.get(1), branches, operands.get(0)), NUMBER,
                COUNT));
    }

    /** The sine of twice a tensor, and its derivative by hand. */
    private static Tensor sine(Tensor x) {
        return x.mul(2).sin();
    }

    private static Tensor slope(Tensor x) { return x.mul(2).cos().mul(2); }

    private static F1<Tensor, Tensor> withVjp() {
        return customVjp(ControlFlowDescriptors::sine, (Tensor x) -> new Carry<>(sine(x), slope(x)),
                (Tensor slope, Tensor cotangent) -> slope.mul(cotangent));
    }

    private static void ruling(List<Descriptor> all) {
        for (CheckpointPolicy policy : CheckpointPolicy.values()) {
            all.add(one("checkpoint_" + policy, x -> checkpoint((Tensor y) -> y.sin().mul(y).sin(), policy).apply(x)));
        }
        all.add(one("custom_jvp", x -> customJvp(ControlFlowDescriptors::sine,
                (Tensor y, Tensor dy) -> new JvpResult<>(sine(y), slope(y).mul(dy))).apply(x)));
        all.add(one("custom_vjp", x -> withVjp().apply(x)).flat()); // forward mode is refused, as in JAX
        all.add(one("custom_vjp_gradient", x -> grad((Tensor y) -> withVjp().apply(y).mul(y).sum()).apply(x)));
        all.add(one("jit_within", x -> jit((Tensor y) -> y.sin().mul(x)).apply(x.mul(2))));
        all.add(loop("vmap_within", operands -> vmap((Tensor x) -> x.mul(operands.get(1)).sin()).apply(operands.get(0)),
                NUMBER, WEIGHT).rank(1).nonEmpty());
        all.add(one("grad_within", x -> grad((Tensor y) -> sine(y).mul(x).sum()).apply(x)));
    }
}
