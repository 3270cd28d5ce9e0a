package org.dovetail.parity.golden;

import static org.dovetail.core.Axis.BROADCAST;
import static org.dovetail.core.Axis.axis;
import static org.dovetail.core.ControlFlow.foriLoop;
import static org.dovetail.core.ControlFlow.scan;
import static org.dovetail.core.Transforms.checkpoint;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.hessian;
import static org.dovetail.core.Transforms.jacfwd;
import static org.dovetail.core.Transforms.jacrev;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.linearize;
import static org.dovetail.core.Transforms.valueAndGrad;
import static org.dovetail.core.Transforms.vjp;
import static org.dovetail.core.Transforms.vmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dovetail.core.Carry;
import org.dovetail.core.CheckpointPolicy;
import org.dovetail.core.Collectives;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.Indexed;
import org.dovetail.core.ScanOptions;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;
import org.dovetail.core.fn.F2;

/** The programs of {@code reference/loop_programs.py}, each from its inputs to its outputs. */
final class LoopPrograms {
    private static final List<Tensor> NOTHING = List.of();

    static final Map<String, F1<List<Tensor>, List<Tensor>>> ALL = Map.ofEntries(
            Map.entry("vmap_of_grad_of_scan", in -> {
                var grads = vmap((Tensor w, Tensor h, Tensor xs) -> grad((List<Tensor> all) -> loss(all))
                        .apply(List.of(w, h, xs))).in(BROADCAST, axis(0), axis(0));
                return grads.apply(in.get(0), in.get(1), in.get(2));
            }),
            Map.entry("grad_of_scan_of_remat", LoopPrograms::gradOfScanOfRemat),
            Map.entry("grad_of_remat_of_scan", in -> {
                var all = valueAndGrad((Tensor w) -> checkpoint(LoopPrograms::last)
                        .apply(List.of(w, in.get(1), in.get(2))).pow(3).sum()).apply(in.getFirst());
                return List.of(all.value(), all.grad());
            }),
            Map.entry("grad_of_fori_with_static_bounds", in -> withValue((List<Tensor> all) -> foriLoop(2, 7,
                    (Tensor i, Tensor h) -> all.get(0).matmul(h).add(i.mul(0.1)).tanh(), all.get(1)).pow(2).sum(), in)),
            Map.entry("scan_with_invariant_residuals", in -> grad(LoopPrograms::withInvariants).apply(in)),
            Map.entry("grad_of_grad_of_scan", LoopPrograms::gradOfGradOfScan),
            Map.entry("jacrev_of_jacfwd_of_scan", in -> List.of(jacrev(jacfwd(lastOf(in))).apply(in.get(1)))),
            Map.entry("hessian_of_scan", in -> List.of(hessian(lossOf(in)).apply(in.get(1)))),
            Map.entry("jvp_of_grad_of_scan", in -> {
                var both = jvp(grad(lossOf(in)), in.get(1), in.get(1).cos());
                return List.of(both.value(), both.tangent());
            }),
            Map.entry("grad_of_jvp_of_scan", in -> List.of(grad(
                    (Tensor h) -> jvp(lastOf(in), h, h.sin()).tangent().sum()).apply(in.get(1)))),
            Map.entry("associative_scan_grad", in -> joined(recurrence(in),
                    grad((List<Tensor> ab) -> recurrence(ab).get(1).sin().sum()).apply(in))),
            Map.entry("linearize_of_scan", in -> {
                var linear = linearize(lastOf(in), in.get(1));
                return List.of(linear.value(), linear.pushforward().apply(Tensors.ones(3)),
                        linear.pushforward().apply(in.get(1).sin()));
            }),
            Map.entry("vjp_of_reversed_scan", LoopPrograms::vjpOfReversedScan),
            Map.entry("grad_of_scan_of_scan", in -> grad(LoopPrograms::nested).apply(in)),
            Map.entry("vmap_of_scan_with_batched_carry", LoopPrograms::batchedCarry),
            Map.entry("vmap_of_hessian_of_fori", in -> List.of(vmap(hessian((Tensor x) -> foriLoop(0, 3,
                    (Tensor i, Tensor y) -> y.mul(x).add(y.sin()), x).sum())).apply(in.getFirst()))),
            Map.entry("grad_of_updates_in_a_loop", in -> grad(LoopPrograms::updated).apply(in)),
            Map.entry("grad_of_map", in -> withValue((List<Tensor> all) -> ControlFlow.map(
                    (Tensor x) -> all.get(0).matmul(x).tanh().matmul(x), all.get(1)).pow(2).sum(), in)),
            Map.entry("remat_with_policies", LoopPrograms::policies),
            Map.entry("jitted_scan", in -> {
                var step = jit((Tensor h, Tensor xs) -> last(List.of(in.getFirst(), h, xs)));
                Tensor once = step.apply(in.get(1), in.get(2));
                return List.of(once, step.apply(once, in.get(2)));
            }),
            Map.entry("jit_in_scan_in_vmap_of_grad", LoopPrograms::jitInScan),
            Map.entry("named_axes_in_vmap_of_grad_of_scan", LoopPrograms::namedAxes));

    private LoopPrograms() {}

    private static Tensor cell(Tensor w, Tensor h, Tensor x) { return w.matmul(h).add(x).tanh(); }

    private static Tensor last(List<Tensor> all) {
        return scan((Tensor h, Tensor x) -> new Carry<>(cell(all.get(0), h, x), NOTHING), all.get(1), all.get(2))
                .carry();
    }

    private static F1<Tensor, Tensor> lastOf(List<Tensor> in) { return h -> last(List.of(in.get(0), h, in.get(2))); }

    private static Tensor loss(List<Tensor> all) {
        var run = scan((Tensor h, Tensor x) -> {
            Tensor next = cell(all.get(0), h, x);
            return new Carry<>(next, next.mul(x.sin()).sum());
        }, all.get(1), all.get(2));
        return run.carry().mul(run.carry()).sum().add(run.out().mean());
    }

    private static F1<Tensor, Tensor> lossOf(List<Tensor> in) { return h -> loss(List.of(in.get(0), h, in.get(2))); }

    static List<Tensor> joined(List<Tensor> first, List<Tensor> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The value of a function of all inputs, then its gradients. */
    static List<Tensor> withValue(F1<List<Tensor>, Tensor> function, List<Tensor> in) {
        var all = valueAndGrad(function).apply(in);
        return joined(List.of(all.value()), all.grad());
    }

    private static Carry<Tensor, Tensor> remat(List<Tensor> all) {
        return scan((Tensor h, Tensor x) -> checkpoint((List<Tensor> of) -> new Carry<>(
                cell(all.get(0), of.get(0), of.get(1)).mul(of.get(1).cos()), of.get(0).sum())).apply(List.of(h, x)),
                all.get(1), all.get(2));
    }

    private static List<Tensor> gradOfScanOfRemat(List<Tensor> in) {
        var run = remat(in);
        return joined(List.of(run.carry(), run.out()), grad((List<Tensor> all) -> {
            var again = remat(all);
            return again.carry().sum().add(again.out().mul(again.out()).sum());
        }).apply(in));
    }

    private static Tensor withInvariants(List<Tensor> all) {
        Tensor w = all.get(0);
        Tensor v = all.get(1);
        var run = scan((Tensor h, Tensor x) -> {
            Tensor next = w.sin().matmul(v.exp()).matmul(h).add(x.mul(v.sum())).tanh();
            return new Carry<>(next, next.mul(x));
        }, Tensors.zeros(3), all.get(2));
        return run.carry().sum().add(run.out().pow(2).sum());
    }

    private static List<Tensor> gradOfGradOfScan(List<Tensor> in) {
        F1<Tensor, Tensor> run = x -> scan(
                (Tensor h, Tensor c) -> new Carry<>(h.mul(x).sin().add(c.mul(h)), NOTHING), x, in.get(1)).carry();
        Tensor x = in.getFirst();
        return List.of(run.apply(x), grad(run).apply(x), grad(grad(run)).apply(x), grad(grad(grad(run))).apply(x));
    }

    private static List<Tensor> recurrence(List<Tensor> in) {
        return ControlFlow.associativeScan((List<Tensor> left, List<Tensor> right) -> List.of(
                left.get(0).mul(right.get(0)), right.get(0).mul(left.get(1)).add(right.get(1))), in);
    }

    private static List<Tensor> vjpOfReversedScan(List<Tensor> in) {
        var run = vjp((List<Tensor> all) -> {
            var made = scan((Tensor h, Tensor x) -> new Carry<>(cell(all.get(0), h, x), h.mul(x)), all.get(1),
                    all.get(2), ScanOptions.DEFAULT.reversed());
            return List.of(made.carry(), made.out());
        }, in);
        return joined(run.value(), run.pullback().apply(List.of(run.value().get(0).cos(), run.value().get(1).sin())));
    }

    private static Tensor nested(List<Tensor> all) {
        var run = scan((Tensor h, Tensor x) -> {
            var inner = scan((Tensor k, Tensor y) -> new Carry<>(all.get(0).matmul(k).mul(y).tanh(), k.sum()), h, x);
            return new Carry<>(inner.carry().add(inner.out().mean()), inner.carry().sum());
        }, all.get(1), all.get(2));
        return run.carry().sum().add(run.out().pow(2).sum());
    }

    private static List<Tensor> batchedCarry(List<Tensor> in) {
        var runs = vmap((Tensor h) -> {
            var run = scan((List<Tensor> c, Tensor x) -> new Carry<>(
                    List.of(c.get(1), cell(in.get(0), c.get(1), h.mul(x))), c.get(0)),
                    List.of(Tensors.zeros(3), Tensors.ones(3)), in.get(2));
            return List.of(run.carry().get(0), run.carry().get(1), run.out());
        });
        return runs.apply(in.get(1));
    }

    private static Tensor updated(List<Tensor> all) {
        return foriLoop(0, 4, (Tensor i, Tensor x) -> Indexed.at(x, i).set(Indexed.at(x, i.add(1)).get()
                .mul(Indexed.at(all.get(1), i).get()).add(Indexed.at(x, i).get().sin())), all.get(0)).pow(2).sum();
    }

    private static List<Tensor> policies(List<Tensor> in) {
        List<Tensor> grads = new ArrayList<>();
        for (CheckpointPolicy policy : List.of(CheckpointPolicy.NOTHING_SAVEABLE, CheckpointPolicy.EVERYTHING_SAVEABLE,
                CheckpointPolicy.DOTS_SAVEABLE, CheckpointPolicy.DOTS_WITH_NO_BATCH_DIMS_SAVEABLE)) {
            F1<List<Tensor>, Tensor> step = checkpoint(
                    (List<Tensor> of) -> cell(of.get(0), of.get(1), of.get(2)).sin(), policy);
            grads.add(
                    grad((Tensor w) -> scan((Tensor h, Tensor x) -> new Carry<>(step.apply(List.of(w, h, x)), NOTHING),
                            in.get(1), in.get(2)).carry().pow(2).sum()).apply(in.getFirst()));
        }
        return grads;
    }

    private static List<Tensor> jitInScan(List<Tensor> in) {
        var inner = jit(LoopPrograms::cell);
        F2<Tensor, Tensor, Tensor> total = (w, h) -> scan(
                (Tensor state, Tensor x) -> new Carry<>(inner.apply(w, state, x), NOTHING), h, in.get(2)).carry().sum();
        return List.of(vmap(grad(total)).in(BROADCAST, axis(0)).apply(in.get(0), in.get(1)));
    }

    private static List<Tensor> namedAxes(List<Tensor> in) {
        F2<Tensor, Tensor, Tensor> lane = (first, xs) -> {
            Tensor slope = grad((Tensor h) -> scan((Tensor state, Tensor x) -> new Carry<>(
                    in.getFirst().matmul(state).add(Collectives.pmean(x, "i"))
                            .add(Collectives.psum(state, "i", "j").mul(0.1)).tanh(),
                    NOTHING), h, xs).carry().pow(2).sum()).apply(first);
            return Collectives.psum(slope, "j").mul(Collectives.axisIndex("i").add(1));
        };
        var rows = vmap((Tensor h, Tensor xs) -> vmap(lane).named("j").apply(h, xs)).named("i");
        return List.of(rows.apply(in.get(1), in.get(2)));
    }
}
