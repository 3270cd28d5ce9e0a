package org.dovetail.parity.golden;

import static org.dovetail.core.ControlFlow.scan;
import static org.dovetail.core.Transforms.customJvp;
import static org.dovetail.core.Transforms.customVjp;
import static org.dovetail.core.Transforms.grad;
import static org.dovetail.core.Transforms.jacfwd;
import static org.dovetail.core.Transforms.jit;
import static org.dovetail.core.Transforms.jvp;
import static org.dovetail.core.Transforms.valueAndGrad;
import static org.dovetail.core.Transforms.vmap;

import java.util.List;
import java.util.Map;
import org.dovetail.core.Carry;
import org.dovetail.core.JvpResult;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.fn.F1;

/** The programs of {@code reference/loop_programs.py} with rules of their own, each from its inputs to its outputs. */
final class CustomPrograms {
    private static final F1<Tensor, Tensor> BOUNDED = customVjp(Tensor::sin, (Tensor x) -> new Carry<>(x.sin(), x),
            (Tensor x, Tensor g) -> Tensors.clip(g.mul(x.cos()), -0.5, 0.5));

    private static final F1<Tensor, Tensor> SOFTENED = customJvp(x -> x.abs().add(0.1).sqrt(),
            CustomPrograms::softened);

    static final Map<String, F1<List<Tensor>, List<Tensor>>> ALL = Map.of(
            "custom_vjp_in_vmap_in_jit", in -> jit(vmap((Tensor x) -> {
                var all = valueAndGrad((Tensor y) -> BOUNDED.apply(y.mul(3)).mul(y).sum()).apply(x);
                return List.of(all.value(), all.grad());
            })).apply(in.getFirst()),
            "custom_jvp_in_scan_in_grad", CustomPrograms::customJvpInScan,
            "custom_vjp_in_scan_in_grad", in -> grad((List<Tensor> all) -> scan(
                    (Tensor h, Tensor x) -> new Carry<>(BOUNDED.apply(h.add(x)), h.mul(x)), all.get(0), all.get(1))
                    .carry().sum()).apply(in));

    private CustomPrograms() {}

    private static JvpResult<Tensor> softened(Tensor x, Tensor tangent) {
        Tensor y = SOFTENED.apply(x);
        return new JvpResult<>(y, tangent.mul(x.sign()).div(y.mul(2).add(1)));
    }

    private static List<Tensor> customJvpInScan(List<Tensor> in) {
        F1<List<Tensor>, Tensor> total = all -> scan((Tensor h, Tensor x) -> new Carry<>(
                SOFTENED.apply(h.mul(x)).add(x), List.of()), all.get(0), all.get(1)).carry().sum();
        F1<Tensor, Tensor> ofFirst = h -> total.apply(List.of(h, in.get(1)));
        Tensor h = in.getFirst();
        return LoopPrograms.joined(grad(total).apply(in), List.of(jvp(ofFirst, h, Tensors.ones(3)).tangent(),
                jacfwd(jacfwd(ofFirst)).apply(h)));
    }
}
