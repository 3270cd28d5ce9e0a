package org.dovetail.core.internal.backend.compiled;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dovetail.core.Array;
import org.dovetail.core.DType;
import org.dovetail.core.Key;
import org.dovetail.core.Losses;
import org.dovetail.core.Nn;
import org.dovetail.core.Prng;
import org.dovetail.core.Shape;
import org.dovetail.core.Tensor;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.Tensors;
import org.dovetail.core.Transforms;
import org.dovetail.core.ValueAndGrad;
import org.dovetail.core.fn.F4;
import org.dovetail.core.tree.Tree;

/** The guide's model, 784-256-10 with dropout, and a step of gradient descent on it. */
final class GuideModel {
    record Result(Map<String, Map<String, Tensor>> params, Tensor loss) {}

    private GuideModel() {}

    static Map<String, Map<String, Tensor>> init(Key key) {
        return Map.of("hidden", layer(Prng.foldIn(key, 0), 784, 256), "output", layer(Prng.foldIn(key, 1), 256, 10));
    }

    private static Map<String, Tensor> layer(Key key, int in, int out) {
        return Map.of("w", Prng.truncatedNormal(key, -2, 2, Shape.of(in, out)).mul(1 / Math.sqrt(in)), "b",
                Tensors.zeros(DType.FLOAT32, Shape.of(out)));
    }

    static Tensor images(int batch) {
        return Array.ofDoubles(TensorSpec.of(DType.FLOAT32, batch, 784), i -> (i * 7919 % 256) / 255.0);
    }

    static Tensor labels(int batch) { return Array.ofLongs(TensorSpec.of(DType.INT32, batch), i -> i * 31 % 10); }

    static Tensor named(Map<String, Map<String, Tensor>> params, String layer, String name) {
        return Objects.requireNonNull(Objects.requireNonNull(params.get(layer)).get(name));
    }

    private static Tensor loss(Map<String, Map<String, Tensor>> params, Tensor x, Tensor y, Tensor key) {
        Tensor hidden = Nn.relu(x.matmul(named(params, "hidden", "w")).add(named(params, "hidden", "b")));
        Tensor kept = Prng.bernoulli(new Key(key), 0.5, hidden.shape());
        Tensor dropped = Tensors.where(kept, hidden.div(0.5), Tensors.zeros(DType.FLOAT32, Shape.of()));
        Tensor logits = dropped.matmul(named(params, "output", "w")).add(named(params, "output", "b"));
        return Losses.softmaxCrossEntropyWithIntegerLabels(logits, y).mean();
    }

    static Result step(Map<String, Map<String, Tensor>> params, Tensor x, Tensor y, Tensor key) {
        ValueAndGrad<Map<String, Map<String, Tensor>>> both = Transforms
                .<Map<String, Map<String, Tensor>>, List<Tensor>>valueAndGrad(
                        (p, rest) -> loss(p, rest.get(0), rest.get(1), rest.get(2)))
                .apply(params, List.of(x, y, key));
        return new Result(Tree.map((p, g) -> p.sub(g.mul(0.1)), params, both.grad()), both.value());
    }

    static F4<Map<String, Map<String, Tensor>>, Tensor, Tensor, Tensor, Result> donated() {
        return Transforms.jit(GuideModel::step).donate(0);
    }
}
