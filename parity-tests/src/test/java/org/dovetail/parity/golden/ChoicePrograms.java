package org.dovetail.parity.golden;

import static org.dovetail.core.Axis.BROADCAST;
import static org.dovetail.core.Axis.axis;
import static org.dovetail.core.ControlFlow.cond;
import static org.dovetail.core.ControlFlow.foriLoop;
import static org.dovetail.core.ControlFlow.scan;
import static org.dovetail.core.ControlFlow.switchCase;
import static org.dovetail.core.ControlFlow.whileLoop;
import static org.dovetail.core.Transforms.checkpoint;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.hessian;
import static org.dovetail.core.Transforms.jacfwd;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.valueAndGrad;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import java.util.Map;
import org.dovetail.core.Carry;
import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;

/** The programs of {@code reference/choice_programs.py}, each from its inputs to its outputs. */
final class ChoicePrograms {
    static final Map<String, F1<List<Tensor>, List<Tensor>>> ALL = Map.ofEntries(
            Map.entry("hessian_through_cond", in -> {
                Tensor x = in.getFirst();
                return List.of(hessian(ChoicePrograms::branch).apply(x), hessian(ChoicePrograms::branch).apply(x.neg()),
                        jacfwd(jacfwd(ChoicePrograms::branch)).apply(x));
            }),
            Map.entry("jvp_of_while", in -> {
                Tensor x = in.getFirst();
                return List.of(doubled(x).get(0), doubled(x).get(1),
                        jvp(ChoicePrograms::lastOfDoubled, x, x.cos()).tangent());
            }),
            Map.entry("jacfwd_of_while", in -> List.of(jacfwd(ChoicePrograms::lastOfDoubled).apply(in.getFirst()))),
            Map.entry("vmap_of_while", in -> vmap(ChoicePrograms::doubled).apply(in.getFirst())),
            Map.entry("vmap_of_jvp_of_while", in -> List.of(vmap(
                    (Tensor x) -> jvp(ChoicePrograms::lastOfDoubled, x, Tensors.ones(3)).tangent())
                    .apply(in.getFirst()))),
            Map.entry("fori_with_traced_bounds", in -> List.of(vmap(ChoicePrograms::tracedBounds).apply(in.getFirst()),
                    vmap((Tensor x) -> jvp(ChoicePrograms::tracedBounds, x, x.cos()).tangent())
                            .apply(in.getFirst()))),
            Map.entry("switch_in_scan", in -> LoopPrograms.joined(
                    LoopPrograms.withValue(ChoicePrograms::switchInScan, in),
                    List.of(hessian((Tensor h) -> switchInScan(List.of(h, in.get(1)))).apply(in.getFirst())))),
            Map.entry("cond_in_scan", ChoicePrograms::condInScan),
            Map.entry("vmap_of_grad_of_cond_in_scan", in -> {
                var grads = vmap((Tensor h, Tensor xs) -> condInScan(List.of(h, xs))).in(axis(0), BROADCAST);
                return grads.apply(in.get(0), in.get(1));
            }),
            Map.entry("grad_of_scan_of_remat_of_cond", ChoicePrograms::rematOfCond),
            Map.entry("scan_in_cond_in_while", in -> {
                var both = jvp((Tensor x) -> threeDeep(x, in.get(1)), in.getFirst(), Tensors.ones(3));
                return List.of(both.value(), both.tangent());
            }),
            Map.entry("vmap_of_cond", in -> {
                var each = vmap(ChoicePrograms::branch);
                return List.of(each.apply(in.getFirst()), vmap(grad(ChoicePrograms::branch)).apply(in.getFirst()),
                        grad((Tensor x) -> each.apply(x).sum()).apply(in.getFirst()));
            }),
            Map.entry("vmap_of_cond_that_is_not_batched", in -> {
                Tensor y = in.get(1);
                F1<Tensor, Tensor> run = x -> cond(y.at(0).gt(0), (Tensor z) -> z.sin().mul(y),
                        (Tensor z) -> z.mul(z).add(y), x);
                Tensor x = in.getFirst();
                return List.of(vmap(run).apply(x), vmap(vmap(run)).apply(Tensors.stack(0, x, x.neg())));
            }),
            Map.entry("grad_of_cond_of_while", in -> {
                var all = valueAndGrad(ChoicePrograms::condOfWhile).apply(in.getFirst());
                return List.of(all.value(), all.grad());
            }),
            Map.entry("vmap_of_switch", in -> {
                var each = vmap(ChoicePrograms::switched);
                return List.of(each.apply(in.get(0), in.get(1)),
                        grad((Tensor y) -> each.apply(in.get(0), y).pow(2).sum()).apply(in.get(1)));
            }));

    private static final List<F1<List<Tensor>, Tensor>> BRANCHES = List.of(of -> of.get(0).sin().mul(of.get(1)),
            of -> of.get(0).add(of.get(1).pow(2)), of -> of.get(0).mul(of.get(1)).tanh().sub(of.get(0)));

    private ChoicePrograms() {}

    private static Tensor branch(Tensor x) {
        return cond(x.sum().gt(0), (Tensor y) -> y.pow(3).mul(y.at(0)).sum(), (Tensor y) -> y.sin().mul(y).sum().pow(2),
                x);
    }

    private static List<Tensor> doubled(Tensor x) {
        return whileLoop((List<Tensor> carry) -> carry.get(1).pow(2).sum().lt(20).and(carry.get(0).lt(12)),
                (List<Tensor> carry) -> List.of(carry.get(0).add(1),
                        carry.get(1).mul(1.5).add(carry.get(1).sin().mul(0.5))),
                List.of(Tensors.scalar(0), x));
    }

    private static Tensor lastOfDoubled(Tensor x) { return doubled(x).get(1); }

    private static Tensor tracedBounds(Tensor x) {
        Tensor steps = Tensors.clip(x.at(0).abs().mul(4), 1, 6).cast(DType.INT32);
        return foriLoop(Tensors.scalar(0), steps, (Tensor i, Tensor y) -> y.sin().add(y.mul(0.1).mul(i)), x);
    }

    private static Tensor switchInScan(List<Tensor> all) {
        var run = scan((List<Tensor> carry, Tensor x) -> {
            Tensor h = switchCase(carry.get(0), BRANCHES, List.of(carry.get(1), x));
            return new Carry<>(List.of(carry.get(0).add(1).rem(3), h), h.sum());
        }, List.of(Tensors.scalar(0), all.get(0)), all.get(1));
        return run.carry().get(1).sum().add(run.out().pow(2).sum());
    }

    private static List<Tensor> condInScan(List<Tensor> in) {
        return grad((List<Tensor> all) -> scan((Tensor h, Tensor x) -> {
            Tensor next = cond(h.mul(x).sum().gt(0), (Tensor y) -> y.sin().mul(x), (Tensor y) -> y.mul(0.5).add(x), h);
            return new Carry<>(next, next);
        }, all.get(0), all.get(1)).out().pow(2).sum()).apply(in);
    }

    private static List<Tensor> rematOfCond(List<Tensor> in) {
        F1<List<Tensor>, Tensor> step = checkpoint((List<Tensor> of) -> cond(of.get(0).at(0).gt(of.get(1).at(0)),
                (List<Tensor> y) -> y.get(0).mul(y.get(1)).sin(), (List<Tensor> y) -> y.get(0).sub(y.get(1)), of));
        return grad((List<Tensor> all) -> scan(
                (Tensor h, Tensor x) -> new Carry<>(step.apply(List.of(h, x)), List.of()), all.get(0), all.get(1))
                .carry().pow(2).sum()).apply(in);
    }

    private static Tensor threeDeep(Tensor x, Tensor xs) {
        return whileLoop((List<Tensor> carry) -> carry.get(0).lt(5), (List<Tensor> carry) -> List.of(
                carry.get(0).add(1), cond(carry.get(0).rem(2).eq(0),
                        (Tensor y) -> scan((Tensor h, Tensor z) -> new Carry<>(h.add(z).sin(), List.of()), y, xs)
                                .carry(),
                        (Tensor y) -> y.mul(1.2), carry.get(1))),
                List.of(Tensors.scalar(0), x)).get(1);
    }

    private static Tensor condOfWhile(Tensor x) {
        Tensor count = doubled(Tensors.stopGradient(x)).get(0);
        return cond(count.gt(5), (Tensor y) -> y.sin().sum(), (Tensor y) -> y.mul(y).sum(), x).mul(count);
    }

    private static Tensor switched(Tensor x, Tensor y) {
        Tensor number = Tensors.clip(x.at(0).mul(3), 0, 2).cast(DType.INT32);
        return switchCase(number, BRANCHES, List.of(x, y));
    }
}
