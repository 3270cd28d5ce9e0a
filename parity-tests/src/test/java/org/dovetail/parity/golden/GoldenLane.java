package org.dovetail.parity.golden;

import static org.dovetail.core.Collectives.allGather;
import static org.dovetail.core.Collectives.axisIndex;
import static org.dovetail.core.Collectives.pmax;
import static org.dovetail.core.Collectives.pmean;
import static org.dovetail.core.Collectives.psum;
import static org.dovetail.core.Tensors.stopGradient;

import org.dovetail.core.Carry;
import org.dovetail.core.ControlFlow;
import org.dovetail.core.DType;
import org.dovetail.core.Tensor;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.core.fn.F1;

/** The functions of a lane in {@code reference/axes.py}, by their names there. */
final class GoldenLane {
    private GoldenLane() {}

    /** A function of a lane of an axis named i; with two axes the inner one is named j. */
    static F1<Tensor, Tensor> named(String name) {
        return switch (name) {
            case "psum" -> GoldenLane::weighted;
            case "pmean" -> a -> pmean(a.mul(a), "i").mul(a);
            case "batch_norm" -> GoldenLane::normalized;
            case "softmax" -> GoldenLane::softmax;
            case "all_gather" -> GoldenLane::gathered;
            case "jit" -> Transforms.jit(GoldenLane::weighted);
            case "checkpoint" -> Transforms.checkpoint(GoldenLane::weighted);
            case "scan" -> GoldenLane::scanned;
            case "cond" -> a -> ControlFlow.cond(a.gt(0), (Tensor x) -> psum(x, "i").mul(x),
                    (Tensor x) -> x.sub(pmean(x, "i")), a);
            case "custom_vjp" -> Transforms.customVjp((Tensor a) -> a.mul(2), a -> new Carry<>(a.mul(2), a),
                    (Tensor a, Tensor cotangent) -> psum(cotangent.mul(a), "i"));
            case "two_axes" -> GoldenLane::twoMeans;
            default -> throw new IllegalArgumentException("there is no lane " + name);
        };
    }

    /** The function of a lane's value and of what is the same for all lanes. */
    static Tensor ofShared(Tensor a, Tensor w) {
        return psum(w.mul(a), "i").mul(psum(w, "i")).mul(pmean(w, "i"));
    }

    private static Tensor weighted(Tensor a) { return psum(a.sin(), "i").mul(a); }

    private static Tensor normalized(Tensor row) {
        Tensor centred = row.sub(pmean(row, "i"));
        return centred.div(pmean(centred.mul(centred), "i").add(0.1).sqrt());
    }

    private static Tensor softmax(Tensor a) {
        Tensor power = a.sub(pmax(stopGradient(a), "i")).exp();
        return power.div(psum(power, "i"));
    }

    private static Tensor gathered(Tensor a) {
        Tensor everything = allGather(a, "i");
        return everything.mul(Tensors.arange(5).add(1).cast(DType.FLOAT32)).sum().mul(a).add(everything.at(1));
    }

    private static Tensor scanned(Tensor a) {
        var all = ControlFlow.scan((Tensor carry, Tensor x) -> {
            Tensor next = psum(carry.mul(x), "i").add(a).tanh();
            return new Carry<>(next, carry.mul(next));
        }, a, Tensors.of(0.5f, -0.25f, 0.125f));
        return all.carry().add(all.out().sum());
    }

    private static Tensor twoMeans(Tensor a) {
        Tensor place = axisIndex("i", "j").cast(DType.FLOAT32);
        return a.sub(pmean(a, "j")).mul(a.sub(pmean(a, "i"))).add(psum(a.mul(a), "i", "j").mul(place));
    }
}
